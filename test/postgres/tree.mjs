// Judges pgsmith on one PostgreSQL tree: registers the KMS module in a copy of it, builds, starts and asks PostgreSQL itself.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { areas, calls, registrations, settings } from '../../src/dev/kms.mjs';
import { make, runAs, scratchCopy, warningsOf, withServer, workDirectory } from '../../src/dev/postgres.mjs';
import { repository } from '../../src/dev/prepare.mjs';

const CLI = join(repository, 'dist', 'cli', 'main.mjs');
const CATALOG = 'src/include/catalog';
/** Regression tests that judge catalogs and parameters; a tree runs those that it has. */
/** What the judges build on in trees that have no test_setup. */
const GROUND = ['enum', 'rangetypes'];
const JUDGES = ['test_setup', 'opr_sanity', 'type_sanity', 'misc_sanity', 'oidjoins', 'guc'];

function pgsmith(tree, args, input = '') {
  const run = spawnSync(process.execPath, [CLI, '--tree', tree, ...args], { encoding: 'utf8', input, maxBuffer: 1 << 28 });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

function json(tree, args) {
  const run = pgsmith(tree, ['--json', ...args]);
  return JSON.parse(run.stdout);
}

/**
 * @param {{ name: string, path: string }} tree
 * @param {ReturnType<import('./report.mjs').createReport>} report
 * @param {{ meson: boolean }} options
 */
export function judgeTree(tree, report, options) {
  const work = workDirectory(`judge-${tree.name}`);
  const check = (name, holds, detail) => report.check(`${tree.name}: ${name}`, holds, detail);
  const equal = (name, found, expected) => report.equal(`${tree.name}: ${name}`, found, expected);
  const before = report.failures.length;
  const { copy, warnings } = scratchCopy(tree, work);
  register(copy, work, check);
  if (report.failures.length > before) return;
  judgeScripts(tree, copy, work, check, equal);
  runAs(copy, 'true', []);
  if (process.getuid?.() === 0) spawnSync('chown', ['-R', '65534:65534', copy]);
  const built = make(copy, []);
  const fresh = [...warningsOf(built.stderr)].filter((warning) => !warnings.has(warning));
  check('the changed tree builds', built.status === 0, built.stderr.slice(-3000));
  if (built.status !== 0) return;
  equal('the compiler has no new warning', fresh, []);
  rmSync(join(copy, 'src/backend/storage/ipc/kms.o'));
  const optimized = make(copy, ['-C', 'src/backend/storage/ipc', 'kms.o', 'COPT=-O2']);
  equal('nor has it when it optimizes', [optimized.status, [...warningsOf(optimized.stderr)]], [0, []]);
  judgeRegression(copy, check);
  judgeGucTest(tree, copy, check);
  withServer(copy, work, ({ value, psql }) => {
    check('the server starts', value('SELECT 1') === '1');
    judgeServer(value, equal);
    judgeExtractors(copy, value, psql, check, equal);
  });
  if (options.meson && existsSync(join(copy, 'meson.build'))) judgeMeson(tree, work, check);
  rmSync(work, { recursive: true, force: true });
}

/** Registers every part: the diff must apply by git and by patch, and give the bytes that --write writes. */
function register(copy, work, check) {
  spawnSync('git', ['init', '-q', copy]);
  const attempts = join(work, 'attempt');
  for (const [kind, request] of registrations) {
    const input = JSON.stringify(request);
    const plan = pgsmith(copy, ['add', kind, '--input', '-'], input);
    check(`add ${kind} ${request.name}`, plan.status === 0, plan.stderr);
    if (plan.status !== 0) return;
    const patch = join(work, 'step.diff');
    writeFileSync(patch, plan.stdout);
    const byGit = spawnSync('git', ['-C', copy, 'apply', '--check', patch], { encoding: 'utf8' });
    const byPatch = spawnSync('patch', ['-p1', '--dry-run', '-f', '-d', copy, '-i', patch], { encoding: 'utf8' });
    check(
      `the diff of ${request.name} applies by git and by patch`,
      byGit.status === 0 && byPatch.status === 0,
      byGit.stderr + byPatch.stdout,
    );
    const fixed =
      kind === 'function'
        ? JSON.stringify({
            ...request,
            oid: Number(
              /oid => '(\d+)', descr => '[^\n]*\n\+?\s*proname => '|oid => '(\d+)'/.exec(addedLines(plan.stdout))?.slice(1).find(Boolean),
            ),
          })
        : input;
    rmSync(attempts, { recursive: true, force: true });
    const written = pgsmith(copy, ['add', kind, '--input', '-', '--write'], fixed);
    check(`add ${kind} ${request.name} --write`, written.status === 0, written.stderr);
    const reversed = spawnSync('git', ['-C', copy, 'apply', '--check', '-R', patch], { encoding: 'utf8' });
    check(`--write writes the diff of ${request.name}`, reversed.status === 0, reversed.stderr);
    const again = pgsmith(copy, ['add', kind, '--input', '-'], fixed);
    check(`${request.name} a second time is refused`, again.status === 1, again.stderr);
  }
  rmSync(join(copy, '.git'), { recursive: true, force: true });
}

function addedLines(diff) {
  return diff
    .split('\n')
    .filter((line) => line.startsWith('+'))
    .join('\n');
}

/** The tree's own scripts on the catalogs. */
function judgeScripts(tree, copy, work, check, equal) {
  const perl = (script, ...args) =>
    spawnSync('perl', [join(copy, CATALOG, script), ...args], { cwd: join(copy, CATALOG), encoding: 'utf8' });
  const free = perl('unused_oids')
    .stdout.split('\n')
    .filter((line) => /^\d+( - \d+)?$/.test(line));
  const ours = json(copy, ['oid']).free.map(({ first, last }) => (first === last ? `${first}` : `${first} - ${last}`));
  equal('free OIDs equal those of unused_oids', ours, free);
  equal('duplicate_oids finds none', perl('duplicate_oids').status, 0);
  const output = join(work, 'reformatted');
  mkdirSync(output, { recursive: true });
  const reformat = (directory) => {
    const source = join(directory, CATALOG, 'pg_proc.dat');
    const run = spawnSync(
      'perl',
      ['-I', join(directory, 'src/backend/catalog'), join(directory, CATALOG, 'reformat_dat_file.pl'), '--output', output, source],
      { cwd: join(directory, CATALOG), encoding: 'utf8' },
    );
    return {
      same: run.status === 0 && readFileSync(join(output, 'pg_proc.dat'), 'utf8') === readFileSync(source, 'utf8'),
      text: run.status === 0 ? readFileSync(join(output, 'pg_proc.dat'), 'utf8') : run.stderr,
    };
  };
  const untouched = reformat(tree.path);
  if (untouched.same) check('reformat_dat_file.pl leaves pg_proc.dat alone', reformat(copy).same);
  else {
    const records =
      readFileSync(join(copy, CATALOG, 'pg_proc.dat'), 'utf8').match(/\{ oid => '\d+'[^}]*?pg_(?:kms|rotate)[\s\S]*? \},\n/g) ?? [];
    const text = reformat(copy).text;
    check('reformat_dat_file.pl leaves our records alone', records.length > 0 && records.every((record) => text.includes(record)));
  }
}

