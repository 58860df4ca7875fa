// Puts the snippets for record files and tests where they belong and has the tree's own scripts and programs judge them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../../src/dev/expand-snippet.mjs';
import { giveAway, installation, pgConfig, runAs, withServer, workDirectory } from '../../../src/dev/postgres.mjs';
import { variables } from './compile.mjs';

/**
 * @typedef {import('./compile.mjs').Snippet} Snippet
 * @typedef {{ name: string, path: string }} Tree
 * @typedef {(name: string, holds: boolean, detail?: string) => void} Check
 */

/**
 * @param {Tree} tree
 * @param {(language: string) => readonly Snippet[]} snippetsOf
 * @param {Check} check
 */
export function judgeRecords(tree, snippetsOf, check) {
  const work = workDirectory(`records-${tree.name}`);
  judgeCatalog(tree, join(work, 'catalog'), snippetsOf('pgsmith-catalog'), check);
  judgeParameters(tree, join(work, 'misc'), snippetsOf('pgsmith-guc'), check);
  judgeWaitEvents(tree, join(work, 'activity'), snippetsOf('pgsmith-wait-events'), check);
  rmSync(work, { recursive: true, force: true });
}

/** reformat_dat_file.pl must change nothing, genbki.pl must accept the rows. */
function judgeCatalog(tree, work, snippets, check) {
  const include = join(tree.path, 'src', 'include');
  cpSync(join(include, 'catalog'), work, { recursive: true, verbatimSymlinks: true });
  const file = join(work, 'pg_proc.dat');
  const rows = snippets.map(({ body }, index) => expand(body, { ...variables, RANDOM: `${index + 1}01234` })).join('\n');
  const text = readFileSync(file, 'utf8').replace(/\n\]\n*$/, () => `\n${rows}\n\n]\n`);
  writeFileSync(file, text);
  mkdirSync(join(work, 'out'));
  const formatted = perl(work, [join(work, 'reformat_dat_file.pl'), `--output=${join(work, 'out')}`, file], tree);
  const after = existsSync(join(work, 'out', 'pg_proc.dat')) ? readFileSync(join(work, 'out', 'pg_proc.dat'), 'utf8') : '';
  check(
    'reformat_dat_file.pl leaves the rows as they are',
    formatted.status === 0 && after.includes(`\n${rows}\n`),
    formatted.stderr + after.slice(-1500),
  );
  const headers = catalogHeaders(tree.path).map((header) => join(work, header));
  const script = join(tree.path, 'src', 'backend', 'catalog', 'genbki.pl');
  const generated = perl(
    work,
    [script, `--include-path=${include}/`, '--set-version=99', `--output=${join(work, 'out')}`, ...headers],
    tree,
  );
  check('genbki.pl accepts the rows', generated.status === 0 && generated.stderr === '', generated.stderr);
  const output = join(work, 'out', 'postgres.bki');
  const bki = existsSync(output) ? readFileSync(output, 'utf8') : '';
  for (const name of ['pg_key_count', 'pg_get_keys', 'pg_sum']) check(`postgres.bki has ${name}`, bki.includes(` ${name} `));
}

/** The catalog headers that a tree gives to genbki.pl, in the order of its Makefile. */
function catalogHeaders(tree) {
  const makefile = ['src/include/catalog/Makefile', 'src/backend/catalog/Makefile']
    .map((path) => join(tree, path))
    .filter(existsSync)
    .map((path) => readFileSync(path, 'utf8'))
    .find((text) => text.includes('CATALOG_HEADERS :='));
  const list = /^CATALOG_HEADERS := \\\n((?:.*\\\n)*.*\n)/m.exec(makefile ?? '')?.[1] ?? '';
  const last = ['toasting.h', 'indexing.h'].filter((name) => new RegExp(`CATALOG_HEADERS\\)[^\\n]*\\b${name}`).test(makefile ?? ''));
  return [...list.matchAll(/\w+\.h/g)].map(([name]) => name).concat(last);
}

