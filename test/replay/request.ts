import type { Entry, Feature } from '../../src/core/features/feature.ts';
import { paths } from '../../src/core/tree/shape.ts';
import type { SourceTree, TreePath } from '../../src/core/tree/source-tree.ts';
import type { Subject } from './compare.ts';
import { type Registration, textOf } from './corpus.ts';
import { optionArrays } from './readers/guc.ts';
import { requestable } from './subject.ts';

/** What the committer would have asked for: the listed fields that the form knows, the files he chose, and what the commit shows beside. */
export function requestOf(
  feature: Feature,
  registration: Registration,
  entry: Entry,
  subject: Subject,
  parent: SourceTree,
  child: SourceTree,
): Readonly<Record<string, unknown>> {
  const known = Object.entries({ ...entry.fields, name: entry.name }).filter(
    ([key, value]) => Object.hasOwn(feature.form, key) && value !== undefined && value !== '',
  );
  const files = { file: subject.file, header: subject.header };
  const given = Object.entries(files).filter(([key, path]) => Object.hasOwn(feature.form, key) && requestable(parent, path));
  const asked = Object.fromEntries([...known, ...given]);
  if (registration.kind === 'guc') return { ...asked, ...newOptions(parent, child, subject.changed, subject.symbols['optionsArray']) };
  if (registration.kind === 'shmem')
    return { ...asked, ...newLock(registration, entry, child), ...newSize(parent, child, subject.file, entry) };
  return asked;
}

/** The options of an enum parameter whose array the commit adds: names, C values and what is hidden. */
function newOptions(parent: SourceTree, child: SourceTree, changed: readonly TreePath[], array: string | undefined): object {
  const holds = (tree: SourceTree, path: TreePath) => optionArrays(textOf(tree, path)).find((item) => item.name === array);
  const path = array === undefined ? undefined : changed.find((one) => one.endsWith('.c') && holds(child, one));
  if (path === undefined || holds(parent, path)) return {};
  const rows = [...(holds(child, path)?.text ?? '').matchAll(/\{\s*"([^"]+)",\s*([^,]+?),\s*(true|false)\s*\}/g)];
  return { options: rows.map((row) => ({ name: row[1], value: row[2], hidden: row[3] === 'true' })) };
}

/** The lock that the commit adds beside an area for which our list shows none. */
function newLock({ added }: Registration, entry: Entry, child: SourceTree): object {
  if (entry.fields['lock'] !== 'none') return {};
  const lock = added.find((name) => name.endsWith('Lock'));
  if (lock !== undefined) return { lock: 'named', lockName: lock.replace(/Lock$/, '') };
  const tranche = added.find((name) => name.startsWith('LWTRANCHE_'));
  if (tranche === undefined || entry.fields['kind'] !== 'struct') return {};
  const designated = new RegExp(
    `\\[${tranche}\\] = "(\\w+)"|PG_LWLOCKTRANCHE\\(${tranche.slice(10)}, (\\w+)\\)|${tranche}: \\*/\\s*"(\\w+)"`,
  );
  const match = designated.exec(`${textOf(child, 'src/backend/storage/lmgr/lwlock.c')}\n${textOf(child, paths.lwlockList)}`);
  const lockName = match?.[1] ?? match?.[2] ?? match?.[3];
  return lockName === undefined ? {} : { lock: 'embedded', lockName };
}

/** The number behind a size macro that the commit itself defines. */
function newSize(parent: SourceTree, child: SourceTree, file: TreePath | undefined, entry: Entry): object {
  const size = entry.fields['maxEntries'];
  if (file === undefined || typeof size !== 'string' || !/^[A-Z_0-9]*[A-Z][A-Z_0-9]*$/.test(size) || textOf(parent, file).includes(size))
    return {};
  const value = new RegExp(`^#define[ \\t]+${size}[ \\t]+(\\d+)`, 'm').exec(textOf(child, file))?.[1];
  return value === undefined ? {} : { maxEntries: value };
}
