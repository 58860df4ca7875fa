import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemo, type Memo, openTree, overlayTree, type SourceTree, type TreePath, treeIndex } from '../../src/core/api.ts';
import { sourceFiles } from '../../src/core/index/files.ts';
import { paths } from '../../src/core/tree/shape.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { diskTree } from '../../src/host/disk-tree.ts';
import { cSyntax } from '../support/context.ts';
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

/** Files that PostgreSQL 17 and 18 have, of which a switch from one to the other changes most. */
const SWITCHED =
  /^src\/(?:backend\/(?:storage|utils\/(?:misc|init|activity)|postmaster|replication)|bin\/[a-z_]+|include\/(?:utils|storage))\/.*\.[ch]$/;

it('after a switch to the files of another branch and back the index is that of an editor that opens the same texts', {
  timeout: 120_000,
}, () => {
  const [old, recent] = ['17', '18'].map((name) => cachedTrees().find((tree) => tree.name === name)?.path ?? '');
  const [branch, base] = [diskTree(old ?? ''), diskTree(recent ?? '')];
  const texts = new Map([...sourceFiles(base)].flatMap((path) => changedText(branch, base, path)));
  expect(texts.size).toBeGreaterThan(300);
  const memo = createMemo();
  // Keystrokes on the other branch, too: what is edited is read in parts.
  const edited = ['', ' ', '  '].map((typed) => new Map([...texts, ...FILES.flatMap((path) => typedInto(base, texts, path, typed))]));
  const known = [new Map(), texts, ...edited, new Map()].map((over) => indexOf(base, over, memo));
  expect(known[1]).toEqual(indexOf(base, texts, createMemo()));
  expect(known[4]).toEqual(indexOf(base, edited[2] ?? new Map(), createMemo()));
  expect(known[5]).toEqual(known[0]);
  expect(known[1]).not.toEqual(known[0]);
});

/** A file with something typed at its end. */
function typedInto(
  base: SourceTree,
  texts: ReadonlyMap<TreePath, string>,
  path: TreePath,
  typed: string,
): readonly (readonly [TreePath, string])[] {
  const text = texts.get(path) ?? base.read(path)?.text;
  return text === undefined ? [] : [[path, `${text}${typed}`]];
}

function changedText(branch: SourceTree, base: SourceTree, path: TreePath): readonly (readonly [TreePath, string])[] {
  const text = SWITCHED.test(path) ? branch.read(path)?.text : undefined;
  return text === undefined || text === base.read(path)?.text ? [] : [[path, text]];
}

function indexOf(base: SourceTree, texts: ReadonlyMap<TreePath, string>, memo: Memo): readonly string[] {
  const around = { c: cSyntax, today: { year: 2026, month: 11, day: 29 }, random: () => 0.5, reservedOids: new Set<number>(), memo };
  const context = openTree(overlayTree(base, texts), around);
  if (!context.ok) throw new Error(context.problem.message);
  return treeIndex(context.value).all.map((entry) => JSON.stringify(entry));
}
