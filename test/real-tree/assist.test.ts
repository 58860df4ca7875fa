import { describe, expect, it } from 'vitest';
import { completionsAt, definitionAt, features, foldingsOf, hoverAt, outlineOf, referencesAt } from '../../src/core/api.ts';
import { columnsOf, lookUp, recordsOf } from '../../src/core/catalog/records.ts';
import { overlayTree } from '../../src/core/tree/memory-tree.ts';
import { paths } from '../../src/core/tree/shape.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';

const CATALOG = 'src/include/catalog';

describe.each(cachedTrees())('answers on PostgreSQL $name', ({ path }) => {
  const context = realContext(path);
  const textOf = (file: string) => context.tree.read(file)?.text ?? '';
  const past = (file: string, text: string) => textOf(file).indexOf(text) + text.length;
  const gucs = features.find((feature) => feature.kind === 'guc')?.list(context);
  const functions = features.find((feature) => feature.kind === 'function')?.list(context);

  it('resolve every value of a catalog that another catalog has to have; encodings are C constants', () => {
    const missing = new Set<string>();
    let count = 0;
    for (const { name } of context.tree.list(CATALOG) ?? []) {
      if (!/^pg_\w+\.dat$/.test(name)) continue;
      const columns = columnsOf(context, `${CATALOG}/${name}`);
      for (const record of recordsOf(context, `${CATALOG}/${name}`)) {
        for (const field of record.fields) {
          const lookup = columns.get(field.name)?.lookup;
          const values =
            lookup === undefined || lookup === 'encoding' ? [] : (field.value ?? '').replaceAll(/[{}]/g, '').split(/[ ,]+(?![^(]*\))/);
          for (const value of values.filter((one) => one !== '' && one !== '0' && one !== '-')) {
            count += 1;
            if (!lookUp(context, lookup ?? '', value)) missing.add(`${name} ${field.name} ${value}`);
          }
        }
      }
    }
    expect(count).toBeGreaterThan(20_000);
    expect([...missing]).toEqual([]);
  });

  it('lead from every internal function to its code, but for aggregates, which have none', () => {
    const internal = functions?.ok
      ? functions.value.filter((one) => one.fields['language'] === 'internal' && one.fields['kind'] !== 'a')
      : [];
    expect(internal.length).toBeGreaterThan(2500);
    const lost = internal.filter(({ place, fields }) => {
      const value = textOf(paths.pgProc).indexOf(`prosrc => '${fields['cName']}'`, place.offset);
      return definitionAt(context, paths.pgProc, value + 12)?.places.length !== 1;
    });
    expect(lost.map((one) => one.name)).toEqual([]);
  });

  it('explain every parameter of the sample and lead to its row', () => {
    const text = textOf(paths.sample);
    const names = [...text.matchAll(/^#?([a-z_]\w*)[ \t]*=/gm)].filter((match) => !match[1]?.startsWith('include'));
    expect(names.length).toBeGreaterThan(200);
    const odd = names.filter((match) => {
      const offset = match.index + match[0].indexOf(match[1] ?? '') + 1;
      const hover = hoverAt(context, paths.sample, offset);
      return (
        !hover?.markdown.toLowerCase().includes(`**${match[1]}**`.toLowerCase()) ||
        definitionAt(context, paths.sample, offset)?.places.length !== 1
      );
    });
    expect(odd.map((match) => match[1])).toEqual([]);
    expect(hoverAt(context, paths.sample, past(paths.sample, 'wal_level = rep'))?.markdown).toContain('**wal_level**');
    const offered = completionsAt(context, paths.sample, past(paths.sample, '#work_mem')).map((one) => one.label);
    expect(new Set(offered)).toEqual(new Set(gucs?.ok ? gucs.value.map((one) => one.name) : []));
    expect(completionsAt(context, paths.sample, past(paths.sample, 'wal_level = ')).map((one) => one.label)).toContain('replica');
  });

  it('explain fields and values of records', () => {
    expect(hoverAt(context, paths.pgProc, past(paths.pgProc, "provolatile => 'v") - 1)?.markdown).toContain('PROVOLATILE_VOLATILE');
    expect(hoverAt(context, paths.pgProc, past(paths.pgProc, 'provolatile') - 1)?.markdown).toContain('char provolatile');
    expect(hoverAt(context, paths.pgProc, past(paths.pgProc, "prorettype => 'bool") - 1)?.markdown).toContain('**bool** (pg_type, OID 16)');
    expect(completionsAt(context, paths.pgProc, past(paths.pgProc, "prorettype => 'b")).map((one) => one.label)).toContain('bytea');
    expect(
      completionsAt(context, paths.pgProc, past(paths.pgProc, "provolatile => '"))
        .map((one) => one.label)
        .toSorted(),
    ).toEqual(['i', 's', 'v']);
    expect(hoverAt(context, 'src/backend/utils/adt/bool.c', past('src/backend/utils/adt/bool.c', 'ERRCODE_'))?.markdown).toContain(
      'SQLSTATE',
    );
  });

  it('explain a column by its own comment, beside it or right above', () => {
    const astray: string[] = [];
    let count = 0;
    for (const { name } of context.tree.list(CATALOG) ?? []) {
      if (!/^pg_\w+\.dat$/.test(name)) continue;
      const header = textOf(`${CATALOG}/${name.replace('.dat', '.h')}`);
      for (const column of columnsOf(context, `${CATALOG}/${name}`).values()) {
        const beside = /;[ \t]*\/\*[ \t]*(.*?)[ \t]*\*\/[ \t]*$/.exec(header.slice(column.place.offset).split('\n', 1)[0] ?? '')?.[1];
        if (beside === undefined) continue;
        count += 1;
        if (column.comment !== beside) astray.push(`${name} ${column.name}: ${column.comment}`);
      }
    }
    expect(count).toBeGreaterThan(15);
    expect(astray).toEqual([]);
  });

  it('explain every heading of the list of SQLSTATEs, with the number of its conditions', () => {
    const file = 'src/backend/utils/errcodes.txt';
    const sections = textOf(file)
      .split(/^(?=Section:)/m)
      .slice(1);
    expect(sections.length).toBeGreaterThan(40);
    let offset = textOf(file).search(/^Section:/m);
    for (const section of sections) {
      const lines = section.match(/^\w{5}[ \t]+[EWS][ \t]/gm) ?? [];
      const count = new Set(lines.map((line) => line.slice(0, 5))).size;
      const [, code = '', name = ''] = /^Section: Class (\w+) - (.*)$/m.exec(section) ?? [];
      const told = `Class **${code}** of SQLSTATEs: **${name}**, ${count === 1 ? 'one condition' : `${count} conditions`}`;
      expect(hoverAt(context, file, offset + 9)?.markdown.split('\n')[0]).toBe(told);
      expect(definitionAt(context, file, offset + 9)?.places.map((place) => place.path)).toEqual(['doc/src/sgml/errcodes.sgml']);
      expect(referencesAt(context, file, offset + 9)).toHaveLength(lines.length);
      offset += section.length;
    }
  });

  it('explain what every record of a parameter names', () => {
    const file = 'src/backend/utils/misc/guc_parameters.dat';
    const values = [...textOf(file).matchAll(/\b(name|type|context|group|variable|options|\w+_hook) => '(\w+)'/g)];
    const lost = values.filter((match) => {
      const offset = match.index + match[0].length - 2;
      return !hoverAt(context, file, offset) || !definitionAt(context, file, offset);
    });
    expect(lost.map(([whole]) => whole)).toEqual([]);
    expect(values.length > 2000 || context.shape.guc !== 'guc_parameters.dat').toBe(true);
  });

  it('find what uses a record and a parameter', () => {
    expect(referencesAt(context, paths.pgProc, past(paths.pgProc, "proname => 'int4eq") - 1).length).toBeGreaterThan(0);
    expect(referencesAt(context, paths.sample, past(paths.sample, '#work_mem') - 1).length).toBeGreaterThan(10);
  });

  it('explain the C function of a row by that row', () => {
    const rows = recordsOf(context, paths.pgProc).filter((record) => record.fields.some((field) => field.name === 'prosrc'));
    expect(rows.length).toBeGreaterThan(2500);
    const astray = rows.filter(({ fields }) => {
      const oid = fields.find((field) => field.name === 'oid')?.value;
      const source = fields.find((field) => field.name === 'prosrc');
      return !hoverAt(context, paths.pgProc, (source?.valueStart ?? 0) + 2)?.markdown.includes(`OID ${oid},`);
    });
    expect(astray.map(({ fields }) => fields[0]?.value)).toEqual([]);
  });

  it('lead from a name with argument types to the row that has them', () => {
    const types = (value: string) => value.slice(value.indexOf('(') + 1, -1);
    let count = 0;
    const astray: string[] = [];
    for (const { record, field } of recordsOf(context, `${CATALOG}/pg_operator.dat`).flatMap((record) =>
      record.fields.map((field) => ({ record, field })),
    )) {
      if (!['oprcom', 'oprnegate'].includes(field.name) || !field.value) continue;
      count += 1;
      const [place] = definitionAt(context, `${CATALOG}/pg_operator.dat`, field.valueStart + 2)?.places ?? [];
      const text = place ? textOf(place.path).slice(place.offset, textOf(place.path).indexOf('}', place.offset)) : '';
      const [, left] = /oprleft => '(\w+)'/.exec(text) ?? [];
      const [, right] = /oprright => '(\w+)'/.exec(text) ?? [];
      if (`${left},${right}` !== types(field.value)) astray.push(`${record.fields[0]?.value} ${field.value}`);
    }
    expect(count).toBeGreaterThan(800);
    expect(astray).toEqual([]);
  });

  it('lead from every entry of the isolation schedule to its file, whatever its name', () => {
    const file = 'src/test/isolation/isolation_schedule';
    const entries = [...textOf(file).matchAll(/^test:[ \t]+(\S+)/gm)];
    expect(entries.length).toBeGreaterThan(80);
    const lost = entries.filter((match) => !definitionAt(context, file, match.index + match[0].length - 1));
    expect(lost.map((match) => match[1])).toEqual([]);
  });

  it('offer nothing in the prose of a configuration file, nor behind a value', () => {
    const offered = (text: string) => {
      const tree = overlayTree(context.tree, new Map([['pgsmith-outside/postgresql.conf', text]]));
      return completionsAt({ ...context, tree }, 'pgsmith-outside/postgresql.conf', text.length).map((one) => one.label);
    };
    expect(offered('# what is wor')).toEqual([]);
    expect(offered('fsync = on # turn')).toEqual([]);
    expect(offered('fsync o')).toEqual(['on', 'off']);
    expect(offered('fsync = on\nwor')).toContain('work_mem');
  });

  it('outline every record, section and test, inside of the text and in order', () => {
    const rows = outlineOf(paths.pgProc, textOf(paths.pgProc));
    expect(rows.length).toBe(functions?.ok ? functions.value.length : 0);
    for (const file of [paths.pgProc, paths.sample, 'src/backend/utils/errcodes.txt', 'src/test/regress/parallel_schedule']) {
      const text = textOf(file);
      const items = outlineOf(file, text);
      expect(items.length).toBeGreaterThan(5);
      for (const { start, end, nameStart, nameEnd } of items) {
        expect(start <= nameStart && nameStart < nameEnd && nameEnd <= end && end <= text.length).toBe(true);
      }
      for (const { start, end } of foldingsOf(file, text)) expect(text.slice(start, end)).toContain('\n');
    }
  });
});
