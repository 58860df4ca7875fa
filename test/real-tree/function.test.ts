import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editedTexts, offersAt } from '../../src/core/api.ts';
import { functionFeature } from '../../src/core/features/function/feature.ts';
import { readCandidate } from '../../src/core/features/function/from-code.ts';
import { locate } from '../../src/core/features/function/locate.ts';
import { cFilesBelow, functionPlace, functionsNamed } from '../../src/core/index/c-functions.ts';
import { fieldValue } from '../../src/core/syntax/records.ts';
import { cachedTrees, ensureTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';
import { eachLens } from '../support/lenses.ts';

ensureTrees();
const trees = cachedTrees();
const DAT = 'src/include/catalog/pg_proc.dat';

/** Names behind internal functions, taken from the text without our reader: records are separated by their opening braces. */
function sources(text: string): readonly string[] {
  const records = text.split(/^\{/m).filter((record) => !/\bprolang =>|\bprokind => 'a'/.test(record));
  return [...new Set(records.flatMap((record) => /\bprosrc => '(\w+)'/.exec(record)?.[1] ?? []))];
}

/** Definitions that a plain search for `name(PG_FUNCTION_ARGS)` at the beginning of a line finds, each as `path:offset`. */
function plainDefinitions(root: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const visit = (directory: string) => {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = `${directory}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith('.c'))
        for (const match of readFileSync(join(root, path), 'utf8').matchAll(/^Datum\s*\n(\w+)\(PG_FUNCTION_ARGS\)\s*\{/gm))
          found.set(match[1] ?? '', [...(found.get(match[1] ?? '') ?? []), `${path}:${match.index + match[0].indexOf(match[1] ?? '')}`]);
    }
  };
  visit('src/backend');
  return found;
}

test('there are trees to judge by', () => {
  expect(trees.length).toBeGreaterThanOrEqual(4);
});

describe.each(trees)('PostgreSQL $name', ({ path: root }) => {
  const context = realContext(root);
  const located = locate(context);
  if (!located.ok) throw new Error(located.problem.message);
  const site = located.value;

  test('has a definition for every internal function, where a plain search finds it too', () => {
    const names = sources(context.tree.read(DAT)?.text ?? '');
    expect(names.length).toBeGreaterThan(2500);
    const plain = plainDefinitions(root);
    const missing = names.filter((name) => functionPlace(context, name) === undefined);
    expect(missing).toEqual([]);
    const judged = names.filter((name) => plain.get(name)?.length === 1);
    expect(judged.length).toBeGreaterThan(names.length * 0.8);
    const place = (name: string) => {
      const found = functionPlace(context, name);
      return found && `${found.path}:${found.offset}`;
    };
    expect(judged.filter((name) => place(name) !== plain.get(name)?.[0])).toEqual([]);
  });

  test('gets a lens for each record of each C function, and hardly one for a function that is not registered', () => {
    const lenses = [...cFilesBelow(context.tree, 'src/backend')].flatMap((path) => eachLens(context, path, new Set(['function'])));
    const signatures = lenses.filter((lens) => /^\S+\(.*\) \u2192 .* \u00b7 OID \d+$/.test(lens.title));
    const inBackend = [...site.bySource].filter(([source]) => functionPlace(context, source)?.path.startsWith('src/backend/'));
    const one = inBackend.filter(([, rows]) => rows.length <= 8);
    expect(signatures.length).toBe(one.reduce((sum, [, rows]) => sum + rows.length, 0));
    const many = lenses.filter((lens) => /^\d+ SQL functions$/.test(lens.title));
    expect(many.length).toBe(inBackend.length - one.length);
    const others = lenses.filter((lens) => lens.target?.kind === 'register');
    expect(others.length + signatures.length + many.length).toBe(lenses.length);
    expect(others.length).toBeLessThan(4);
    const named = others.map((lens) => (lens.target?.kind === 'register' ? String(lens.target.values['cName']) : ''));
    expect(named.filter((name) => context.tree.read(DAT)?.text.includes(`'${name}'`) && site.bySource.has(name))).toEqual([]);
  });

  test('tells arguments, result, set and strictness of most functions by their code', () => {
    const right = { arguments: 0, types: 0, set: 0, strict: 0 };
    let count = 0;
    for (const [name, [row, ...others]] of site.bySource) {
      const found = functionsNamed(context, name).find((one) => one.isCallable);
      const values = row && found && others.length === 0 ? readCandidate(context, site, found.place.path, found) : undefined;
      if (!row || !values || (fieldValue(row.record, 'prokind') ?? 'f') !== 'f') continue;
      count += 1;
      const inputs = (values['args'] as readonly { type: string; mode?: string }[]).filter((one) => one.mode !== 'out');
      const types = row.argumentTypes.split(' ').filter(Boolean);
      if (inputs.length === types.length) right.arguments += 1;
      if (inputs.map((one) => one.type).join() === types.map((type) => site.types.types.get(type)?.display).join()) right.types += 1;
      if ((fieldValue(row.record, 'proretset') === 't') === (values['set'] === true)) right.set += 1;
      if ((fieldValue(row.record, 'proisstrict') !== 'f') === values['strict']) right.strict += 1;
    }
    expect(count).toBeGreaterThan(2000);
    expect(right.arguments / count).toBeGreaterThan(0.85);
    expect(right.types / count).toBeGreaterThan(0.75);
    expect(right.set / count).toBeGreaterThan(0.99);
    expect(right.strict / count).toBeGreaterThan(0.95);
  });

  test('offers to replace or shift the OID of any catalog header or data file', () => {
    for (const file of ['pg_type.dat', 'pg_class.h', 'pg_proc.dat']) {
      const path = `src/include/catalog/${file}`;
      const text = context.tree.read(path)?.text ?? '';
      const at = /\boid => '(?=\d)|^CATALOG\(\w+,/m.exec(text);
      const offset = (at?.index ?? 0) + (at?.[0].length ?? 0);
      const kinds = offersAt(context, path, offset, offset).map((offer) => offer.target.kind);
      expect([file, kinds.slice(0, 2)]).toEqual([file, ['replace-oid', 'shift-oids']]);
    }
  });

  test('takes a function from everybody in the words of the statement before', () => {
    const request = { name: 'zzyzx', returns: 'int4', volatility: 'volatile', strict: true, parallel: 'safe', description: 'x' };
    const edit = functionFeature.register(context, { ...request, file: 'src/backend/utils/adt/misc.c', grantTo: ['pg_monitor'] });
    if (!edit.ok) throw new Error(edit.problem.message);
    const sql =
      context.shape.functionAcl === 'sql' ? editedTexts(context.tree, edit.value).get(context.shape.sqlFunctions ?? '') : undefined;
    const words = [...(sql ?? '').matchAll(/^REVOKE[^;]*ON FUNCTION[^;]*FROM (public);/gim)].map((match) => match[1]);
    expect(words.at(-1)).toBe(words.at(-2));
  });

  test('gives the records of a function with an operator, an aggregate and a cast lenses that count them', () => {
    const text = context.tree.read(DAT)?.text ?? '';
    const at = (name: string) => text.lastIndexOf('{ oid', text.indexOf(`proname => '${name}'`));
    const titles = (name: string) =>
      eachLens(context, DAT, new Set(['function']))
        .filter((lens) => lens.offset === at(name))
        .map((lens) => lens.title);
    expect(titles('int4pl')).toEqual(expect.arrayContaining(['C: int4pl', '1 operator']));
    expect(titles('int4larger')).toEqual(expect.arrayContaining(['C: int4larger', '1 aggregate']));
    expect(titles('pg_reload_conf')).toEqual(['C: pg_reload_conf', 'documentation']);
  });
});
