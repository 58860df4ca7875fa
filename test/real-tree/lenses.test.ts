import { describe, expect, it } from 'vitest';
import { type Place, placed } from '../../src/core/api.ts';
import { paths } from '../../src/core/tree/shape.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';
import { eachLens, type PlacedLens } from '../support/lenses.ts';

const ALL = new Set(['guc', 'function', 'shmem']);

describe.each(cachedTrees())('lenses on PostgreSQL $name', ({ path: root }) => {
  const context = realContext(root);
  const textOf = (file: string) => context.tree.read(file)?.text ?? '';
  const startOf = (file: string, offset: number) => textOf(file).lastIndexOf('\n', offset - 1) + 1;
  const placesOf = ({ target }: PlacedLens): readonly Place[] => {
    const found = target && placed(context, target);
    return found?.kind === 'places' ? found.places : [];
  };
  const startsWith = (place: Place | undefined, pattern: RegExp) =>
    place !== undefined && pattern.test(textOf(place.path).slice(place.offset));
  /** Lenses of a file by the beginning of their line. */
  const byLine = (file: string) => {
    const found = new Map<number, PlacedLens[]>();
    for (const lens of eachLens(context, file, ALL)) {
      const line = startOf(file, lens.offset);
      found.set(line, [...(found.get(line) ?? []), lens]);
    }
    return found;
  };
  const titles = (lenses: readonly PlacedLens[] = []) => lenses.map((lens) => lens.title);

  it('stand on every line of both lists of ipci.c, with the partner in the other list or that there is none', () => {
    const text = textOf(paths.ipci);
    const lenses = byLine(paths.ipci);
    if (context.shape.shmem === 'subsystem-list') return expect(titles([...lenses.values()].flat())).not.toContain('size function');
    const sizes = [...text.matchAll(/^[ \t]*size = add_size\(size, (\w+)\(/gm)];
    expect(sizes.length).toBeGreaterThan(20);
    const named = new Set(sizes.map((match) => match[1]));
    for (const match of sizes) {
      const own = lenses.get(match.index) ?? [];
      const init = own.find((lens) => /^(?:init: |no init$)/.test(lens.title));
      expect([match[1], titles(own).includes('size function'), init !== undefined]).toEqual([match[1], true, true]);
      const name = /^init: (\w+)$/.exec(init?.title ?? '')?.[1];
      if (name !== undefined) {
        expect([
          name,
          new RegExp(`\\b${name}\\(`).test(text),
          startsWith(placesOf(init as PlacedLens)[0], new RegExp(`^${name}\\s*\\(`)),
        ]).toEqual([name, true, true]);
      }
    }
    const inits = [...lenses.values()].filter((own) => titles(own).includes('init function'));
    for (const own of inits) {
      const size = own.find((lens) => /^(?:size: |no size$)/.test(lens.title));
      const name = /^size: (\w+)$/.exec(size?.title ?? '')?.[1];
      expect(size !== undefined && (name === undefined || named.has(name))).toBe(true);
    }
    const registers = [...lenses.values()].flat().filter((lens) => lens.target?.kind === 'register');
    return expect([inits.length > 20, registers.length]).toEqual([true, 2]);
  });

  it('stand on every subsystem, and on its callbacks', () => {
    const text = textOf(paths.subsystemList);
    const lines = [...text.matchAll(/^PG_SHMEM_SUBSYSTEM\((\w+)\)/gm)];
    const lenses = byLine(paths.subsystemList);
    for (const match of lines) {
      const own = lenses.get(match.index) ?? [];
      const callbacks = own.find((lens) => lens.title === 'callbacks');
      // One of another build is defined in no C file that is read.
      if (titles(own).some((title) => title === 'defined in no C file of the server')) continue;
      const [place] = callbacks ? placesOf(callbacks) : [];
      expect([match[1], startsWith(place, new RegExp(`^${match[1]}\\b`))]).toEqual([match[1], true]);
      expect(titles(own).filter((title) => /^(?:request: \w+|init: \w+|no init|no request)$/.test(title))).toHaveLength(2);
      const onObject = place ? (byLine(place.path).get(startOf(place.path, place.offset)) ?? []) : [];
      expect(placesOf(onObject.find((lens) => lens.title === 'registered in subsystemlist.h') ?? { offset: 0, title: '' })).toHaveLength(1);
    }
    expect(lines.length > 30 || context.shape.shmem !== 'subsystem-list').toBe(true);
  });

  it('name no local variable for a size, and lead from a size of a type to the type', () => {
    const files = [paths.ipci, paths.subsystemList].filter((file) => textOf(file) !== '');
    const lenses = files.flatMap((file) => eachLens(context, file, ALL));
    expect(titles(lenses).filter((title) => / \u00b7 (?:size|sz)\b|.{90}/.test(title))).toEqual([]);
    const typed = lenses.filter((lens) => /^sizeof\(\w+\)$/.test(lens.title));
    expect(typed.length).toBeGreaterThan(3);
    for (const lens of typed) {
      const type = lens.title.slice('sizeof('.length, -1);
      expect([type, startsWith(placesOf(lens)[0], new RegExp(`^${type}\\b`))]).toEqual([type, true]);
    }
  });

  it('count operators, casts and aggregates as a plain search does, overloaded functions too', () => {
    const records = (catalog: string) =>
      textOf(`src/include/catalog/${catalog}.dat`)
        .split(/^(?=\{ )/m)
        .slice(1);
    const USERS = [
      ['pg_operator', 'operator', /\b(?:oprcode|oprrest|oprjoin) => '([^']+)'/g],
      ['pg_cast', 'cast', /\bcastfunc => '([^'0][^']*)'/g],
      ['pg_aggregate', 'aggregate', /\bagg(?:fnoid|\w*fn) => '([^']+)'/g],
    ] as const;
    const expected = USERS.map(([catalog, what, pattern]) => {
      const counts = new Map<string, number>();
      for (const record of records(catalog))
        for (const user of new Set([...record.matchAll(pattern)].map((match) => match[1] ?? '')))
          counts.set(user, (counts.get(user) ?? 0) + 1);
      return { what, counts, shown: 0 };
    });
    const lenses = byLine(paths.pgProc);
    const astray: unknown[] = [];
    let offset = textOf(paths.pgProc).search(/^\{ /m);
    for (const record of records('pg_proc')) {
      const [, name = ''] = /\bproname => '(\w+)'/.exec(record) ?? [];
      const full = `${name}(${(/\bproargtypes => '([^']*)'/.exec(record)?.[1] ?? '').split(' ').join(',')})`;
      const own = titles(lenses.get(offset));
      for (const one of expected) {
        const count = (one.counts.get(name) ?? 0) + (one.counts.get(full) ?? 0);
        const title = own.find((shown) => new RegExp(`^\\d+ ${one.what}s?$`).test(shown));
        if (title !== undefined) one.shown += 1;
        if (title !== (count === 0 ? undefined : `${count} ${one.what}${count === 1 ? '' : 's'}`)) astray.push([full, count, title]);
      }
      offset += record.length;
    }
    expect(astray).toEqual([]);
    // Every function that a search finds has its lens; names of several functions are never spelled without their arguments.
    expect(expected.map(({ shown }) => shown)).toEqual(expected.map(({ counts }) => counts.size));
    expect(expected.every(({ shown }) => shown > 100)).toBe(true);
  });

  it('stand on every line of the sample, with jumps to whatever is there', () => {
    const text = textOf(paths.sample);
    const manual = textOf('doc/src/sgml/config.sgml');
    const lenses = byLine(paths.sample);
    const lines = [...text.matchAll(/^#?([a-z_]\w*)[ \t]*=/gm)].filter((match) => !match[1]?.startsWith('include'));
    expect(lines.length).toBeGreaterThan(250);
    const astray = lines.filter((match) => {
      const own = titles(lenses.get(match.index));
      const isDocumented = new RegExp(`<term><varname>${match[1]}</varname>`, 'i').test(manual);
      return !['row', 'variable', 'uses'].every((title) => own.includes(title)) || (isDocumented && !own.includes('documentation'));
    });
    expect(astray.map((match) => match[1])).toEqual([]);
  });
});
