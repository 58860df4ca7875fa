import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isUsuallyCompiled } from '../../src/core/syntax/c/conditionals.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { cSyntax } from '../support/context.ts';

/** Files that hold the places of registration in one shape or another. */
const FILES = [
  'src/backend/access/transam/rmgr.c',
  'src/backend/bootstrap/bootstrap.c',
  'src/backend/postmaster/auxprocess.c',
  'src/backend/postmaster/bgworker.c',
  'src/backend/postmaster/launch_backend.c',
  'src/backend/postmaster/pmchild.c',
  'src/backend/postmaster/postmaster.c',
  'src/backend/storage/ipc/ipci.c',
  'src/backend/storage/lmgr/lwlock.c',
  'src/backend/utils/activity/pgstat.c',
  'src/backend/utils/activity/pgstat_io.c',
  'src/backend/utils/cache/syscache.c',
  'src/backend/utils/init/miscinit.c',
  'src/backend/utils/misc/guc.c',
  'src/backend/utils/misc/guc_tables.c',
  'src/fe_utils/string_utils.c',
  'src/bin/pg_dump/dumputils.c',
  'src/include/miscadmin.h',
  'src/include/nodes/nodes.h',
  'src/include/pgstat.h',
  'src/include/postmaster/proctypelist.h',
  'src/include/storage/lwlock.h',
  'src/include/storage/lwlocklist.h',
  'src/include/storage/subsystemlist.h',
  'src/include/utils/guc.h',
  'src/include/utils/guc_hooks.h',
  'src/include/utils/guc_tables.h',
  'src/include/utils/wait_event.h',
];

/** What is looked for, with a pattern that tells from the text alone whether a file defines it. */
const ANCHORS = {
  functions: {
    names: [
      ...['CalculateShmemSize', 'CreateSharedMemoryAndSemaphores', 'CreateOrAttachShmemStructs', 'GetBackendTypeDesc', 'PostmasterMain'],
      ...['AuxiliaryProcessMain', 'BootstrapModeMain', 'StartChildProcess', 'InitPostmasterChildSlots', 'pgstat_tracks_io_bktype'],
      'variable_is_guc_list_quote',
    ],
    pattern: (name: string) => new RegExp(`^${name}\\([^;{}]*\\)\\r?\\n\\{`, 'm'),
  },
  enums: {
    names: ['BackendType', 'BuiltinTrancheIds', 'GucContext', 'NodeTag', 'config_group', 'config_type'],
    pattern: (name: string) => new RegExp(`^(?:typedef )?enum ${name}\\r?\\n\\{|^\\}\\s*${name};`, 'm'),
  },
  lists: {
    names: [
      ...['InternalBGWorkers', 'BuiltinTrancheNames', 'child_process_kinds', 'config_group_names', 'wal_compression_options'],
      ...['ConfigureNamesBool', 'ConfigureNamesInt', 'ConfigureNamesReal', 'ConfigureNamesString', 'ConfigureNamesEnum', 'cacheinfo'],
    ],
    pattern: (name: string) => new RegExp(`\\b${name}\\[[^\\]]*\\] =\\s*\\{`, 'm'),
  },
};

const trees = cachedTrees().map(({ name, path }) => [name, path] as const);

describe.each(trees)('PostgreSQL %s', (_, root) => {
  const texts = FILES.flatMap((path) => {
    const file = join(root, path);
    return existsSync(file) ? [{ path, text: readFileSync(file, 'utf8') }] : [];
  });

  it('shows every place of registration that it has', () => {
    const found: string[] = [];
    for (const { path, text } of texts) {
      const outline = cSyntax.outline(text);
      const known = {
        functions: outline.functions.map((one) => one.name),
        enums: outline.types.filter((one) => one.kind === 'enum' && one.enumerators.length > 0).map((one) => one.name),
        lists: outline.variables.filter((one) => one.initializer && one.isArray).map((one) => one.name),
      };
      for (const kind of ['functions', 'enums', 'lists'] as const) {
        const defined = ANCHORS[kind].names.filter((name) => ANCHORS[kind].pattern(name).test(text));
        expect([path, defined.filter((name) => !known[kind].includes(name))]).toEqual([path, []]);
        found.push(...defined);
      }
      expect([path, cSyntax.damage(text)]).toEqual([path, 0]);
    }
    expect(found).toEqual(expect.arrayContaining(['CreateSharedMemoryAndSemaphores', 'PostmasterMain', 'GucContext', 'InternalBGWorkers']));
  });

  it('shows every row of its parameters, and every column that an ordinary build compiles', () => {
    for (const { path, text } of texts) {
      for (const [type, columns] of Object.entries({ Bool: 6, Int: 8, Real: 8, String: 6, Enum: 7 })) {
        const list = cSyntax.initializer(text, `ConfigureNames${type}`);
        if (!list) continue;
        const rows = list.elements.filter((row) => row.elements?.[0]?.elements);
        const code = text.slice(list.start, list.end).replaceAll(/\/\*[\s\S]*?\*\//g, '');
        const names = [...code.matchAll(/\{\s*\{\s*("\w+"|NULL)/g)].map((match) => match[1]);
        expect([path, type, rows.map((row) => row.elements?.[0]?.elements?.[0]?.text)]).toEqual([path, type, names]);
        expect(rows.filter((row) => row.elements?.filter((one) => isUsuallyCompiled(one, () => false)).length !== columns)).toEqual([]);
        expect(names.length).toBeGreaterThan(20);
      }
    }
  });

  it('shows the calls that size and set up shared memory', () => {
    const { text } = texts.find(({ path }) => path.endsWith('/ipci.c')) ?? { text: '' };
    const holder = cSyntax.calls(text, 'CalculateShmemSize') ? 'CalculateShmemSize' : 'CreateSharedMemoryAndSemaphores';
    const sums = [...text.matchAll(/^\t+size = add_size\(/gm)];
    const calls = (cSyntax.calls(text, holder) ?? []).filter((call) => call.name === 'add_size');
    expect(calls.map((call) => call.start)).toEqual(sums.map((sum) => sum.index + sum[0].length - 'add_size('.length));
    expect(calls.every((call) => /^size = add_size\([\s\S]*\);$/.test(text.slice(call.statement.start, call.statement.end)))).toBe(true);
  });
});
