import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemo, recall } from '../../../src/core/tree/memo.ts';
import { memoryTree } from '../../../src/core/tree/memory-tree.ts';
import { joinParts, noteChanges, rememberParts } from '../../../src/core/tree/parts.ts';

const wordsOf = (text: string) => [...text.matchAll(/\w+/g)].map((match) => ({ name: match[0], offset: match.index }));

describe('rememberParts', () => {
  test('reads a text whole until somebody edits, then only the parts that have changed', () => {
    const memo = createMemo();
    const read: string[] = [];
    const found = (text: string) =>
      joinParts(
        rememberParts(memo, 'words', text, (part) => {
          read.push(part);
          return wordsOf(part);
        }),
      ).map(({ name, offset }) => `${name}:${offset}`);
    expect(found('a\n{\n}\nb\n{\n};\nc\n')).toEqual(['a:0', 'b:6', 'c:13']);
    expect(found('a\n{\n}\nb\n{\n};\nd\n')).toEqual(['a:0', 'b:6', 'd:13']);
    expect(read.splice(0)).toHaveLength(2);
    noteChanges(memo.parted, 500);
    expect(found('a\n{\n}\nb\n{\n};\ne\n')).toEqual(['a:0', 'b:6', 'e:13']);
    expect(read.splice(0)).toHaveLength(1);
    noteChanges(memo.parted, 1);
    expect(found('a\n{\n}\nb\n{\n};\nf\n')).toEqual(['a:0', 'b:6', 'f:13']);
    expect(read.splice(0)).toHaveLength(1);
    expect(found('a\n{\n}\nxb\n{\n};\nc\n')).toEqual(['a:0', 'xb:6', 'c:14']);
    expect(read.splice(0)).toHaveLength(3);
    expect(found('a\n{\n}\nxyb\n{\n};\nc\n')).toEqual(['a:0', 'xyb:6', 'c:15']);
    expect(read.splice(0)).toEqual(['xyb\n{\n};\n']);
    expect(found('a\n{\n}\nnew\n{\n}\nxyb\n{\n};\nc\n')).toEqual(['a:0', 'new:6', 'xyb:14', 'c:23']);
    expect(read.splice(0)).toEqual(['new\n{\n}\n']);
    expect(found('c\n')).toEqual(['c:0']);
    expect(found('')).toEqual([]);
  });

  test('takes a change of a few files for editing, and one of many for another branch', () => {
    const memo = createMemo();
    const paths = Array.from({ length: 20 }, (_, index) => `src/${index}.c`);
    const lookAt = (changed: number) => {
      const tree = memoryTree(new Map(paths.map((path, index) => [path, index < changed ? `${changed}` : ''])));
      recall(memo, tree, 'all texts', undefined, (inner) => paths.map((path) => inner.read(path)?.text));
      return memo.parted.isEditing;
    };
    expect([0, 1, 0, 2, 20, 20, 8, 0].map(lookAt)).toEqual([false, true, true, true, false, false, false, true]);
  });

  test('cuts nothing inside of a macro or of a line', () => {
    const memo = createMemo();
    const parts = (text: string) => rememberParts(memo, 'parts', text, (part) => part).map(({ found }) => found);
    const text = '#define A \\\n{ \\\n} \\\nend\n} while (0);\n}\nb\n';
    noteChanges(memo.parted, 1);
    parts('');
    expect(parts(text)).toEqual([text.slice(0, -2), 'b\n']);
  });

  test('finds after any edits what a first reading finds', () => {
    const line = fc.constantFrom('}\n', '};\n', ' }\n', '}\r\n', '}', 'a\n', 'bb\n', '\n', '} c\n');
    fc.assert(
      fc.property(fc.array(fc.array(line, { maxLength: 12 }), { minLength: 4, maxLength: 8 }), (texts) => {
        const memo = createMemo();
        noteChanges(memo.parted, 1);
        for (const text of texts.map((lines) => lines.join(''))) {
          const parts = rememberParts(memo, 'words', text, wordsOf);
          expect(joinParts(parts)).toEqual(wordsOf(text));
        }
      }),
    );
  });
});
