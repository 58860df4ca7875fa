import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBelow, filesBelow, textOf } from './files.ts';

const sources = codeBelow('src');
const tests = codeBelow('test').filter((path) => !path.startsWith('test/fixtures/'));
const lines = (path: string) => textOf(path).trimEnd().split('\n');

describe('files', () => {
  it('stay small: 400 lines of source, 500 of tests', () => {
    const tooLong = [...sources.filter((path) => lines(path).length > 400), ...tests.filter((path) => lines(path).length > 500)];
    expect(tooLong).toEqual([]);
  });

  it('have names in kebab-case', () => {
    const odd = [...sources, ...tests].filter(
      (path) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.base|\.test|\.d|\.config)*\.(?:ts|mjs)$/.test(path),
    );
    expect(odd).toEqual([]);
    const vague = [...sources, ...tests].filter((path) => /(?:^|[/-])(?:manager|helpers?|utils?|misc|common)[.-]/.test(path));
    expect(vague).toEqual([]);
  });

  it('document every exported item', () => {
    const bare = sources.flatMap((path) => {
      const all = lines(path);
      return all.flatMap((line, index) => {
        const name = /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|const|let|interface|type|class|enum) (\w+)/.exec(
          line,
        )?.[1];
        return name === undefined || all[index - 1]?.trimEnd().endsWith('*/') ? [] : [`${path}: ${name}`];
      });
    });
    expect(bare).toEqual([]);
  });

  it('hold no unfinished work, no test that is left out and no switched-off rule', () => {
    const forbidden = [
      'TO' + 'DO',
      'FIX' + 'ME',
      '.sk' + 'ip',
      '.on' + 'ly(',
      '.to' + 'do(',
      'biome-ig' + 'nore',
      '@ts-ig' + 'nore',
      '@ts-expect-' + 'error',
      '@ts-no' + 'check',
    ];
    const found = [...sources, ...tests].flatMap((path) =>
      forbidden.filter((word) => textOf(path).includes(word)).map((word) => `${path}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it('name no place of the machine they were written on, and no host of a package registry', () => {
    const machine = /(?:^|[\s'"`(=:])\/(?:work|tmp|root|home)\/\w|registry\.[a-z]+\.(?:org|com)\b|\bdebian\.org\b|\byarnpkg\.com\b/;
    const found = filesBelow().flatMap((path) =>
      machine.test(textOf(path)) ? [`${path}: ${machine.exec(textOf(path))?.[0].trim()}`] : [],
    );
    expect(found).toEqual([]);
  });
});

describe('problem codes', () => {
  const codes = sources.flatMap((path) =>
    [...textOf(path).matchAll(/\bcode: '([^']*)'/g)].map((match) => ({ path, code: match[1] ?? '' })),
  );

  it('are an area and a reason', () => {
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter(({ code }) => !/^[a-z]+(?:-[a-z]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code))).toEqual([]);
  });

  it('are given in one folder only, those of a kind in its own', () => {
    const folders = new Map<string, Set<string>>();
    for (const { path, code } of codes) folders.set(code, (folders.get(code) ?? new Set()).add(posix.dirname(path)));
    expect([...folders].filter(([, paths]) => paths.size > 1)).toEqual([]);
    const strays = codes.filter(({ path, code }) => {
      const kind = /^src\/core\/features\/(\w[\w-]*)\//.exec(path)?.[1];
      return kind !== undefined && code.split('/')[0] !== kind;
    });
    expect(strays).toEqual([]);
  });
});
