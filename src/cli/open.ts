import { resolve } from 'node:path';
import { type CSyntax, invariant, openTree, type SourceTree, type TreeContext } from '../core/api.ts';
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

type Refusal = Outcome & { ok: false };

/** Finds and opens the tree of a call, without looking at what it is. */
export function openFolder(call: Call): OpenFolder | Refusal {
  const from = resolve(call.cwd, call.tree ?? '');
  const root = call.tree === undefined ? findTreeRoot(from) : from;
  if (root === undefined) {
    return refused({
      code: 'tree/not-found',
      message: `No PostgreSQL source tree around ${from}: looked for src/backend and src/include/catalog in it and in each folder above`,
      hint: 'Change into a checkout of PostgreSQL, or name its top with --tree DIR.',
    });
  }
  const opened = openDisk(root);
  if (!opened.ok) return refused(opened.problem);
  opened.value.remarks.forEach(call.tell);
  return { ok: true, root: opened.value.root, tree: opened.value.tree };
}

/** Opens the tree of a call for commands that read no C: its shape is known, its parser must not be asked. */
export function openWithoutParser(call: Call): (OpenFolder & { readonly context: TreeContext }) | Refusal {
  return openWith(call, noParser);
}

/** Opens the tree of a call with the C parser. */
export async function openContext(call: Call): Promise<(OpenFolder & { readonly context: TreeContext }) | Refusal> {
  const { loadCSyntax } = await import('../host/wasm.ts');
  return openWith(call, await loadCSyntax());
}

function openWith(call: Call, c: CSyntax): (OpenFolder & { readonly context: TreeContext }) | Refusal {
  const folder = openFolder(call);
  if (!folder.ok) return folder;
  const now = new Date();
  const today = { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() };
  const context = openTree(folder.tree, { c, today, random: Math.random, reservedOids: new Set() });
  return context.ok ? { ...folder, context: context.value } : refused(context.problem, folder.tree);
}

const noParser: CSyntax = new Proxy({} as CSyntax, {
  get: () => invariant(false, 'a command that reads no C asked for the C parser'),
});