/** The generator of the tables must accept each record, where a tree keeps its parameters in records. */
function judgeParameters(tree, work, snippets, check) {
  const source = join(tree.path, 'src', 'backend', 'utils', 'misc');
  if (!existsSync(join(source, 'guc_parameters.dat'))) return;
  mkdirSync(work);
  for (const { prefix, body } of snippets) {
    const record = expand(body, variables).replaceAll(/\bmy_setting\b/g, 'zzz_setting');
    const text = readFileSync(join(source, 'guc_parameters.dat'), 'utf8').replace(/\n\]\n*$/, () => `\n${record}\n\n]\n`);
    const input = join(work, `${prefix}.dat`);
    const output = join(work, `${prefix}.c`);
    writeFileSync(input, text);
    const generated = perl(work, [join(source, 'gen_guc_tables.pl'), input, output], tree);
    check(`gen_guc_tables.pl accepts ${prefix}`, generated.status === 0 && generated.stderr === '', generated.stderr);
    check(`its table has ${prefix}`, existsSync(output) && readFileSync(output, 'utf8').includes('"zzz_setting"'));
  }
}

/** The generator of the wait events must make an enum value of the line, where a tree keeps them in a file. */
function judgeWaitEvents(tree, work, snippets, check) {
  const source = join(tree.path, 'src', 'backend', 'utils', 'activity');
  if (!existsSync(join(source, 'wait_event_names.txt'))) return;
  mkdirSync(work);
  const lines = snippets.map(({ body }) => expand(body, variables)).join('\n');
  const text = readFileSync(join(source, 'wait_event_names.txt'), 'utf8').replace(
    /^MESSAGE_QUEUE_INTERNAL\t/m,
    (next) => `${lines}\n${next}`,
  );
  const input = join(work, 'wait_event_names.txt');
  writeFileSync(input, text);
  const generated = perl(work, [join(source, 'generate-wait_event_types.pl'), '--code', '--outdir', work, input], tree);
  check('generate-wait_event_types.pl accepts the line', generated.status === 0 && generated.stderr === '', generated.stderr);
  const header = readdirSync(work).includes('wait_event_types.h') ? readFileSync(join(work, 'wait_event_types.h'), 'utf8') : '';
  check('its enum has the event', /\bWAIT_EVENT_MY_FETCH\b/.test(header));
}

/**
 * The TAP test must pass, the isolation test run all its permutations, by the tree's own programs.
 * @param {Tree} tree
 * @param {(language: string, prefix: string) => Snippet} other
 * @param {Check} check
 */
export function judgeTests(tree, other, check) {
  const installed = installation(tree);
  const work = workDirectory(`tests-${tree.name}`);
  cpSync(installed, join(work, 'installed'), { recursive: true, verbatimSymlinks: true });
  giveAway(work);
  const own = join(work, 'installed');
  const pgxs = join(pgConfig(own, '--pkglibdir'), 'pgxs', 'src', 'test');
  const env = {
    PATH: `${pgConfig(own, '--bindir')}:${process.env.PATH}`,
    LD_LIBRARY_PATH: pgConfig(own, '--libdir'),
    PERL5LIB: join(pgxs, 'perl'),
    PG_REGRESS: join(pgxs, 'regress', 'pg_regress'),
    TESTDATADIR: join(work, 'tap'),
    TESTLOGDIR: join(work, 'tap'),
  };
  writeFileSync(join(work, '001_my_test.pl'), `${expand(other('perl', 'pgtap').body, variables)}\n`);
  const tap = runAs(work, 'prove', ['--norc', '001_my_test.pl'], { env });
  check('the TAP test passes', tap.status === 0 && /Result: PASS/.test(tap.stdout), tap.stdout + tap.stderr);
  const tester = join(pgxs, 'isolation', 'isolationtester');
  if (existsSync(tester)) {
    const spec = `${expand(other('pgsmith-isolation', 'pgisolation').body, variables)}\n`;
    withServer(own, work, () => {
      const run = runAs(work, tester, [`dbname=postgres user=postgres host=${work}`], { env, input: spec });
      const orders = run.stdout.split('\n').filter((line) => line.startsWith('starting permutation: ')).length;
      check(
        'the isolation test runs in both orders',
        run.status === 0 && orders === 2 && !/ERROR/.test(run.stdout),
        run.stdout + run.stderr,
      );
    });
  }
  rmSync(work, { recursive: true, force: true });
}

/** Runs a script of the tree with the modules that it expects beside it. */
function perl(work, args, tree) {
  const run = spawnSync('perl', ['-I', join(tree.path, 'src', 'backend', 'catalog'), ...args], { cwd: work, encoding: 'utf8' });
  return { status: run.status, stderr: `${run.stderr}${run.error?.message ?? ''}` };
}
