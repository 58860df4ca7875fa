import {
  describeDirectory,
  KINDS,
  type Kind,
  pluralOf,
  registeredBy,
  subdirectories,
  type TreeContext,
  type TreePath,
  topDirectories,
  toTreePath,
} from '../../core/api.ts';
import { fillIndex } from '../../host/index/fill-index.ts';
import { type Call, single } from '../call.ts';
import { openContext } from '../open.ts';
import { type Outcome, refused, usage } from '../outcome.ts';

/** A directory with what it is for and what its code registers. */
interface Directory {
  readonly path: TreePath;
  readonly description: string | undefined;
  readonly from: TreePath | undefined;
  readonly registers: Readonly<Record<string, number>>;
  readonly directories: readonly Directory[];
}

/** `pgsmith tree`: the directories of the tree, what each is for in its own words, and what it registers. */
export async function tree(call: Call): Promise<Outcome> {
  const depth = Number(single(call, 'depth') ?? 2);
  if (!Number.isInteger(depth) || depth < 1)
    return usage('wrong-depth', `--depth must be a whole number from 1 on, not "${single(call, 'depth')}"`);
  const opened = await openContext(call);
  if (!opened.ok) return opened;
  const { context, root } = opened;
  const under = single(call, 'under');
  const start = under === undefined ? undefined : toTreePath(under);
  if (under !== undefined && (start === undefined || context.tree.list(start) === undefined)) {
    return refused({
      code: 'structure/no-directory',
      message: `${root} has no directory ${under}`,
      hint: 'Name it from the top of the tree, for example src/backend/access.',
    });
  }
  await fillIndex(context, root);
  const directories = (start === undefined ? topDirectories(context) : [start]).map((path) => directoryOf(context, path, depth));
  return { ok: true, json: () => directories, text: () => directories.map((one) => textOf(one, 0)).join('') };
}

function directoryOf(context: TreeContext, path: TreePath, depth: number): Directory {
  const description = describeDirectory(context, path);
  const kinds = registeredBy(context).get(path) ?? new Map<Kind, readonly unknown[]>();
  return {
    path,
    description: description?.text,
    from: description?.place.path,
    registers: Object.fromEntries([...kinds].map(([kind, entries]) => [kind, entries.length])),
    directories: depth > 1 ? subdirectories(context, path).map((one) => directoryOf(context, one, depth - 1)) : [],
  };
}

function textOf({ path, description, registers, directories }: Directory, depth: number): string {
  const indent = '  '.repeat(depth);
  const counts = Object.entries(registers).map(([kind, count]) => `${count} ${count === 1 ? KINDS[kind as Kind] : pluralOf(kind as Kind)}`);
  const lines = [
    `${indent}${depth === 0 ? path : path.slice(path.lastIndexOf('/') + 1)}${description === undefined ? '' : `  ${description}`}`,
    ...(counts.length > 0 ? [`${indent}    ${counts.join(', ')}`] : []),
  ];
  return `${lines.join('\n')}\n${directories.map((one) => textOf(one, depth + 1)).join('')}`;
}
