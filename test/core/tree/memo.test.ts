import { describe, expect, test } from 'vitest';
import type { TreeContext } from '../../../src/core/tree/context.ts';
import { createMemo, remember, rememberEach, settled, settledInPassing } from '../../../src/core/tree/memo.ts';
import { memoryTree, overlayTree } from '../../../src/core/tree/memory-tree.ts';
import type { SourceTree } from '../../../src/core/tree/source-tree.ts';
import { memoryContext } from '../../support/context.ts';

/** A context that can be edited, over files named by one letter. */
function editable(files: Readonly<Record<string, string>>) {
  const first: TreeContext = { ...memoryContext(files), memo: createMemo() };
  const base = memoryTree(new Map(Object.entries(files)));
  return (texts: Readonly<Record<string, string>> = {}): TreeContext => ({
    ...first,
    tree: overlayTree(base, new Map(Object.entries(texts))),
  });
}

const textOf = ({ tree }: TreeContext, path: string) => tree.read(path)?.text ?? '';

describe('remember', () => {
  test('computes again when a file that was read is another, also through another value, and else not', () => {
    const at = editable({ a: '1', b: '2' });
    let count = 0;
    const double = (context: TreeContext) => remember(context, 'inner', (inner) => textOf(inner, 'a').repeat(2));
    const outer = (context: TreeContext) =>
      remember(context, 'outer', (inner) => {
        count += 1;
        return `${double(inner)}!`;
      });
    expect([outer(at()), outer(at()), outer(at({ b: '3' })), count]).toEqual(['11!', '11!', '11!', 1]);
    expect([outer(at({ a: '4' })), double(at({ a: '5' })), outer(at({ a: '5' })), outer(at()), count]).toEqual([
      '44!',
      '55',
      '55!',
      '11!',
      4,
    ]);
  });

  test('sees a file that comes, and one that goes, in the listing of its directory', () => {
    const at = editable({ 'dir/a': '' });
    const names = (context: TreeContext) =>
      remember(context, 'names', ({ tree }) => (tree.list('dir') ?? []).map(({ name }) => name).join());
    expect([names(at()), names(at({ 'dir/b': '' })), names(at({ 'other/c': '' })), names(at())]).toEqual(['a', 'a,b', 'a', 'a']);
  });

  test('forgets a computation that failed, with all that rests on it', () => {
    const at = editable({ a: 'bad' });
    const strict = (context: TreeContext) =>
      remember(context, 'strict', (inner) => {
        if (textOf(inner, 'a') === 'bad') throw new Error('bad');
        return 'good';
      });
    const tolerant = (context: TreeContext) =>
      remember(context, 'tolerant', (inner) => {
        try {
          return strict(inner);
        } catch {
          return 'failed';
        }
      });
    expect([tolerant(at()), tolerant(at({ a: 'x' })), tolerant(at())]).toEqual(['failed', 'good', 'failed']);
  });

  test('holds for two snapshots that take turns', () => {
    const at = editable({ a: '1' });
    const [one, other] = [at(), at({ a: '2' })];
    const inner = (context: TreeContext) => remember(context, 'inner', (own) => textOf(own, 'a'));
    const outer = (context: TreeContext) => remember(context, 'outer', (own) => `${inner(own)}${inner(other)}`);
    expect([outer(one), outer(one), outer(other), outer(one)]).toEqual(['12', '12', '22', '12']);
  });
});

describe('settled', () => {
  test('keeps what rests on a value that came out the same', () => {
    const at = editable({ a: 'one two' });
    let count = 0;
    const words = (context: TreeContext) => settled(context, 'words', (inner) => textOf(inner, 'a').split(' ').length);
    const outer = (context: TreeContext) =>
      remember(context, 'outer', (inner) => {
        count += 1;
        return words(inner) * 10;
      });
    expect([outer(at()), outer(at({ a: 'three four' })), count]).toEqual([20, 20, 1]);
    expect([outer(at({ a: 'five' })), outer(at({ a: 'six' })), count]).toEqual([10, 10, 2]);
  });

  test('in passing, keeps the latest keys and what others rest on, and nothing below the others', () => {
    const at = editable({ a: 'text' });
    const has = (context: TreeContext, word: string) =>
      settledInPassing(context, `has ${word}`, (inner) => settled(inner, `look for ${word}`, (own) => textOf(own, 'a').includes(word)));
    const used = (context: TreeContext) => remember(context, 'used', (inner) => has(inner, 'ex'));
    expect(used(at())).toBe(true);
    const context = at();
    for (let index = 0; index < 500; index += 1) has(at({ b: `${index}` }), `word${index}`);
    expect(context.memo.graph.values.size).toBeLessThan(80);
    expect([used(at()), used(at({ a: 'none' })), used(at())]).toEqual([true, false, true]);
  });
});

