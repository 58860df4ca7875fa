import { describe, expect, test } from 'vitest';
import { treeIndex } from '../../src/core/api.ts';
import { shmem } from '../../src/core/features/shmem/feature.ts';
import { editedTexts } from '../../src/core/text/tree-edit.ts';
import { overlayTree } from '../../src/core/tree/memory-tree.ts';
import type { SourceTree, TreePath } from '../../src/core/tree/source-tree.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { diskTree } from '../../src/host/disk-tree.ts';
import { contextOf } from '../support/context.ts';

/** Names in quotes at calls that reserve memory, found by the text alone: what our reading of C is counted against. */
function* quotedAreas(tree: SourceTree, directory: TreePath): Generator<string> {
  for (const entry of tree.list(directory) ?? []) {
    const path = `${directory}/${entry.name}`;
    if (entry.kind === 'directory') yield* quotedAreas(tree, path);
    else if (path.endsWith('.c')) {
      const text = (tree.read(path)?.text ?? '').replaceAll(/\/\*[\s\S]*?\*\//g, '');
      const call =
        /\b(?:ShmemInit(?:Struct|Hash)\(|SimpleLruInit\(\w+,|shmem_hash_create\((?:[^,;]*,){3}|(?:ShmemRequest(?:Struct|Hash)|SimpleLruRequest)\([^;]*?\.name =)\s*"([^"]+)"/g;
      for (const match of text.matchAll(call)) yield match[1] ?? '';
    }
  }
}

function allFiles(tree: SourceTree, directory: TreePath): readonly TreePath[] {
  return (tree.list(directory) ?? []).flatMap((entry) =>
    entry.kind === 'directory' ? allFiles(tree, `${directory}/${entry.name}`) : [`${directory}/${entry.name}`],
  );
}

const trees = cachedTrees();

test('there are trees to test with', () => {
  expect(trees.length).toBeGreaterThan(0);
});

describe.each(trees)('PostgreSQL $name', ({ path }) => {
  const tree = diskTree(path);

  test('is sound', () => {
    expect(shmem.check(contextOf(tree))).toEqual({ ok: true, value: [] });
  });

  test('has the areas that its text shows, those of the lists with their functions', () => {
    const listed = shmem.list(contextOf(tree));
    if (!listed.ok) throw new Error(listed.problem.message);
    const names = listed.value.map((entry) => entry.name);
    expect([...names].sort()).toEqual([...quotedAreas(tree, 'src/backend')].sort());
    const first = names.indexOf('XLOG Ctl');
    expect(first).toBeGreaterThan(0);
    expect(names.indexOf('Proc Header')).toBeGreaterThan(first);
    expect(listed.value[first]?.fields).toMatchObject({
      kind: 'struct',
      structName: 'XLogCtlData',
      variable: 'XLogCtl',
      initFunction: 'XLOGShmemInit',
    });
  });

  test('shows the locks that the comments of structs name, those of headers too, which it does not read', () => {
    const areas = treeIndex(contextOf(tree)).ofKind('shmem');
    const headers = allFiles(tree, 'src/include').map((file) => tree.read(file)?.text ?? '');
    const named = areas.flatMap(({ name, fields, place }) => {
      const struct = new RegExp(`^(?:typedef )?struct ${fields['structName']}\\s*\\{[\\s\\S]*?^\\}`, 'm');
      const bodies = [tree.read(place.path)?.text ?? '', ...headers].flatMap((text) => struct.exec(text)?.[0] ?? []);
      return bodies
        .flatMap((body) => [...body.matchAll(/\b[Pp]rotected by (\w+Lock)\b/g)])
        .map(([, lock = '']) => ({ name, lock, listed: fields['locks'] }));
    });
    expect(named.length).toBeGreaterThan(0);
    for (const { name, lock, listed } of named) expect(listed, name).toContain(lock);
    const locksOf = (name: string) => areas.find((one) => one.name === name)?.fields['locks'];
    expect(locksOf('Control File')).toEqual(['ControlFileLock']);
    expect(locksOf('BTree Vacuum State')).toEqual(['BtreeVacuumLock']);
    expect(locksOf('Buffer Blocks')).toBeUndefined();
  });

  test('takes areas of each kind, with each lock, in new and in existing files, one after the other', () => {
    const requests = ['src/backend/utils/misc/kms.c', 'src/backend/postmaster/autovacuum.c', 'src/backend/utils/misc/superuser.c'].flatMap(
      (file, index) =>
        ['struct', 'hash'].flatMap((kind) =>
          ['none', 'embedded', 'named'].map((lock) => ({
            name: `KMS ${kind} ${lock} ${index}`,
            kind,
            lock,
            file,
            ...(kind === 'hash' ? { keyType: lock === 'none' ? 'char[NAMEDATALEN]' : 'Oid' } : {}),
            ...(lock === 'named' ? { maxEntries: 'MaxConnections', lockName: `Kms${kind}${index}` } : {}),
          })),
        ),
    );
    let now: SourceTree = tree;
    for (const request of requests) {
      const edit = shmem.register(contextOf(now), request);
      if (!edit.ok) throw new Error(`${request.name}: ${edit.problem.code}: ${edit.problem.message}`);
      const texts = editedTexts(now, edit.value);
      now = overlayTree(now, texts);
    }
    const listed = shmem.list(contextOf(now));
    const names = listed.ok ? listed.value.map((entry) => entry.name) : [];
    for (const request of requests) expect(names).toContain(request.name);
    expect(shmem.check(contextOf(now))).toEqual({ ok: true, value: [] });
  });
});
