import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import { fieldValue, parseRecords } from '../../src/core/syntax/records.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { textOf } from '../tidy/files.ts';

interface Contributed {
  readonly scopeName: string;
  readonly path: string;
}

const { grammars } = (JSON.parse(textOf('package.json')) as { contributes: { grammars: readonly Contributed[] } }).contributes;
const registry = new Registry({
  onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
  loadGrammar: async (scope) => {
    const found = grammars.find((one) => one.scopeName === scope);
    return found ? parseRawGrammar(textOf(found.path.replace('./', '')), found.path) : null;
  },
});

/** Texts of the tokens of a file that have a scope beginning with `scope`. */
async function tokensOf(name: string, text: string, scope: string): Promise<readonly string[]> {
  const grammar: IGrammar | null = await registry.loadGrammar(`source.pgsmith.${name}`);
  expect(grammar).not.toBeNull();
  const found: string[] = [];
  let state = INITIAL;
  for (const line of text.split('\n')) {
    const result = grammar?.tokenizeLine(line, state);
    for (const token of result?.tokens ?? [])
      if (token.scopes.some((one) => one.startsWith(scope))) found.push(line.slice(token.startIndex, token.endIndex));
    state = result?.ruleStack ?? state;
  }
  return found;
}

beforeAll(async () => {
  const main = createRequire(import.meta.url).resolve('vscode-oniguruma');
  await loadWASM(new Uint8Array(readFileSync(join(dirname(main), 'onig.wasm'))).buffer);
});

describe.each(cachedTrees())('files of PostgreSQL $name', ({ path }) => {
  const read = (file: string): string | undefined => {
    try {
      return readFileSync(join(path, file), 'utf8');
    } catch {
      return undefined;
    }
  };

  it('have every record field scoped as such', async () => {
    for (const catalog of ['pg_am', 'pg_cast', 'pg_operator']) {
      const file = `src/include/catalog/${catalog}.dat`;
      const text = read(file) ?? '';
      const records = parseRecords(file, text);
      const fields = records.ok ? records.value.records.flatMap((record) => record.fields) : [];
      expect(fields.length).toBeGreaterThan(5);
      expect(await tokensOf('records', text, 'variable.other.property')).toEqual(fields.map((field) => field.name));
      expect(records.ok && records.value.records.every((record) => fieldValue(record, 'oid') !== '')).toBe(true);
    }
  });

  it('have every parameter of the sample scoped, set or not', async () => {
    const text = read('src/backend/utils/misc/postgresql.conf.sample') ?? '';
    const expected = text.split('\n').flatMap((line) => /^#?([a-z_]\w*)[ \t]*=/.exec(line)?.[1] ?? []);
    expect(expected.length).toBeGreaterThan(200);
    expect(await tokensOf('conf', text, 'variable.other.property')).toEqual(expected);
  });

  it('have every SQLSTATE scoped', async () => {
    const text = read('src/backend/utils/errcodes.txt') ?? '';
    const expected = text.split('\n').flatMap((line) => /^([0-9A-Z]{5})\s/.exec(line)?.[1] ?? []);
    expect(expected.length).toBeGreaterThan(200);
    expect(await tokensOf('errcodes', text, 'constant.numeric.sqlstate')).toEqual(expected);
  });

  it('have every wait event scoped, in its class', async () => {
    const text = read('src/backend/utils/activity/wait_event_names.txt');
    const lines = (text ?? '').split('\n').filter((line) => /^\w+\s+"/.test(line));
    expect((await tokensOf('wait-events', text ?? '', 'entity.name.tag')).length).toBe(lines.length);
    const sections = (text ?? '').split('\n').filter((line) => line.startsWith('Section:'));
    expect((await tokensOf('wait-events', text ?? '', 'entity.name.section')).length).toBe(sections.length);
  });

  it('have every test of a schedule scoped', async () => {
    const text = read('src/test/regress/parallel_schedule') ?? '';
    const expected = text.split('\n').flatMap((line) => /^(?:test|ignore):(.*)$/.exec(line)?.[1]?.trim().split(/\s+/) ?? []);
    expect(expected.length).toBeGreaterThan(100);
    expect(await tokensOf('schedule', text, 'entity.name.function.test')).toEqual(expected);
  });

  it('have every step of an isolation test scoped', async () => {
    const text = read('src/test/isolation/specs/deadlock-simple.spec') ?? '';
    const steps = text.split('\n').filter((line) => /^(?:session|step|permutation|setup|teardown)\b/.test(line));
    expect(steps.length).toBeGreaterThan(5);
    expect((await tokensOf('isolation', text, 'keyword.control')).length).toBe(steps.length);
  });
});
