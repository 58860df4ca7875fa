import type { Problem } from '../../src/core/base/result.ts';
import type { Entry, Feature } from '../../src/core/features/feature.ts';
import { features } from '../../src/core/features/registry.ts';
import type { CSyntax } from '../../src/core/syntax/c/syntax.ts';
import { unifiedDiff } from '../../src/core/text/diff.ts';
import { editedTexts } from '../../src/core/text/tree-edit.ts';
import type { TreeContext } from '../../src/core/tree/context.ts';
import { createMemo } from '../../src/core/tree/memo.ts';
import { overlayTree } from '../../src/core/tree/memory-tree.ts';
import { openTree } from '../../src/core/tree/open.ts';
import type { SourceTree, TreePath } from '../../src/core/tree/source-tree.ts';
import { type Comparison, compare, type Subject } from './compare.ts';
import type { Registration } from './corpus.ts';
import type { GitRepository } from './git.ts';
import { requestOf } from './request.ts';
import { declaringHeader, definingFile, generatingFile, requestable } from './subject.ts';

/** What became of one replayed registration. */
export interface Outcome {
  readonly kind: string;
  readonly sha: string;
  readonly date: string;
  readonly commitSubject: string;
  readonly name: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** Why there is nothing to compare: refused by us, not found by our own `list`, or a bug of ours. */
  readonly problem?: Problem;
  readonly comparisons: readonly Comparison[];
  readonly notes: readonly string[];
  /** Our edit as a diff. */
  readonly diff: string;
}

/** Registers on the parent what the commit registered, one name at a time, and compares. */
export function replay(repository: GitRepository, c: CSyntax, registration: Registration): readonly Outcome[] {
  const { kind, commit } = registration;
  const feature = features.find((one) => one.kind === kind);
  if (!feature) throw new Error(`There is no feature of kind ${kind}`);
  const [parentTree, childTree] = [repository.tree(commit.parent), repository.tree(commit.sha)];
  const context = (tree: SourceTree) =>
    openTree(tree, { c, today: dateOf(commit.date), random: () => 0.5, reservedOids: new Set(), memo: createMemo() });
  const [parent, child] = [context(parentTree), context(childTree)];
  const changed = repository.changes(commit).flatMap((change) => (change.status === 'D' ? [] : [change.path]));
  const about = { kind, sha: commit.sha, date: commit.date, commitSubject: commit.subject };
  const failed = (name: string, problem: Problem, request = {}): Outcome => ({
    ...about,
    name,
    request,
    problem,
    comparisons: [],
    notes: [],
    diff: '',
  });
  if (!parent.ok || !child.ok) return registration.added.map((name) => failed(name, { code: 'replay/no-tree', message: 'not readable' }));
  const listed = feature.list(child.value);
  if (!listed.ok) return registration.added.map((name) => failed(name, listed.problem));
  const entries = newEntries(feature, registration, listed.value, parent.value);
  if (!entries.ok) return registration.added.map((name) => failed(name, entries.problem));
  const unlisted = registration.added.filter((name) => kind !== 'shmem' && !entries.value.some((entry) => keyOf(kind, entry) === name));
  return [
    ...unlisted.map((name) => failed(name, { code: 'replay/not-listed', message: 'our list does not show it in the commit' })),
    ...entries.value.map((entry): Outcome => {
      const name = keyOf(kind, entry);
      const subject = subjectOf(kind, name, entry, parentTree, childTree, changed);
      const request = requestOf(feature, registration, entry, subject, parentTree, childTree);
      try {
        const result = feature.register(parent.value, request);
        if (!result.ok) return failed(name, result.problem, request);
        const ours = overlayTree(parentTree, editedTexts(parentTree, result.value));
        return {
          ...about,
          name,
          request,
          comparisons: compare(kind, { parent: parentTree, ours, theirs: childTree }, subject),
          notes: result.value.notes,
          diff: unifiedDiff(parentTree, result.value)
            .map((file) => file.text)
            .join(''),
        };
      } catch (error) {
        return failed(
          name,
          { code: 'replay/crash', message: error instanceof Error ? (error.stack ?? error.message) : String(error) },
          request,
        );
      }
    }),
  ];
}

/** Entries to replay: those whose names the corpus found; for shared memory, areas that the parent does not list. */
function newEntries(
  feature: Feature,
  registration: Registration,
  listed: readonly Entry[],
  parent: TreeContext,
): { readonly ok: true; readonly value: readonly Entry[] } | { readonly ok: false; readonly problem: Problem } {
  if (registration.kind !== 'shmem') {
    return { ok: true, value: listed.filter((entry) => registration.added.includes(keyOf(registration.kind, entry))) };
  }
  const before = feature.list(parent);
  if (!before.ok) return before;
  const known = new Set(before.value.map((entry) => entry.name));
  return { ok: true, value: listed.filter((entry) => !known.has(entry.name) && entry.fields['kind'] !== 'slru') };
}

/** The corpus name of a listed entry: functions carry their OID, since names are overloaded. */
function keyOf(kind: string, entry: Entry): string {
  return kind === 'function' ? `${entry.name}/${String(entry.fields['oid'])}` : entry.name;
}

function subjectOf(kind: string, name: string, entry: Entry, parent: SourceTree, child: SourceTree, changed: readonly TreePath[]): Subject {
  const symbols = Object.fromEntries(
    Object.entries(entry.fields).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
  const bare = name.split('/')[0] ?? name;
  const owner = kind === 'function' ? (symbols['cName'] ?? bare) : (symbols['variable'] ?? symbols['sizeFunction']);
  const file = owner === undefined ? undefined : (definingFile(child, changed, owner) ?? generatingFile(child, changed, owner));
  const declared = kind === 'function' ? [] : ['variable', 'initFunction', 'sizeFunction'].flatMap((role) => symbols[role] ?? []);
  const header = declared.map((one) => declaringHeader(child, changed, one)).find((path) => path !== undefined);
  return {
    name,
    symbols: kind === 'function' ? { ...symbols, cName: owner ?? bare } : symbols,
    file: requestable(parent, file) ? file : undefined,
    header: requestable(parent, header) ? header : undefined,
    changed,
  };
}

function dateOf(date: string): { year: number; month: number; day: number } {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day };
}
