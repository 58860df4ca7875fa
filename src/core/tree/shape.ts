import { fail, ok, type Problem, type Result } from '../base/result.ts';
import type { SourceTree, TreePath } from './source-tree.ts';

/**
 * How each area of a tree is laid out, probed by structure and independently, since forks mix them. `undefined` where an
 * area is missing, as in a partial checkout: a feature that needs it refuses.
 */
export interface TreeShape {
  /** What `configure.ac` or `meson.build` calls this tree; shown to people, decides nothing. */
  readonly versionHint: string | undefined;
  readonly guc: 'guc.c' | 'guc_tables.c' | 'guc_parameters.dat' | undefined;
  /** Whether all GUC hooks are declared in `utils/guc_hooks.h`. */
  readonly gucHooksHeader: boolean;
  readonly sample: 'tabs' | 'spaces' | undefined;
  readonly shmem: 'create-only' | 'calculate-size' | 'create-or-attach' | 'subsystem-list' | undefined;
  readonly lwlock: 'lwlocknames.txt' | 'lwlocklist.h' | 'lwlocklist.h-tranches' | undefined;
  readonly waitEvent: 'pgstat.h' | 'wait_event.h' | 'wait_event_names.txt' | undefined;
  readonly functionDocs: 'func.sgml' | 'func-files' | undefined;
  /** Where defaults of arguments are kept: in `pg_proc.dat` or in the SQL file named by `sqlFunctions`. */
  readonly functionDefaults: 'pg_proc.dat' | 'sql';
  /** Where EXECUTE privileges are kept. */
  readonly functionAcl: 'pg_proc.dat' | 'sql';
  readonly sqlFunctions: TreePath | undefined;
  readonly buildSystems: readonly ('make' | 'meson')[];
}

/** Files by which each area is recognised. */
export const paths = {
  gucC: 'src/backend/utils/misc/guc.c',
  gucTables: 'src/backend/utils/misc/guc_tables.c',
  gucParameters: 'src/backend/utils/misc/guc_parameters.dat',
  gucHooks: 'src/include/utils/guc_hooks.h',
  sample: 'src/backend/utils/misc/postgresql.conf.sample',
  ipci: 'src/backend/storage/ipc/ipci.c',
  subsystemList: 'src/include/storage/subsystemlist.h',
  lwlockNames: 'src/backend/storage/lmgr/lwlocknames.txt',
  lwlockList: 'src/include/storage/lwlocklist.h',
  waitEventNames: 'src/backend/utils/activity/wait_event_names.txt',
  waitEventHeader: 'src/include/utils/wait_event.h',
  pgstatHeader: 'src/include/pgstat.h',
  pgProc: 'src/include/catalog/pg_proc.dat',
  funcSgml: 'doc/src/sgml/func.sgml',
  funcDirectory: 'doc/src/sgml/func',
  systemFunctions: 'src/backend/catalog/system_functions.sql',
  systemViews: 'src/backend/catalog/system_views.sql',
} as const;

/** Why a folder is no PostgreSQL source tree; undefined for one that is, be it partial. */
export function notPostgresql(tree: SourceTree): Problem | undefined {
  if (tree.list('src/backend') && tree.list('src/include/catalog')) return undefined;
  return {
    code: 'tree/not-postgresql',
    message: 'No PostgreSQL source tree here: looked for the directories src/backend and src/include/catalog',
    hint: 'Name the top of a PostgreSQL checkout with --tree DIR.',
  };
}

/** Probes a folder. Refuses one that is no PostgreSQL source tree; a partial one is accepted, its gaps are `undefined`. */
export function probeShape(tree: SourceTree, match: Match = matchIn): Result<TreeShape> {
  const refusal = notPostgresql(tree);
  if (refusal) return fail(refusal);
  const exists = (path: TreePath) => match(tree, path, /^/) !== undefined;
  const has = (path: TreePath, pattern: RegExp) => match(tree, path, pattern) !== undefined;
  return ok({
    versionHint: versionHint((path, pattern) => match(tree, path, pattern)),
    guc: probeGuc(exists, has),
    gucHooksHeader: exists(paths.gucHooks),
    sample: !exists(paths.sample) ? undefined : has(paths.sample, /\t/) ? 'tabs' : 'spaces',
    shmem: probeShmem(exists, has),
    lwlock: has(paths.lwlockList, /^PG_LWLOCKTRANCHE\(/m)
      ? 'lwlocklist.h-tranches'
      : has(paths.lwlockList, /^PG_LWLOCK\(/m)
        ? 'lwlocklist.h'
        : !exists(paths.lwlockNames)
          ? undefined
          : 'lwlocknames.txt',
    waitEvent: exists(paths.waitEventNames)
      ? 'wait_event_names.txt'
      : has(paths.waitEventHeader, /\bWAIT_EVENT_\w+/)
        ? 'wait_event.h'
        : has(paths.pgstatHeader, /\bWAIT_EVENT_\w+/)
          ? 'pgstat.h'
          : undefined,
    functionDocs: tree.list(paths.funcDirectory)?.some((entry) => /^func-.*\.sgml$/.test(entry.name))
      ? 'func-files'
      : !exists(paths.funcSgml)
        ? undefined
        : 'func.sgml',
    functionDefaults: has(paths.pgProc, /proargdefaults =>/) ? 'pg_proc.dat' : 'sql',
    functionAcl: has(paths.pgProc, /proacl =>/) ? 'pg_proc.dat' : 'sql',
    sqlFunctions: [paths.systemFunctions, paths.systemViews].find((path) => exists(path)),
    buildSystems: [...(!exists('src/backend/Makefile') ? [] : ['make' as const]), ...(!exists('meson.build') ? [] : ['meson' as const])],
  });
}

/** The first match of a pattern in a file, or its first group where it has one; undefined where the file or the match is missing. */
export type Match = (tree: SourceTree, path: TreePath, pattern: RegExp) => string | undefined;

/** Looks a pattern up in the text. */
export const matchIn: Match = (tree, path, pattern) => {
  const text = tree.read(path)?.text;
  const found = text === undefined ? null : pattern.exec(text);
  return found ? (found[1] ?? found[0]) : undefined;
};

type Exists = (path: TreePath) => boolean;
type Has = (path: TreePath, pattern: RegExp) => boolean;

function probeGuc(exists: Exists, has: Has): TreeShape['guc'] {
  if (exists(paths.gucParameters)) return 'guc_parameters.dat';
  const table = /\bConfigureNamesBool\s*\[\s*\]/;
  if (has(paths.gucTables, table)) return 'guc_tables.c';
  return has(paths.gucC, table) ? 'guc.c' : undefined;
}

function probeShmem(exists: Exists, has: Has): TreeShape['shmem'] {
  if (exists(paths.subsystemList)) return 'subsystem-list';
  if (has(paths.ipci, /^CreateOrAttachShmemStructs\(/m)) return 'create-or-attach';
  if (has(paths.ipci, /^CalculateShmemSize\(/m)) return 'calculate-size';
  return has(paths.ipci, /^CreateSharedMemoryAndSemaphores\(/m) ? 'create-only' : undefined;
}

function versionHint(match: (path: TreePath, pattern: RegExp) => string | undefined): string | undefined {
  const autoconf = /^AC_INIT\(\[PostgreSQL\],\s*\[([^\]]+)\]/m;
  return match('configure.ac', autoconf) ?? match('configure.in', autoconf) ?? match('meson.build', /^\s*version:\s*'([^']+)'/m);
}