describe('a comparison of snapshots', () => {
  test('that fails in its middle is made again, by the same snapshot and by the next', () => {
    const files = new Map(Object.entries({ a: '1', b: '2', c: '3' }));
    const context: TreeContext = { ...memoryContext(Object.fromEntries(files)), memo: createMemo() };
    let snapshot = 0;
    let failing = false;
    const disk: SourceTree = {
      ...memoryTree(new Map()),
      read: (path) => ({ path, text: files.get(path) ?? '', encoding: 'utf-8' }),
      stamp(path) {
        if (failing && path === 'b') throw new Error('cancelled');
        return files.get(path);
      },
      get snapshot() {
        return snapshot;
      },
    };
    const at = (texts: Readonly<Record<string, string>>): TreeContext => ({
      ...context,
      tree: overlayTree(disk, new Map(Object.entries(texts))),
    });
    const all = (one: TreeContext) => ['a', 'b', 'c'].map((path) => remember(one, path, (inner) => textOf(inner, path))).join('');
    expect(all(at({}))).toBe('123');
    for (const path of files.keys()) files.set(path, 'x');
    snapshot += 1;
    failing = true;
    const changed = at({});
    expect(() => all(changed)).toThrow('cancelled');
    failing = false;
    expect([all(changed), all(at({ a: 'y' })), all(changed)]).toEqual(['xxx', 'yxx', 'xxx']);
    for (const path of files.keys()) files.set(path, 'z');
    snapshot += 1;
    failing = true;
    expect(() => all(at({}))).toThrow('cancelled');
    failing = false;
    expect(all(at({ a: 'y' }))).toBe('yzz');
  });

  test('lets go of the texts of a snapshot that was left, which closures still ask', () => {
    const at = editable({ a: '1' });
    const kept: (() => string)[] = [];
    const read = (context: TreeContext) =>
      remember(context, 'value', (inner) => {
        kept.push(() => textOf(inner, 'a'));
        return textOf(inner, 'a');
      });
    expect([read(at({ a: '2' })), read(at({ a: '3' }))]).toEqual(['2', '3']);
    expect(kept.map((ask) => ask())).toEqual(['3', '3']);
  });
});

describe('rememberEach', () => {
  test('computes what is new, all again where what was read is another, and forgets what is gone', () => {
    const at = editable({ rows: 'a\nb\nc', suffix: '!' });
    const computed: string[] = [];
    const rows = (context: TreeContext) =>
      rememberEach(context, 'rows', textOf(context, 'rows').split('\n'), (inner, row) => {
        computed.push(row);
        return row + textOf(inner, 'suffix');
      });
    expect(rows(at())).toEqual(['a!', 'b!', 'c!']);
    expect(rows(at({ rows: 'a\nx\nc\na' }))).toEqual(['a!', 'x!', 'c!', 'a!']);
    expect(computed).toEqual(['a', 'b', 'c', 'x']);
    expect(rows(at({ suffix: '?' }))).toEqual(['a?', 'b?', 'c?']);
    for (let index = 0; index < 1000; index += 1) rows(at({ rows: `a\n${index}`, suffix: '?' }));
    const kept = at().memo.graph.values.get('rows')?.value as { readonly byText: ReadonlyMap<string, string> };
    expect(kept.byText.size).toBeLessThan(50);
  });

  test('tells what rests on it when what was read for a later text is another', () => {
    const at = editable({ rows: 'a', a: '1', b: '2' });
    const rows = (context: TreeContext) =>
      remember(context, 'all', (inner) =>
        rememberEach(inner, 'rows', textOf(inner, 'rows').split('\n'), (own, row) => textOf(own, row)).join(),
      );
    expect([rows(at()), rows(at({ rows: 'a\nb' })), rows(at({ rows: 'a\nb', b: '3' }))]).toEqual(['1', '1,2', '1,3']);
  });

  test('keeps what it has computed when a later text fails, and what was read until then', () => {
    const at = editable({ rows: 'a\nb', a: '1', b: '' });
    const rows = (context: TreeContext) =>
      rememberEach(context, 'rows', textOf(context, 'rows').split('\n'), (own, row) => {
        if (textOf(own, row) === '') throw new Error(row);
        return textOf(own, row);
      });
    expect(() => rows(at())).toThrow('b');
    expect([rows(at({ b: '2' })), rows(at({ a: '3', b: '2' }))]).toEqual([
      ['1', '2'],
      ['3', '2'],
    ]);
  });
});
