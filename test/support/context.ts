import { createMemo, openTree, type TreeContext } from '../../src/core/api.ts';
import { memoryTree } from '../../src/core/tree/memory-tree.ts';
import type { SourceTree } from '../../src/core/tree/source-tree.ts';
import { diskTree } from '../../src/host/disk-tree.ts';
import { loadCSyntax } from '../../src/host/wasm.ts';

const c = await loadCSyntax();

/** A context over any tree, with a fixed date and a fixed choice where users get a random one. */
export function contextOf(tree: SourceTree): TreeContext {
  const context = openTree(tree, {
    c,
    today: { year: 2026, month: 11, day: 20 },
    random: () => 0.5,
    reservedOids: new Set(),
    memo: createMemo(),
  });
  if (!context.ok) throw new Error(context.problem.message);
  return context.value;
}

/** A context over files given as text; the two files by which a PostgreSQL tree is known are added. */
export function memoryContext(files: Readonly<Record<string, string>>): TreeContext {
  return contextOf(
    memoryTree(new Map(Object.entries({ 'src/backend/Makefile': '', 'src/include/catalog/pg_proc.dat': '[\n\n]\n', ...files }))),
  );
}

/** A context over a PostgreSQL tree on disk. */
export function realContext(root: string): TreeContext {
  return contextOf(diskTree(root));
}

/** The C parser shared by all tests of a file. */
export const cSyntax = c;
