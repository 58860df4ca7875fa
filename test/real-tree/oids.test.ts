import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectOids, duplicateOids, freeRanges, suggestOid } from '../../src/core/catalog/oids.ts';
import { shiftOids } from '../../src/core/oids/edits.ts';
import { editedTexts } from '../../src/core/text/tree-edit.ts';
import { cachedTrees, ensureTrees } from '../../src/dev/trees.mjs';
import { diskTree } from '../../src/host/disk-tree.ts';
import { realContext } from '../support/context.ts';

ensureTrees();
const trees = cachedTrees();
const CATALOG = 'src/include/catalog';

function script(root: string, name: string) {
  const run = spawnSync('perl', [join(root, CATALOG, name)], { cwd: join(root, CATALOG), encoding: 'utf8' });
  return { status: run.status, lines: run.stdout.split('\n') };
}

function ours(root: string) {
  const space = collectOids(diskTree(root));
  if (!space.ok) throw new Error(space.problem.message);
  const free = freeRanges(space.value).map(({ first, last }) => (first === last ? `${first}` : `${first} - ${last}`));
  return { space: space.value, free, duplicates: duplicateOids(space.value).map((uses) => String(uses[0]?.oid)) };
}

function theirs(root: string) {
  return {
    free: script(root, 'unused_oids').lines.filter((line) => /^\d+(?: - \d+)?$/.test(line)),
    duplicates: script(root, 'duplicate_oids').lines.filter((line) => /^\d+$/.test(line)),
  };
}

/** The parts of a tree that the scripts read, in a directory of their own where they can be changed. */
function withCopy(root: string, change: (copy: string) => void, judge: (copy: string) => void): void {
  const copy = mkdtempSync(join(tmpdir(), 'pgsmith-oids-'));
  try {
    for (const part of [CATALOG, 'src/backend/catalog']) cpSync(join(root, part), join(copy, part), { recursive: true });
    mkdirSync(join(copy, 'src/include/access'), { recursive: true });
    cpSync(join(root, 'src/include/access/transam.h'), join(copy, 'src/include/access/transam.h'));
    change(copy);
    judge(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

test('there are trees to judge by', () => {
  expect(trees.length).toBeGreaterThanOrEqual(4);
});

describe.each(trees)('PostgreSQL $name', ({ path }) => {
  test('has the free OIDs that unused_oids prints and no duplicates', () => {
    const { free, duplicates } = ours(path);
    expect({ free, duplicates }).toEqual(theirs(path));
  });

  test('gets a suggestion with room, from anywhere in the range for patches', () => {
    const { space } = ours(path);
    const used = new Set(space.uses.map((use) => use.oid));
    for (const random of [0, 0.25, 0.5, 0.999999]) {
      const first = suggestOid(space, 20, random, new Set([9000]));
      expect(first.ok && first.value >= 8000 && first.value + 19 <= 9999).toBe(true);
      for (let oid = first.ok ? first.value : 0; first.ok && oid < first.value + 20; oid += 1)
        expect([oid, used.has(oid) || oid === 9000]).toEqual([oid, false]);
    }
  });

  test('is read like the scripts read it when it has duplicates, comments around macros and new rows', () => {
    const change = (copy: string) => {
      edit(join(copy, CATALOG, 'pg_proc.dat'), (text) =>
        text
          .replace("oid => '1242'", "oid => '1243'")
          .replace(
            /\n\]\s*$/,
            "\n{ oid => '8765', descr => 'it\\'s new', # why\n  proname => 'x', prorettype => 'bool', proargtypes => '', prosrc => 'x' },\n]\n",
          ),
      );
      edit(join(copy, CATALOG, 'pg_type.dat'), (text) => text.replace(/array_type_oid => '(\d+)'/, "array_type_oid => '8766'"));
      edit(join(copy, CATALOG, 'pg_proc.h'), (text) =>
        text.replace(/\n#endif[^\n]*\s*$/, '\n/* DECLARE_TOAST(pg_hidden, 8770, 8771); */\n  DECLARE_TOAST(pg_shown, 8772, 8773);\n$&'),
      );
    };
    withCopy(path, change, (copy) => {
      const { free, duplicates } = ours(copy);
      expect({ free, duplicates }).toEqual(theirs(copy));
      expect(duplicates).toContain('1243');
    });
  });

  test.each([
    [1000, 1500, 8000],
    [2600, 2900, 8500],
    [6000, 6400, 9000],
    [1, 9999, 9000],
    [1247, 1259, 9990],
  ])('is renumbered as by renumber_oids.pl: %i to %i from %i on', (first, last, to) => {
    withCopy(
      path,
      (copy) => {
        const options = ['--first-mapped-oid', String(first), '--last-mapped-oid', String(last), '--target-oid', String(to)];
        const run = spawnSync('perl', [join(copy, CATALOG, 'renumber_oids.pl'), ...options], { encoding: 'utf8' });
        const context = realContext(path);
        const edit = shiftOids(context, first, last, to);
        expect(edit.ok).toBe(run.status === 0);
        if (!edit.ok) return;
        const texts = editedTexts(context.tree, edit.value);
        expect(texts.size).toBeGreaterThan(3);
        for (const name of readdirSync(join(copy, CATALOG)).filter((one) => /\.(?:h|dat)$/.test(one))) {
          const file = `${CATALOG}/${name}`;
          const ours = texts.get(file) ?? context.tree.read(file)?.text;
          expect([name, ours === readFileSync(join(copy, file), 'utf8')]).toEqual([name, true]);
        }
      },
      () => undefined,
    );
  });
});
