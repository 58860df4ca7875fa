import { describe, expect, it } from 'vitest';
import { callableAt, callsFrom, callsTo, definitionAt, type Link, type Place, referencesAt, treeIndex } from '../../src/core/api.ts';
import { recordsOf } from '../../src/core/catalog/records.ts';
import { fieldValue } from '../../src/core/syntax/records.ts';
import { paths } from '../../src/core/tree/shape.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';
import { eachLens } from '../support/lenses.ts';

describe.each(cachedTrees())('bridges on PostgreSQL $name', ({ name, path: root }) => {
  const context = realContext(root);
  const textOf = (file: string) => context.tree.read(file)?.text ?? '';
  const lineOf = ({ path, offset }: Place) => textOf(path).slice(offset, textOf(path).indexOf('\n', offset));
  const places = (file: string, offset: number) => definitionAt(context, file, offset)?.places ?? [];
  const key = ({ path, offset }: Place) => `${path} ${offset}`;
  const rows = recordsOf(context, paths.pgProc).map((record) => ({ record, value: (field: string) => fieldValue(record, field) ?? '' }));
  const filesBelow = (directory: string, ending: RegExp): readonly string[] =>
    (context.tree.list(directory) ?? []).flatMap((entry) =>
      entry.kind === 'directory'
        ? filesBelow(`${directory}/${entry.name}`, ending)
        : ending.test(entry.name)
          ? [`${directory}/${entry.name}`]
          : [],
    );

  it('lead from every row of an internal function to that function and back', () => {
    const internal = rows.filter(({ value }) => ['', 'internal'].includes(value('prolang')));
    expect(internal.length).toBeGreaterThan(2700);
    const missed: string[] = [];
    const oneWay: string[] = [];
    let aggregates = 0;
    for (const { record, value } of internal) {
      const field = record.fields.find((one) => one.name === 'prosrc');
      const [place] = places(paths.pgProc, (field?.valueStart ?? 0) + 1);
      const source = value('prosrc');
      const line = place ? lineOf(place) : '';
      // The definition itself, or the call of a macro of the same file that makes it from one of its arguments.
      const isDefinition = new RegExp(`^${source}\\s*\\(PG_FUNCTION_ARGS\\)`).test(line);
      const made = /^\w+\(([^)]*)\)/
        .exec(line)?.[1]
        ?.split(',')
        .map((one) => one.trim());
      if (value('prokind') === 'a' && place?.path.endsWith('/pg_aggregate.dat')) aggregates += 1;
      else if (!isDefinition && !made?.some((one) => one !== '' && source.includes(one)))
        missed.push(`${value('proname')} -> ${source}: ${line}`);
      if (!isDefinition || !place) continue;
      const back = places(place.path, place.offset + 1).map(key);
      if (!back.includes(key({ path: paths.pgProc, offset: record.start }))) oneWay.push(source);
    }
    const share = (100 * (internal.length - missed.length - aggregates)) / (internal.length - aggregates);
    process.stdout.write(
      `PostgreSQL ${name}: ${share.toFixed(2)} % of ${internal.length - aggregates} rows lead to their C function; ${aggregates} aggregates, which have none, to pg_aggregate.dat\n`,
    );
    expect(missed).toEqual([]);
    expect(oneWay).toEqual([]);
  });

  it('lead from the tables of functions in the manual to all rows of the name', () => {
    const byName = new Map<string, number>();
    for (const { value } of rows) byName.set(value('proname'), (byName.get(value('proname')) ?? 0) + 1);
    const astray: string[] = [];
    let count = 0;
    for (const file of filesBelow('doc/src/sgml', /^func.*\.sgml$/)) {
      for (const match of textOf(file).matchAll(/<function>(\w+)<\/function>/g)) {
        const expected = byName.get(match[1] ?? '');
        if (expected === undefined) continue;
        count += 1;
        const found = places(file, match.index + '<function>'.length + 1).filter((place) => place.path === paths.pgProc);
        if (found.length !== expected) astray.push(`${match[1]}: ${found.length} of ${expected}`);
      }
    }
    expect(count).toBeGreaterThan(900);
    expect(astray).toEqual([]);
  });

  it('lead from tests that set or show a parameter to its row, and from the row to them', () => {
    const index = treeIndex(context);
    const names = new Map(index.ofKind('guc').map((entry) => [entry.name.toLowerCase(), entry]));
    const astray: string[] = [];
    const setters = new Map<string, Place[]>();
    for (const file of filesBelow('src/test/regress/sql', /\.sql$/)) {
      for (const match of textOf(file).matchAll(/^(?:set|SET|reset|RESET|show|SHOW)(?: (?:local|LOCAL|session|SESSION))? (\w+)/gm)) {
        const entry = names.get((match[1] ?? '').toLowerCase());
        if (!entry) continue;
        const offset = match.index + match[0].length - (match[1] ?? '').length;
        setters.set(entry.name, [...(setters.get(entry.name) ?? []), { path: file, offset }]);
        if (!places(file, offset + 1).some((place) => key(place) === key(entry.place))) astray.push(`${file} ${match[0]}`);
      }
    }
    expect(setters.size).toBeGreaterThan(40);
    expect(astray).toEqual([]);
    for (const [parameter, expected] of [...setters].filter((_, at) => at % 15 === 0)) {
      const entry = names.get(parameter.toLowerCase());
      const sample = new RegExp(`^#?${parameter}[ \\t]*=`, 'm').exec(textOf(paths.sample));
      const from = sample ? { path: paths.sample, offset: sample.index + 1 } : undefined;
      if (!entry || !from) continue;
      const found = new Set(referencesAt(context, from.path, from.offset).map(key));
      expect([parameter, ...expected.filter((place) => !found.has(key(place)))]).toEqual([parameter]);
      expect([...found].some((one) => one.startsWith('doc/src/sgml/config.sgml'))).toBe(
        textOf('doc/src/sgml/config.sgml').includes(`<varname>${parameter}</varname>`),
      );
    }
  });

  it('lead from the row of a parameter to its variable and its hooks, and to code and tests that use it', () => {
    const entry = treeIndex(context)
      .ofKind('guc')
      .find((one) => one.name === 'TimeZone');
    if (!entry) return expect.fail('no row of TimeZone');
    const { path, offset } = entry.place;
    const name = textOf(path).indexOf('TimeZone', offset);
    const at = callableAt(context, path, name + 1);
    expect(at).toBe(entry);
    expect(callableAt(context, path, offset)).toBe(entry);
    const shown = (links: readonly Link[]) => links.map((one) => `${one.role} ${one.text ?? ''}`);
    expect(shown(callsFrom(context, entry))).toEqual(
      expect.arrayContaining(['variable timezone_string', 'hook check_timezone', 'hook assign_timezone', 'hook show_timezone']),
    );
    expect(callsTo(context, entry).some((one) => one.role === 'test' && /\/sql\/\w+\.sql$/.test(one.place.path))).toBe(true);
    // What a row of C names after that has a hierarchy of its own.
    const hook = textOf(path).indexOf('check_timezone', offset);
    expect(callableAt(context, path, hook + 1)).toBe(path.endsWith('.c') ? undefined : entry);
  });

  it('lead from the scripts of extensions to C functions and back, and to the tests that call them', () => {
    const scripts = filesBelow('contrib', /--[\w.-]+\.sql$/);
    const missed: string[] = [];
    let count = 0;
    for (const file of scripts) {
      for (const match of textOf(file).matchAll(
        /^CREATE (?:OR REPLACE )?FUNCTION (?:@extschema@\.)?"?(\w+)"?[ \t]*\([^;]*?'MODULE_PATHNAME'(?:,\s*'(\w+)')?/gm,
      )) {
        count += 1;
        const [place] = places(file, match.index + match[0].lastIndexOf("'MODULE_PATHNAME") + 3);
        const symbol = match[2] ?? match[1] ?? '';
        const line = place?.path.endsWith('.c') ? lineOf(place) : '';
        const isDefined = line.startsWith(symbol);
        // Else the call of a macro that makes it from one of its arguments.
        const argument = /^[A-Z_]+\((\w+)/.exec(line)?.[1];
        if (!isDefined && !(argument && symbol.includes(argument))) missed.push(`${file} ${symbol}`);
        if (place && isDefined && !places(place.path, place.offset + 1).some((one) => one.path === file))
          missed.push(`${file} ${symbol}: no way back`);
      }
    }
    process.stdout.write(`PostgreSQL ${name}: ${count} functions of scripts of extensions, ${missed.length} lead nowhere\n`);
    expect(count).toBeGreaterThan(900);
    expect(missed).toEqual([]);
    const test = 'contrib/pg_trgm/sql/pg_trgm.sql';
    const call = textOf(test).search(/\bshow_trgm\(/);
    expect(places(test, call + 1).map((one) => [one.path, lineOf(one)])).toEqual([
      [expect.stringMatching(/pg_trgm--[\d.]+\.sql$/), expect.stringMatching(/^show_trgm\(/)],
    ]);
    expect(referencesAt(context, test, call + 1).map(key)).toContain(key({ path: test, offset: call }));
  });

  it('find as many uses of listed words as a search that leaves comments and strings out', () => {
    const plain = new Map(
      ['src', 'contrib'].flatMap((top) =>
        filesBelow(top, /\.[chly]$/).map((file) => [
          file,
          textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, ' '),
        ]),
      ),
    );
    const count = (word: string) =>
      [...plain.values()].reduce((sum, text) => sum + (text.match(new RegExp(`\\b${word}\\b`, 'g'))?.length ?? 0), 0);
    const index = treeIndex(context);
    const sampled = [
      ...index.ofKind('errcode').filter((_, at) => at % 60 === 0),
      ...index.ofKind('lwlock').filter((_, at) => at % 12 === 0),
      ...index.ofKind('wait-event').filter(({ fields }, at) => at % 60 === 0 && fields['symbol'] !== undefined),
    ];
    expect(sampled.length).toBeGreaterThan(8);
    for (const entry of sampled) {
      const word = String(entry.fields['symbol'] ?? entry.name);
      // Lists for macros leave out what the macro adds to a name.
      const line = lineOf(entry.place);
      const spelled = line.includes(word) ? word : String(entry.fields['event']);
      const at = entry.place.offset + line.indexOf(spelled);
      const uses = referencesAt(context, entry.place.path, at + 1).filter(
        ({ path, offset }) => /\.[chly]$/.test(path) && textOf(path).startsWith(word, offset),
      );
      expect([word, uses.length]).toEqual([word, count(word)]);
    }
  });

  it('lead from scheduled tests to their files and back', () => {
    const schedule = 'src/test/regress/parallel_schedule';
    const entries = [...textOf(schedule).matchAll(/(?<=^test:.*)[\w.-]+/gm)];
    expect(entries.length).toBeGreaterThan(150);
    const lost = entries.filter((entry) => {
      const found = referencesAt(context, schedule, entry.index + 1);
      const [script, expected] = found.map((place) => place.path);
      const back = [script, expected].map((file) => (file === undefined ? [] : eachLens(context, file, new Set(['test']))));
      const leads = back.every((lenses) =>
        lenses.some(
          ({ target }) =>
            target?.kind === 'places' && target.places.some((place) => key(place) === key({ path: schedule, offset: entry.index })),
        ),
      );
      return !/\/(?:sql|input)\//.test(script ?? '') || !/\/(?:expected|output)\//.test(expected ?? '') || !leads;
    });
    expect(lost.map((entry) => entry[0])).toEqual([]);
  });
});
