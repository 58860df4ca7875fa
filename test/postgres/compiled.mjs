// Holds the index against what the compiled PostgreSQL knows: symbols of its program, functions that a debugger calls, structs as the
// compiler sees them, rows with their OIDs, parameters with their types and contexts. Plain counts stand in index.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { baseline, pgConfig, runAs, scratchInstallation, withServer, workDirectory } from '../../src/dev/postgres.mjs';
import { repository } from '../../src/dev/prepare.mjs';
import { judgeSettings } from './settings.mjs';

const CLI = join(repository, 'dist', 'cli', 'main.mjs');
/** What genbki.pl and initdb number by themselves begins here. */
const FIRST_GENERATED_OID = 10000;
/** Settings without which an area is not allocated. */
const ALLOCATING = ['min_dynamic_shared_memory = 1MB'];

/**
 * @param {{ name: string, path: string }} tree
 * @param {ReturnType<import('./report.mjs').createReport>} report
 */
export function judgeCompiled(tree, report) {
  const work = workDirectory(`compiled-${tree.name}`);
  try {
    const installed = scratchInstallation(tree, work);
    const judge = { tree, work, installed, list: (kind) => listed(tree, kind), same: comparer(tree, report) };
    judgeProgram(judge);
    judgeHeaders(judge);
    judgeFiles(judge);
    const known = names(judge.list('guc'));
    withServer(
      installed,
      work,
      (server) => {
        judgeCatalogs(judge, server);
        judgeSettings(judge, server);
        judgeMemory(judge, server);
      },
      ALLOCATING.filter((line) => known.includes(line.split(' ')[0])),
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function listed(tree, kind) {
  const run = spawnSync(process.execPath, [CLI, '--tree', tree.path, '--json', 'list', kind], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

/**
 * Compares names that are listed with those of a source, as bags. `explain` says why a name stands on one side only; a name that nothing
 * explains is a failure.
 */
function comparer(tree, report) {
  return (what, source, ours, theirs, explain = () => undefined) => {
    const differences = [
      ...without(ours, theirs).map((name) => ({ name, side: 'listed' })),
      ...without(theirs, ours).map((name) => ({ name, side: 'source' })),
    ].map((one) => ({ ...one, why: explain(one.name, one.side) }));
    const strange = differences.filter(({ why }) => !why).map(({ name, side }) => `${side} only: ${name}`);
    report.equal(`${tree.name}: ${ours.length} ${what} listed, ${theirs.length} in ${source}`, [strange, theirs.length > 0], [[], true]);
    const explained = differences.filter(({ why }) => why);
    for (const why of new Set(explained.map((one) => one.why))) {
      const found = explained.filter((one) => one.why === why).map((one) => one.name);
      process.stdout.write(`     ${found.length} ${why}: ${found.slice(0, 12).join(', ')}${found.length > 12 ? ', …' : ''}\n`);
    }
  };
}

/** The members of a bag that another does not have, each as often as it is missing. */
function without(names, others) {
  const left = new Map();
  for (const name of others) left.set(name, (left.get(name) ?? 0) + 1);
  return names.filter((name) => {
    const count = left.get(name) ?? 0;
    if (count > 0) left.set(name, count - 1);
    return count === 0;
  });
}

function names(entries) {
  return entries.map((entry) => entry.name);
}

function isOfServer(entry) {
  return /^src\/(?:backend|include)\//.test(entry.file);
}

function directoryOf(path) {
  return path.replace(/\/[^/]*$/, '');
}

/** The preprocessor's conditions that are open at the end of a text, but guards of headers, as a reason why code is not built. */
function conditionsOf(text) {
  const open = [];
  for (const [line] of text.matchAll(/^#\s*(?:if|ifdef|ifndef|endif|elif|else)\b.*/gm)) {
    if (/^#\s*endif/.test(line)) open.pop();
    else if (/^#\s*el/.test(line)) open.push(`${line} of ${open.pop()}`);
    else open.push(line);
  }
  const real = open.filter((line) => !/_H$/.test(line));
  return real.length > 0 ? `not built, ${real.join(', ')}` : undefined;
}

/** Hooks, wait events, locks, workers, resource managers, programs: what the build compiled. */
function judgeProgram({ tree, work, installed, list, same }) {
  const bin = join(installed, 'tmp_install', 'usr', 'local', 'pgsmith', 'bin');
  const program = join(bin, 'postgres');
  const hooks = list('hook').filter(isOfServer);
  const sources = filesBelow(tree.path, 'src/backend').filter((path) => path.endsWith('.c'));
  const guard = (name) => {
    const definition = new RegExp(`^(?!extern\\b)[\\w *(]+\\b${name}\\b[^;({]*(?:=|;|\\))`, 'm');
    const path = sources.find((one) => definition.test(readFileSync(join(tree.path, one), 'latin1')));
    const text = path === undefined ? '' : readFileSync(join(tree.path, path), 'latin1');
    const declared = hooks.find((one) => one.name === name)?.conditions;
    return conditionsOf(text.slice(0, definition.exec(text)?.index ?? 0)) ?? (declared && `not built, ${declared.join(', ')}`);
  };
  const variables = globalVariables(program).filter((name) => name.includes('_hook'));
  same('hooks of the server', "the program's symbols", names(hooks), variables, (name, side) =>
    side === 'listed' ? guard(name) : undefined,
  );

  const { events, workers, error } = namesInProgram(program, work);
  if (events.length === 0) throw new Error(`The debugger gave no names: ${error}`);
  const typed = list('wait-event').map((one) => `${one.type}|${one.name}`);
  const hasTags = typed.some((one) => one.startsWith('Lock|'));
  const isLock = (name) => name.startsWith('LWLock|');
  same(
    'wait events',
    'the program',
    typed.filter((one) => !isLock(one)),
    events.filter((one) => !isLock(one)),
    (name, side) =>
      side === 'source' && !hasTags && name.startsWith('Lock|')
        ? 'names of heavyweight locks, which this tree keeps in an array'
        : undefined,
  );
  const tranches = list('tranche').filter((one) => one.by === undefined);
  same(
    'LWLocks and tranches',
    'the program',
    [...list('lwlock').map((one) => one.event), ...names(tranches)],
    events.filter(isLock).map((one) => one.slice('LWLock|'.length)),
  );
  const registered = list('bgworker').filter(({ library }) => library === 'postgres');
  same('background workers of the server', 'InternalBGWorkers of the program', [...new Set(names(registered))], workers);
  const managers = list('rmgr').filter((one) => one.file.endsWith('.h'));
  const dumped = runAs(work, join(bin, 'pg_waldump'), ['--rmgr=list']).stdout.split('\n').filter(Boolean);
  same('resource managers', 'pg_waldump', names(managers), dumped);

  const built = baseline(tree).directory;
  const programs = list('program');
  same(
    'programs',
    'objects that define main',
    programs.map((one) => one.file),
    filesWithMain(built),
    (path, side) => {
      const conditions = programs.find((one) => one.file === path)?.conditions;
      if (conditions) return `not built, ${conditions.join(', ')}`;
      const hasObjects = filesBelow(built, directoryOf(path)).some((one) => one.endsWith('.o'));
      return side === 'listed' && !hasObjects ? 'in directories that the build leaves out' : undefined;
    },
  );
}

/** Locks, SQLSTATEs, node types and tables of callbacks: what generated headers and the compiler know. */
function judgeHeaders({ tree, work, installed, list, same }) {
  const locks = installedHeader(installed, 'storage/lwlocknames.h').matchAll(/^#define (\w+)\s+\(&MainLWLockArray\[(\d+)\]/gm);
  same(
    'predefined LWLocks',
    'lwlocknames.h',
    list('lwlock').map((one) => `${one.name} ${one.number}`),
    [...locks].map(([, name, number]) => `${name} ${number}`),
  );
  const codes = installedHeader(installed, 'utils/errcodes.h').matchAll(/^#define (ERRCODE_\w+) MAKE_SQLSTATE\(([^)]*)\)/gm);
  same(
    'SQLSTATEs',
    'errcodes.h',
    list('errcode').map((one) => `${one.name} ${one.state}`),
    [...codes].map(([, name, state]) => `${name} ${state.replaceAll(/[',]/g, '')}`),
  );
  same('node types', 'enum NodeTag', names(list('node')), nodeTags(installed));

  const headers = filesBelow(tree.path, 'src/include')
    .filter((path) => path.endsWith('.h'))
    .map((path) => path.slice('src/include/'.length));
  const { structs, left } = structsOfHeaders(tree, installed, headers.toSorted(), work);
  const tables = list('callback-table');
  const compiled = [...structs].filter(([, { members, callbacks }]) => callbacks.length >= 2 && callbacks.length * 2 >= members);
  const leftOut = new Set(tables.filter((one) => left.includes(one.file.slice('src/include/'.length))).map((one) => one.name));
  same(
    'tables of callbacks',
    'the compiler',
    names(tables),
    compiled.map(([name]) => name),
    (name) => (leftOut.has(name) ? 'not compiled here' : undefined),
  );
  const both = tables.filter((one) => structs.has(one.name));
  const conditionOf = (name) => {
    const [table, member] = name.split('.');
    const path = both.find((one) => one.name === table)?.file ?? '';
    const text = readFileSync(join(tree.path, path), 'utf8');
    return conditionsOf(text.slice(0, new RegExp(`\\b${member}\\b\\)?[^;{}]*;`).exec(text)?.index ?? 0));
  };
  same(
    'members of them',
    'the compiler',
    both.flatMap((one) => one.callbacks.map((member) => `${one.name}.${member}`)),
    both.flatMap((one) => structs.get(one.name).callbacks.map((member) => `${one.name}.${member}`)),
    (name, side) => (side === 'listed' ? conditionOf(name) : undefined),
  );
}

/** What single files say: extensions, tests, and calls by which modules register. */
function judgeFiles({ tree, list, same }) {
  const files = ['contrib', 'src'].flatMap((top) => filesBelow(tree.path, top));
  const text = (path) => readFileSync(join(tree.path, path), 'latin1');
  const calls = files
    .filter((path) => path.endsWith('.c'))
    .flatMap((path) => (text(path).match(/^\t+DefineCustom\w+Variable\(/gm) ?? []).map(() => path));
  same(
    'customized options',
    'calls in column order',
    list('custom-guc').map((one) => one.file),
    calls,
  );
  const scheduled = files
    .filter((path) => path.endsWith('_schedule'))
    .flatMap((path) => {
      const lines = [...text(path).matchAll(/^test:(.*)$/gm)].flatMap((line) => line[1].trim().split(/\s+/));
      return lines.map((name) => `${directoryOf(path)}/${name}`);
    });
  const tests = new Set(list('test').map((one) => `${directoryOf(directoryOf(one.file))}/${one.name}`));
  const asked = [...new Set(scheduled)];
  same(
    'scheduled tests',
    'the schedules',
    asked.filter((one) => tests.has(one)),
    asked,
  );
}

/** Rows of the catalogs and the OIDs in them. */
function judgeCatalogs({ list, same }, { value }) {
  const rows = (sql) => value(sql).split('\n').filter(Boolean);
  const isEarly = (alias) => `${alias}.oid < ${FIRST_GENERATED_OID}`;
  const rowTypes = new Set(
    rows(`SELECT t.oid || ' ' || typname FROM pg_type t JOIN pg_class c ON c.oid = typrelid WHERE ${isEarly('t')} AND ${isEarly('c')}`),
  );
  same(
    'types',
    'pg_type',
    list('type').flatMap((one) => [`${one.oid} ${one.name}`, ...(one.arrayOid === undefined ? [] : [`${one.arrayOid} _${one.name}`])]),
    rows(`SELECT oid || ' ' || typname FROM pg_type t WHERE ${isEarly('t')}`),
    (name, side) => (side === 'source' && rowTypes.has(name) ? 'row types of catalogs' : undefined),
  );
  same(
    'operators',
    'pg_operator',
    list('operator').map((one) => `${one.oid} ${one.name}`),
    rows(`SELECT o.oid || ' ' || oprname || '(' || concat_ws(',', l.typname, r.typname) || ')' FROM pg_operator o
      LEFT JOIN pg_type l ON l.oid = oprleft LEFT JOIN pg_type r ON r.oid = oprright`),
  );
  const aggregates = names(list('aggregate'))
    .map((name) => name.replace('(any)', '("any")'))
    .map((name) => `('${name}'::${name.includes('(') ? 'regprocedure' : 'regproc'}::oid)`);
  same('aggregates', 'pg_aggregate', rows(`VALUES ${aggregates.join(',')}`), rows('SELECT aggfnoid::oid FROM pg_aggregate'));
  same(
    'functions',
    'pg_proc',
    list('function')
      .filter((one) => one.oid != null)
      .map((one) => `${one.oid} ${one.name}`),
    rows(`SELECT oid || ' ' || proname FROM pg_proc p WHERE ${isEarly('p')}`),
  );
  same(
    'catalogs',
    'pg_class',
    list('catalog').map((one) => `${one.oid} ${one.name} ${one.shared ?? false}`),
    rows(`SELECT oid || ' ' || relname || ' ' || relisshared FROM pg_class c WHERE ${isEarly('c')} AND relkind = 'r'`),
  );
  const all = rows(
    "SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid WHERE attname = 'oid' AND attnum > 0 AND relkind = 'r'",
  );
  const union = all.map((name) => `SELECT oid FROM ${name}`).join(' UNION ');
  const oids = [...new Set(list('oid').map((one) => `${one.oid}`))];
  same('OIDs', 'all catalogs', oids, rows(`SELECT oid FROM (${union}) AS used WHERE ${isEarly('used')}`));
}

/** Areas of shared memory. */
function judgeMemory({ tree, list, same }, { value }) {
  const allocated = value("SELECT name FROM pg_shmem_allocations WHERE name <> '<anonymous>'").split('\n');
  const areas = list('shmem');
  const built = baseline(tree).directory;
  same('areas of shared memory', 'pg_shmem_allocations', names(areas), allocated, (name, side) => {
    const area = side === 'listed' ? areas.find((one) => one.name === name) : undefined;
    if (area === undefined) return undefined;
    if (areas.some((one) => one.name === name && !existsSync(join(built, one.file.replace(/\.c$/, '.o')))))
      return 'in a file that is not built';
    if (area.variable === name) return 'the index of the areas, which does not hold itself';
    const lines = readFileSync(join(tree.path, area.file), 'utf8').split('\n').slice(0, area.line);
    return conditionsOf(lines.join('\n'));
  });
}

/** Names of the global variables of a program. */
function globalVariables(program) {
  const run = spawnSync('nm', [program], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return [...run.stdout.matchAll(/^\w+ [BDRC] (\w+)$/gm)].map((match) => match[1]);
}

/** Paths of the C files below a built tree whose objects define `main`. */
function filesWithMain(built) {
  const objects = spawnSync('find', [built, '-name', '*.o'], { encoding: 'utf8', maxBuffer: 1 << 28 })
    .stdout.split('\n')
    .filter(Boolean);
  const run = spawnSync('nm', ['-A', '--defined-only', ...objects], { encoding: 'utf8', maxBuffer: 1 << 29 });
  const files = [...run.stdout.matchAll(/^(.*)\.o:\w+ T main$/gm)].map((match) => `${relative(built, match[1])}.c`);
  return files.filter((file) => existsSync(join(built, file)));
}

/** A header of the server as it was generated and installed. */
function installedHeader(installed, path) {
  return readFileSync(join(pgConfig(installed, '--includedir-server'), path), 'utf8');
}

/** The members of `enum NodeTag` after the preprocessor, but the one that is no node. */
function nodeTags(installed) {
  const input = '#include "postgres.h"\n#include "nodes/nodes.h"\n';
  const run = spawnSync('gcc', ['-E', '-P', '-I', pgConfig(installed, '--includedir-server'), '-x', 'c', '-'], {
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
  });
  const members = /typedef enum NodeTag\s*\{([^}]*)\}/.exec(run.stdout)?.[1] ?? '';
  return [...members.matchAll(/\bT_(\w+)/g)].map((match) => match[1]).filter((name) => name !== 'Invalid');
}

/**
 * Wait events as `CLASS|NAME`, asked of the function that pg_stat_activity asks, and the background workers of the server itself: a
 * debugger stops the program in `main`, calls the one and reads the table of the others.
 */
function namesInProgram(program, work) {
  const size = /^\w+ (\w+) \w InternalBGWorkers$/m.exec(spawnSync('nm', ['-S', program], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout);
  const script = join(work, 'names.py');
  writeFileSync(
    script,
    `import gdb
for setting in ['confirm off', 'pagination off', 'unwindonsignal on']:
    gdb.execute('set ' + setting)
gdb.Breakpoint('main')
gdb.execute('run')

def ask(function, info):
    value = gdb.parse_and_eval('((char *(*)(unsigned int)) %s)(%d)' % (function, info))
    return value.string() if int(value) != 0 else None

for number in range(1, 32):
    kind = ask('pgstat_get_wait_event_type', number << 24)
    if kind is None or kind == '???':
        continue
    last = None
    for event in range(0, 1000):
        try:
            name = ask('pgstat_get_wait_event', (number << 24) | event)
        except gdb.error:
            break
        if name is None or name.startswith('<unassigned'):
            continue
        if name in ('???', 'extension', 'unknown wait event') or name == last:
            break
        last = name
        print('EVENT ' + kind + '|' + name)
for index in range(0, ${Number.parseInt(size?.[1] ?? '0', 16)} // 16):
    print('WORKER ' + gdb.parse_and_eval('((char **) &InternalBGWorkers)[%d]' % (2 * index)).string())
gdb.execute('kill')
`,
  );
  const run = runAs(work, 'gdb', ['-nx', '-batch', '-x', script, '--args', program, '--version']);
  const after = (word) => [...run.stdout.matchAll(new RegExp(`^${word} (.*)$`, 'gm'))].map((match) => match[1]);
  return { events: after('EVENT'), workers: after('WORKER'), error: run.stderr };
}

/**
 * Structs of the installed headers with the share of their members that point to functions, as the compiler understands them. Headers that
 * cannot be included together with the others are left out and named.
 * @returns {{ structs: Map<string, { members: number, callbacks: string[] }>, left: string[] }}
 */
function structsOfHeaders(tree, installed, headers, work) {
  const source = join(work, 'structs.c');
  const object = join(work, 'structs.o');
  const paths = [pgConfig(installed, '--includedir-server'), pgConfig(installed, '--includedir'), join(tree.path, 'src', 'include')];
  const flags = ['-g', '-c', '-w', '-fmax-errors=1', '-fno-eliminate-unused-debug-types', ...paths.map((path) => `-I${path}`)];
  // Headers without a guard are lists that others include, each time with another meaning.
  const isUsual = (text) => /^#ifndef \w+_H/m.test(text) && !/^#define FRONTEND\b/m.test(text);
  let used = headers.filter(
    (header) =>
      !/^(?:port|fe_utils|pch|regex|snowball)\//.test(header) && isUsual(readFileSync(join(tree.path, 'src', 'include', header), 'utf8')),
  );
  for (;;) {
    writeFileSync(source, `#include "postgres.h"\n${used.map((header) => `#include "${header}"\n`).join('')}`);
    const run = spawnSync('gcc', [...flags, '-o', object, source], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.status === 0) break;
    const line = new RegExp(`${source}:(\\d+)`).exec(run.stderr)?.[1];
    if (line === undefined) throw new Error(run.stderr.slice(0, 2000));
    used = used.toSpliced(Number(line) - 2, 1);
  }
  const script = join(work, 'structs.py');
  writeFileSync(
    script,
    `import gdb, re
def is_callback(type):
    type = type.strip_typedefs()
    return type.code == gdb.TYPE_CODE_PTR and type.target().strip_typedefs().code == gdb.TYPE_CODE_FUNC
names, found = {}, {}
listing = gdb.execute('info types', to_string=True)
for name in sorted(set(re.findall(r'^\\d+:\\s+(?:typedef )?struct [^;]*?(\\w+);$', listing, re.M))):
    for spelt in (name, 'struct ' + name):
        try:
            type = gdb.lookup_type(spelt).strip_typedefs()
        except gdb.error:
            continue
        if type.code == gdb.TYPE_CODE_STRUCT:
            names.setdefault(type.name, set()).add(name)
            found[name] = type.fields()
            break
for name, fields in found.items():
    # A struct with a name of its own and the name of a type counts once, by the latter.
    if not any(name == tag and len(known) > 1 for tag, known in names.items()):
        print('STRUCT', name, len(fields), ','.join(f.name for f in fields if f.name and is_callback(f.type)))
`,
  );
  const run = spawnSync('gdb', ['-nx', '-batch', '-x', script, object], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const structs = new Map(
    [...run.stdout.matchAll(/^STRUCT (\w+) (\d+) (.*)$/gm)].map(([, name, members, callbacks]) => [
      name,
      { members: Number(members), callbacks: callbacks.split(',').filter(Boolean) },
    ]),
  );
  return { structs, left: headers.filter((header) => !used.includes(header)) };
}

/** Paths of all files below a directory, relative to `root`. */
function filesBelow(root, directory) {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}
