import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryTree } from '../../src/core/tree/memory-tree.ts';
import { SHAPES, treeOf } from '../core/features/shmem/trees.ts';
import { keystroke } from '../support/edits.ts';
import { functionTree } from '../support/function-trees.ts';
import { recordTree, rowTree } from '../support/guc-trees.ts';
import { openEditor } from '../support/incremental.ts';

const skeleton = { 'src/backend/Makefile': '', 'src/include/catalog/pg_proc.dat': '[\n\n]\n' };
const trees: readonly (readonly [name: string, files: Readonly<Record<string, string>>])[] = [
  ['rows of parameters', rowTree],
  ['records of parameters', recordTree],
  ['functions', functionTree],
  ...SHAPES.map((shape) => [shape, treeOf(shape)] as const),
];

test.each(trees)('%s: after any keystrokes the lenses and findings are those of an editor that opens the same texts', (_, own) => {
  const files = { ...skeleton, ...own };
  const editor = openEditor(memoryTree(new Map(Object.entries(files))), Object.keys(files));
  fc.assert(
    fc.property(fc.array(keystroke, { minLength: 1, maxLength: 6 }), (keystrokes) => {
      for (const one of keystrokes) {
        editor.strike(one);
        const { kept, fresh } = editor.compare();
        expect(kept).toEqual(fresh);
      }
      editor.restore();
    }),
    { numRuns: 25 },
  );
});
