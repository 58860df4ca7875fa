import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { textOf } from '../tidy/files.ts';

/** As much of the C grammar of VS Code as the injections are told apart by: comments and strings. */
const C = {
  scopeName: 'source.c',
  patterns: [
    { name: 'comment.block.c', begin: '/\\*', end: '\\*/' },
    { name: 'string.quoted.double.c', begin: '"', end: '"', patterns: [{ match: '\\\\.' }] },
    { name: 'string.quoted.single.c', begin: "'", end: "'", patterns: [{ match: '\\\\.' }] },
  ],
};
const INJECTIONS = new Map([
  ['pgsmith.backend-macros.injection', 'syntaxes/backend-macros.injection.json'],
  ['pgsmith.format-strings.injection', 'syntaxes/format-strings.injection.json'],
]);

const registry = new Registry({
  onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
  loadGrammar: async (scope) => {
    const path = INJECTIONS.get(scope);
    return path === undefined ? parseRawGrammar(JSON.stringify(C), 'c.json') : parseRawGrammar(textOf(path), path);
  },
  getInjections: (scope) => (scope === 'source.c' ? [...INJECTIONS.keys()] : undefined),
});

/** Texts of the tokens of a C file that have a scope beginning with `scope`. */
async function tokensOf(text: string, scope: string): Promise<readonly string[]> {
  const grammar = await registry.loadGrammar('source.c');
  const found: string[] = [];
  let state = INITIAL;
  for (const line of text.split('\n')) {
    const result = grammar?.tokenizeLine(line, state);
    for (const token of result?.tokens ?? [])
      if (token.scopes.some((one) => one.startsWith(scope))) found.push(line.slice(token.startIndex, token.endIndex).trim());
    state = result?.ruleStack ?? state;
  }
  return found;
}

beforeAll(async () => {
  const main = createRequire(import.meta.url).resolve('vscode-oniguruma');
  await loadWASM(new Uint8Array(readFileSync(join(dirname(main), 'onig.wasm'))).buffer);
});

describe.each(cachedTrees())('backend macros in C of PostgreSQL $name', ({ path }) => {
  const read = (file: string) => readFileSync(join(path, file), 'utf8');
  const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const matches = (text: string, pattern: RegExp) => [...withoutComments(text).matchAll(pattern)].map((match) => match[1] ?? match[0]);

  it('have error levels and functions of reports scoped', async () => {
    const text = read('src/backend/commands/tablecmds.c');
    const levels = matches(text, /\b(?:ereport|elog)\((DEBUG[1-5]|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC)\b/g);
    expect(levels.length).toBeGreaterThan(300);
    expect(await tokensOf(text, 'keyword.other.errorlevel')).toEqual(levels);
    expect(await tokensOf(text, 'constant.other.sqlstate')).toEqual(matches(text, /\bERRCODE_\w+\b/g));
  });

  it('have attributes of catalogs and of nodes scoped', async () => {
    const catalog = read('src/include/catalog/pg_proc.h');
    const bki = matches(catalog, /\b(BKI_\w+)\(/g);
    expect(bki.length).toBeGreaterThan(20);
    expect(
      (await tokensOf(catalog, 'storage.modifier.bki')).filter((token) => token.startsWith('BKI_') && token !== 'BKI_BOOTSTRAP'),
    ).toEqual(expect.arrayContaining(bki));
    const nodes = read('src/include/nodes/primnodes.h');
    expect(await tokensOf(nodes, 'storage.modifier.node')).toEqual(matches(nodes, /\bpg_node_attr\b/g));
  });

  it('have formats of messages scoped that only the server has', async () => {
    const text = read('src/backend/storage/file/fd.c');
    const errno = matches(text, /%m\b/g);
    expect(errno.length).toBeGreaterThan(20);
    expect(await tokensOf(text, 'constant.other.placeholder.errno')).toEqual(errno);
  });
});
