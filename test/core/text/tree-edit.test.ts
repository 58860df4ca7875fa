import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, contentHash, editedTexts, toTreeEdit } from '../../../src/core/text/tree-edit.ts';
import { memoryTree } from '../../../src/core/tree/memory-tree.ts';
import type { SourceTree } from '../../../src/core/tree/source-tree.ts';

const plan = { title: 'A plan', steps: [], notes: [] };
const insert = (path: string, start: number, text: string): Change => ({ kind: 'edit', step: 's', path, start, end: start, text });
const create = (path: string): Change => ({ kind: 'create', step: 's', path, text: 'new\n' });

function problemCode(tree: SourceTree, changes: readonly Change[]): string | undefined {
  const result = toTreeEdit(tree, plan, changes);
  return result.ok ? undefined : result.problem.code;
}

describe('toTreeEdit', () => {
  test('gathers the changes of a file and keeps its line ending', () => {
    const tree = memoryTree(new Map([['a/b.c', 'one\r\ntwo\r\n']]));
    const edit = toTreeEdit(tree, plan, [insert('a/b.c', 10, 'three\nfour\n'), insert('a/b.c', 5, 'x\n')]);
    expect(edit.ok && editedTexts(tree, edit.value).get('a/b.c')).toBe('one\r\nx\r\ntwo\r\nthree\r\nfour\r\n');
  });

  test('gives a new file the line ending that most of the edited files have', () => {
    const tree = memoryTree(new Map(Object.entries({ 'a.c': 'one\r\n', 'b.c': 'one\r\n', 'c.c': 'one\ntwo\nthree\n' })));
    const created = (...edited: readonly string[]) => {
      const edit = toTreeEdit(tree, plan, [create('new.c'), ...edited.map((path) => insert(path, 0, 'x\n'))]);
      return edit.ok && edit.value.newFiles[0]?.text;
    };
    expect([created('a.c', 'b.c', 'c.c'), created('a.c', 'c.c'), created('c.c'), created()]).toEqual([
      'new\r\n',
      'new\n',
      'new\n',
      'new\n',
    ]);
  });

  test('carries the hash of the text that the offsets refer to', () => {
    const tree = memoryTree(new Map([['a.c', 'text']]));
    const edit = toTreeEdit(tree, plan, [insert('a.c', 0, 'x')]);
    expect(edit.ok && edit.value.files[0]?.baseHash).toBe(createHash('sha256').update('text').digest('hex'));
  });

  test('creates files in existing directories only, and never over a file', () => {
    const tree = memoryTree(new Map([['dir/old.c', '']]));
    expect(problemCode(tree, [create('dir/new.c')])).toBeUndefined();
    expect(problemCode(tree, [create('dir/old.c')])).toBe('edit/file-exists');
    expect(problemCode(tree, [create('none/new.c')])).toBe('edit/no-directory');
    expect(problemCode(tree, [insert('dir/none.c', 0, '')])).toBe('edit/no-file');
  });

  test('adds ASCII only to a file that is not UTF-8', () => {
    const tree: SourceTree = { read: (path) => ({ path, text: 'caf\u00e9\n', encoding: 'latin-1' }), list: () => [], stamp: () => '' };
    expect(problemCode(tree, [insert('a.c', 0, 'plain')])).toBeUndefined();
    expect(problemCode(tree, [insert('a.c', 0, '\u00fc')])).toBe('edit/encoding');
  });
});

test('contentHash is SHA-256 of the UTF-8 form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(contentHash(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    }),
  );
});
