import fc from 'fast-check';
import { expect, it } from 'vitest';
import { paths } from '../../src/core/tree/shape.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { diskTree } from '../../src/host/disk-tree.ts';
import { keystroke } from '../support/edits.ts';
import { openEditor } from '../support/incremental.ts';

/** Files that lenses and findings are shown in or rest on. */
const FILES = [
  paths.gucTables,
  paths.gucParameters,
  paths.sample,
  paths.ipci,
  paths.subsystemList,
  paths.pgProc,
  paths.lwlockList,
  paths.waitEventNames,
  'src/include/utils/guc.h',
  'src/backend/storage/lmgr/lwlock.c',
  'src/backend/utils/adt/xml.c',
];

it.each(cachedTrees().filter(({ name }) => ['18', '20devel'].includes(name)))(
  'after any keystrokes in files of PostgreSQL $name the lenses and findings are those of an editor that opens the same texts, and nothing piles up',
  { timeout: 600_000 },
  ({ path }) => {
    const tree = diskTree(path);
    const editor = openEditor(
      tree,
      FILES.filter((file) => tree.read(file)),
    );
    const keystrokes = fc.sample(keystroke, { numRuns: 30, seed: 20 });
    const sizes: number[] = [];
    for (const [index, one] of keystrokes.entries()) {
      editor.strike(one);
      if (index % 15 !== 14) continue;
      const { kept, fresh } = editor.compare();
      expect(kept).toEqual(fresh);
      editor.restore();
      editor.compare();
      sizes.push(editor.memo.graph.values.size);
    }
    const [first = 0] = sizes;
    expect(Math.max(...sizes)).toBeLessThanOrEqual(first * 1.1);
  },
);
