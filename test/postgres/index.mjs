// Holds the index of a tree against its built server, its generated headers and second counts of its files.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { baseline, scratchInstallation, withServer, workDirectory } from '../../src/dev/postgres.mjs';
import { repository } from '../../src/dev/prepare.mjs';

const CLI = join(repository, 'dist', 'cli', 'main.mjs');

/**
 * @param {{ name: string, path: string }} tree
 * @param {ReturnType<import('./report.mjs').createReport>} report
 */
export function judgeIndex(tree, report) {
  const list = (kind) => {
    const run = spawnSync(process.execPath, [CLI, '--tree', tree.path, '--json', 'list', kind], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout);
  };
  const names = (kind) => list(kind).map((entry) => entry.name);
  const same = (what, ours, theirs) => {
    const [a, b] = [new Set(ours), new Set(theirs)];
    const missing = [...b].filter((one) => !a.has(one));
    const invented = [...a].filter((one) => !b.has(one));
    const detail = `missing: ${missing.join(', ')}\ninvented: ${invented.join(', ')}`;
    report.check(`${tree.name}: ${what} (${b.size})`, b.size > 0 && missing.length === 0 && invented.length === 0, detail);
  };
  const work = workDirectory(`index-${tree.name}`);
  try {
    withServer(scratchInstallation(tree, work), work, ({ value }) => judgeByServer(value, list, names, same));
    judgeByBuild(baseline(tree).directory, names, same);
    judgeBuilt(tree, baseline(tree).directory, report);
    judgeByFiles(tree.path, list, names, same);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function judgeByServer(value, list, names, same) {
  const rows = (sql) => value(sql).split('\n').filter(Boolean);
  const types = list('type');
  // Row types of catalogs and views come with their relations, and array types of those with them.
  same(
    'types equal pg_type, arrays and row types aside',
    types.map((entry) => entry.name),
    rows(
      "SELECT typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typrelid = 0 AND typcategory <> 'A' ORDER BY 1",
    ).concat(types.filter((entry) => entry.category === 'A' || entry.typtype === 'c').map((entry) => entry.name)),
  );
  same(
    'operators equal pg_operator',
    list('operator').map((entry) => String(entry.oid)),
    rows('SELECT oid FROM pg_operator'),
  );
  same(
    'casts equal pg_cast',
    names('cast'),
    rows("SELECT s.typname || ' AS ' || t.typname FROM pg_cast JOIN pg_type s ON s.oid = castsource JOIN pg_type t ON t.oid = casttarget"),
  );
  same('aggregates are as many as pg_aggregate', [names('aggregate').length], [Number(value('SELECT count(*) FROM pg_aggregate'))]);
  same(
    'catalogs equal the catalogs of the server',
    names('catalog'),
    rows("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'pg_catalog'::regnamespace"),
  );
  const views = list('view');
  for (const schema of ['pg_catalog', 'information_schema'])
    same(
      `views of ${schema} equal those of the server`,
      views.filter((one) => one.schema === schema).map((one) => one.name),
      rows(`SELECT viewname FROM pg_views WHERE schemaname = '${schema}'`),
    );
  if (value("SELECT count(*) FROM pg_proc WHERE proname = 'pg_get_wal_resource_managers'") === '1')
    same(
      'resource managers equal those of the server',
      list('rmgr')
        .filter((one) => one.file.endsWith('rmgrlist.h'))
        .map((one) => one.name),
      rows('SELECT rm_name FROM pg_get_wal_resource_managers() WHERE rm_builtin'),
    );
  if (value("SELECT count(*) FROM pg_class WHERE relname = 'pg_wait_events'") === '1') {
    const events = list('wait-event');
    const own = (type) => events.filter((one) => one.type === type).map((one) => one.name);
    for (const type of rows("SELECT DISTINCT type FROM pg_wait_events WHERE type NOT IN ('InjectionPoint')"))
      same(`wait events of type ${type} equal pg_wait_events`, own(type), rows(`SELECT name FROM pg_wait_events WHERE type = '${type}'`));
    const locks = [
      ...list('lwlock').map((one) => one.event),
      ...list('tranche')
        .filter((one) => one.by === undefined)
        .map((one) => one.name),
    ];
    same('locks and tranches equal the LWLock wait events', locks, rows("SELECT name FROM pg_wait_events WHERE type = 'LWLock'"));
  }
}

/** What the command line says of the tree as it is and of the one that was built in place, which holds generated code and links too. */
function judgeBuilt(tree, directory, report) {
  const run = (path, command) => spawnSync(process.execPath, [CLI, '--tree', path, ...command], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const [, kinds = ''] = /^Kinds: (.*)\.$/m.exec(run(tree.path, ['list', 'nothing']).stderr) ?? [];
  const commands = [...kinds.split(', ').map((kind) => ['--json', 'list', kind]), ['startup'], ['processes'], ['tree', '--depth', '9']];
  const differing = commands.filter((command) => {
    const [a, b] = [run(tree.path, command), run(directory, command)];
    return a.status !== 0 || a.stdout !== b.stdout;
  });
  const detail = differing.map((command) => command.join(' ')).join('\n');
  report.check(
    `${tree.name}: ${commands.length} commands say the same once the tree is built`,
    kinds !== '' && differing.length === 0,
    detail,
  );
}

/** Generated headers of the built tree. */
function judgeByBuild(directory, names, same) {
  const words = (path, pattern) => [...readFileSync(join(directory, path), 'utf8').matchAll(pattern)].map((match) => match[1]);
  same('SQLSTATEs equal errcodes.h', names('errcode'), words('src/backend/utils/errcodes.h', /^#define (ERRCODE_\w+)/gm));
  const tags = 'src/backend/nodes/nodetags.h';
  if (existsSync(join(directory, tags))) same('node types equal nodetags.h', names('node'), words(tags, /^\s*T_(\w+) =/gm));
  const locks = ['src/backend/storage/lmgr/lwlocknames.h', 'src/include/storage/lwlocknames.h'].find((path) =>
    existsSync(join(directory, path)),
  );
  if (locks) same('predefined locks equal lwlocknames.h', names('lwlock'), words(locks, /^#define (\w+Lock) /gm));
}

/** Second counts by other means: grep, and what stands in directories. */
function judgeByFiles(tree, list, names, same) {
  const grep = (pattern, ...paths) =>
    spawnSync('grep', ['-rhoE', pattern, ...paths], { cwd: tree, encoding: 'utf8' })
      .stdout.split('\n')
      .filter(Boolean);
  const declared = grep('^extern (PGDLLIMPORT )?[a-zA-Z_]+_hook_typ[a-z_]* [a-zA-Z_]+;', 'src/include').map(
    (line) => /(\w+);$/.exec(line)?.[1],
  );
  same(
    'hooks equal grep of extern declarations of hook types',
    names('hook').filter((name) => declared.includes(name)),
    declared,
  );
  const others = names('hook').filter((name) => !declared.includes(name));
  process.stdout.write(`     hooks that are declared otherwise: ${others.join(', ') || 'none'}\n`);
  const controls = spawnSync('find', ['contrib', 'src', '-name', '*.control'], { cwd: tree, encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean);
  same(
    'extensions equal the control files',
    list('extension').map((one) => one.file),
    controls,
  );
  const scheduled = ['parallel_schedule', 'isolation_schedule'].flatMap((name) => {
    const path = join(tree, 'src/test', name.startsWith('p') ? 'regress' : 'isolation', name);
    return [...readFileSync(path, 'utf8').matchAll(/^test:[ \t]*(.*)$/gm)].flatMap((match) => (match[1] ?? '').trim().split(/\s+/));
  });
  const tests = names('test');
  same(
    'every scheduled test is listed',
    scheduled.filter((name) => tests.includes(name)),
    scheduled,
  );
  const programs = new Set(names('program'));
  const built = readdirSync(join(tree, 'src/bin'), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && existsSync(join(tree, 'src/bin', entry.name, `${entry.name}.c`)),
  );
  same(
    'a program for each directory of src/bin with a main file of its name',
    built.map((one) => one.name).filter((name) => programs.has(name)),
    built.map((one) => one.name).filter((name) => name !== 'pgevent'),
  );
}