/** Regression tests of the tree and those that we wrote. */
function judgeRegression(copy, check) {
  const names = readdirSync(join(copy, 'src/test/regress/sql')).map((name) => name.replace(/\.sql$/, ''));
  const ours = names.filter((name) => name.startsWith('pg_kms') || name.startsWith('pg_rotate'));
  check('regression tests were written', ours.length > 0);
  const tests = [...(names.includes('test_setup') ? [] : GROUND), ...JUDGES.filter((name) => names.includes(name)), ...ours];
  const run = make(copy, ['-C', 'src/test/regress', 'check-tests', `TESTS=${tests.join(' ')}`, 'MAX_CONNECTIONS=2']);
  const diffs = join(copy, 'src/test/regress/regression.diffs');
  check(
    `regression tests pass: ${tests.join(' ')}`,
    run.status === 0,
    existsSync(diffs) ? readFileSync(diffs, 'utf8') : run.stdout.slice(-1500) + run.stderr.slice(-1500),
  );
}

/** The TAP test of parameters against the sample, on trees that have one. */
function judgeGucTest(_tree, copy, check) {
  const directory = join(copy, 'src/test/modules/test_misc/t');
  const test = existsSync(directory) ? readdirSync(directory).find((name) => /guc.*\.pl$/.test(name)) : undefined;
  if (test === undefined) return;
  const run = make(copy, ['-C', 'src/test/modules/test_misc', 'check', `PROVE_TESTS=t/${test}`]);
  check(`TAP test ${test} passes`, run.status === 0, run.stdout.slice(-2500) + run.stderr.slice(-1500));
}

