import { describe, expect, it } from 'vitest';
import {
  describeDirectory,
  features,
  KINDS,
  type Kind,
  linksOf,
  type SourceTree,
  serverProcesses,
  startupMap,
  subdirectories,
  type TreeContext,
  type TreePath,
  topDirectories,
  treeIndex,
} from '../../src/core/api.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { diskTree } from '../../src/host/disk-tree.ts';
import { contextOf } from '../support/context.ts';

/** The tree as a checkout with `core.autocrlf` has it. */
function withCarriageReturns(tree: SourceTree): SourceTree {
  const texts = new Map<TreePath, string>();
  return {
    ...tree,
    read(path) {
      const file = tree.read(path);
      if (file && !texts.has(path)) texts.set(path, file.text.replaceAll('\n', '\r\n'));
      return file && { ...file, text: texts.get(path) ?? '' };
    },
  };
}

/** Anything without offsets, which carriage returns move. */
function withoutOffsets(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (/^(?:offset|start|end|after)$/.test(key) ? undefined : inner)));
}

/** All entries of a kind, each with the text of its range. */
function entriesOf(context: TreeContext, kind: Kind): unknown {
  return treeIndex(context)
    .ofKind(kind)
    .map(({ name, place, end, fields }) => {
      const text = context.tree.read(place.path)?.text.slice(place.offset, end).replaceAll('\r\n', '\n');
      return withoutOffsets({ name, path: place.path, text, fields });
    });
}

/** What all directories of a tree say of themselves. */
function descriptionsOf(context: TreeContext): unknown {
  const below = (path: TreePath): readonly TreePath[] => [path, ...subdirectories(context, path).flatMap(below)];
  return topDirectories(context)
    .flatMap(below)
    .map((path) => withoutOffsets([path, describeDirectory(context, path)]));
}

describe.each(cachedTrees())('PostgreSQL $name with CRLF line endings', ({ path: root }) => {
  const tree = diskTree(root);
  const [plain, returned] = [contextOf(tree), contextOf(withCarriageReturns(tree))];
  const same = (say: (context: TreeContext) => unknown) => expect(say(returned)).toEqual(say(plain));

  it('has the entries that it has with others', () => {
    for (const kind of Object.keys(KINDS) as Kind[]) same((context) => [kind, entriesOf(context, kind)]);
  });

  it('starts as it does with others', () => {
    same((context) => withoutOffsets([startupMap(context), serverProcesses(context)]));
  });

  it('says the same of its directories, of its hooks and of what a form offers', () => {
    same(descriptionsOf);
    same((context) =>
      treeIndex(context)
        .ofKind('hook')
        .map((hook) => withoutOffsets(linksOf(context, hook))),
    );
    same((context) => features.map((feature) => [feature.kind, feature.choices(context)]));
  });
});
