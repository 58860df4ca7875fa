import { resolve } from 'node:path';
import { type CSyntax, createMemo, notPostgresql, openTree, type SourceTree, type TreeContext } from '../core/api.ts';
import { findTreeRoot } from '../host/disk-tree.ts';
import { openDisk } from '../host/open-disk.ts';
import type { Call } from './call.ts';
import { type Outcome, refused } from './outcome.ts';

/** A tree on disk that was found. */
export interface OpenFolder {
  readonly ok: true;
  /** Real path of the top of the tree. */
  readonly root: string;
  readonly tree: SourceTree;
}

/** Why a tree is not opened. */
export type Refusal = Outcome & { ok: false };

/** Finds and opens the tree of a call, for commands that read no C. */
export async function openFolder(call: Call): Promise<OpenFolder | Refusal> {
  const from = resolve(call.cwd, call.tree ?? '');
  const root = call.tree === undefined ? findTreeRoot(from) : from;
  if (root === undefined) {
    return refused({
      code: 'tree/not-found',
      message: `No PostgreSQL source tree around ${from}: looked for src/backend and src/include/catalog in it and in each folder above`,
      hint: 'Change into a checkout of PostgreSQL, or name its top with --tree DIR.',
    });
  }
  const opened = await openDisk(root);
  if (!opened.ok) return refused(opened.problem);
  opened.value.remarks.forEach(call.tell);
  const other = notPostgresql(opened.value.tree);
  if (other) return refused({ ...other, message: other.message.replace(' here:', ` in ${opened.value.root}:`) });
  return { ok: true, root: opened.value.root, tree: opened.value.tree };
}

/** Opens the tree of a call with the C parser. */
export async function openContext(call: Call): Promise<(OpenFolder & { readonly context: TreeContext }) | Refusal> {
  const { loadCSyntax } = await import('../host/wasm.ts');
  return openWith(call, loadCSyntax);
}

/** Opens the tree of a call with a parser that is asked for once the tree is found. */
export async function openWith(
  call: Call,
  parser: () => Promise<CSyntax>,
): Promise<(OpenFolder & { readonly context: TreeContext }) | Refusal> {
  const folder = await openFolder(call);
  if (!folder.ok) return folder;
  const c = await parser();
  const now = new Date();
  const today = { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() };
  const context = openTree(folder.tree, { c, today, random: Math.random, reservedOids: new Set(), memo: createMemo() });
  return context.ok ? { ...folder, context: context.value } : refused(context.problem, folder.tree);
}