function judgeServer(value, equal) {
  for (const [name, expected] of Object.entries(settings)) {
    const { shown, ...row } = expected;
    const columns = Object.keys(row).map((column) => `coalesce(${column}::text, '')`);
    equal(
      `pg_settings has ${name} as asked`,
      value(`SELECT ${columns.join(` || '|' || `)} FROM pg_settings WHERE name = '${name}'`),
      Object.values(row).join('|'),
    );
    equal(`SHOW ${name}`, value(`SHOW ${name}`), shown);
  }
  for (const [sql, expected] of calls) equal(sql, value(sql), expected);
  for (const area of areas)
    equal(`${area} is in pg_shmem_allocations`, value(`SELECT count(*) FROM pg_shmem_allocations WHERE name = '${area}'`), '1');
}

/** What we list is what the server knows; a difference must be explained by a condition in the source. */
function judgeExtractors(copy, value, psql, check, equal) {
  const gucs = json(copy, ['list', 'guc']);
  const known = new Set(value('SELECT name FROM pg_settings').split('\n'));
  const ours = new Set(gucs.map((entry) => entry.name));
  equal(
    'every parameter of pg_settings is listed',
    [...known].filter((name) => !ours.has(name)),
    [],
  );
  const hidden = gucs.filter((entry) => !known.has(entry.name) && psql(`SHOW "${entry.name}"`).status !== 0);
  const unexplained = hidden.filter((entry) => entry.conditions.length === 0);
  equal(
    'every listed parameter is in the server, or its row is conditional',
    unexplained.map((entry) => entry.name),
    [],
  );
  process.stdout.write(
    `     ${gucs.length} parameters listed; not in this server by condition: ${hidden.map((entry) => `${entry.name} (${entry.conditions.join(', ')})`).join(', ') || 'none'}\n`,
  );
  const rows = json(copy, ['list', 'function']).filter((entry) => entry.oid != null);
  const server = value('SELECT oid, proname FROM pg_proc WHERE oid < 10000 ORDER BY oid').split('\n');
  const listed = rows.sort((a, b) => a.oid - b.oid).map((entry) => `${entry.oid}|${entry.name}`);
  check(
    `the ${listed.length} functions listed are those of pg_proc`,
    JSON.stringify(listed) === JSON.stringify(server),
    `${listed.filter((one) => !server.includes(one)).slice(0, 10)} / ${server.filter((one) => !listed.includes(one)).slice(0, 10)}`,
  );
  const allocated = value("SELECT name FROM pg_shmem_allocations WHERE name IS NOT NULL AND name <> '<anonymous>'").split('\n');
  const names = new Set(json(copy, ['list', 'shmem']).map((entry) => entry.name));
  equal(
    'every area of pg_shmem_allocations is listed',
    allocated.filter((name) => !names.has(name)),
    [],
  );
}

/** Builds the registrations with meson too. */
function judgeMeson(tree, work, check) {
  const copy = join(work, 'meson');
  spawnSync('cp', ['-a', '--reflink=auto', tree.path, copy]);
  spawnSync('chmod', ['-R', 'u+w', copy]);
  for (const [kind, request] of registrations) pgsmith(copy, ['add', kind, '--input', '-', '--write'], JSON.stringify(request));
  if (process.getuid?.() === 0) spawnSync('chown', ['-R', '65534:65534', copy]);
  const setup = runAs(copy, 'meson', ['setup', '--auto-features=disabled', '-Dcassert=true', '-Doptimization=0', 'build']);
  const built = setup.status === 0 ? runAs(copy, 'ninja', ['-C', 'build', 'src/backend/postgres']) : setup;
  check('meson builds the changed tree', built.status === 0, (built.stdout + built.stderr).slice(-3000));
  check(
    'meson compiles kms.c',
    existsSync(join(copy, 'build/src/backend/postgres')) &&
      /kms/.test(spawnSync('sh', ['-c', `find '${copy}/build/src/backend' -name '*kms.c.o'`], { encoding: 'utf8' }).stdout),
  );
}
