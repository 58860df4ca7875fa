// Makes modules and an extension of nothing but snippets, builds them with PGXS, and has a server run them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../../src/dev/expand-snippet.mjs';
import { giveAway, pgConfigOf, runAs, scratchInstallation, withServer, workDirectory } from '../../../src/dev/postgres.mjs';
import { variables } from './compile.mjs';

/**
 * @typedef {import('./compile.mjs').Snippet} Snippet
 * @typedef {{ name: string, path: string }} Tree
 */

/** What gives a module without SQL functions one that shows that it works. */
const probe = (name, work) =>
  `PG_FUNCTION_INFO_V1(${name});\n\nDatum\n${name}(PG_FUNCTION_ARGS)\n{\n\t${work.replaceAll('\n', '\n\t')}\n}\n`;

/** Modules of one snippet each; the server is started with those that say so. */
const modules = [
  { name: 'my_worker', snippet: 'pgworker', preload: true },
  { name: 'my_dynamic', snippet: 'pgworkerdynamic', preload: false },
  { name: 'my_shmem', snippet: 'pgshmem', preload: true },
  {
    name: 'my_shmem_hash',
    snippet: 'pgshmemhash',
    preload: true,
    after: probe('entries', 'PG_RETURN_INT64(hash_get_num_entries(my_hash));'),
  },
  { name: 'my_hook', snippet: 'pghookExecutorRun', preload: true },
  { name: 'my_other_hook', snippet: 'pghookExecutorRun', preload: true },
  { name: 'my_guc', snippet: 'pgguc', preload: true },
  {
    name: 'my_dsm',
    snippet: 'pgdsm',
    preload: false,
    after: probe('count', 'my_state_attach();\nPG_RETURN_INT64(++my_state->counter);'),
  },
  { name: 'my_dsm_hash', snippet: 'pgdsmhash', preload: false, after: probe('count', 'my_hash_count(7);\nPG_RETURN_VOID();') },
];

/** Snippets that give the extension its functions. */
const functions = ['pgfunction', 'pgfunctionnull', 'pgsrf', 'pgsrfmaterialize', 'pgcomposite', 'pgtrigger'];

/** What nobody made a snippet of, since a script declares it as it is needed. */
const declarations = `
CREATE FUNCTION my_sum(integer, integer) RETURNS bigint AS 'MODULE_PATHNAME', 'my_sum' LANGUAGE C IMMUTABLE;
CREATE FUNCTION my_series(integer) RETURNS SETOF bigint AS 'MODULE_PATHNAME', 'my_series' LANGUAGE C STRICT;
CREATE FUNCTION my_row(OUT id integer, OUT name text) AS 'MODULE_PATHNAME', 'my_row' LANGUAGE C STRICT;
`;

/**
 * @param {Tree} tree
 * @param {readonly Snippet[]} c snippets for C that this tree offers
 * @param {(language: string, prefix: string) => Snippet} other a snippet for another language
 * @param {(name: string, holds: boolean, detail?: string) => void} check
 */
export function judgeModules(tree, c, other, check) {
  const work = workDirectory(`modules-${tree.name}`);
  const installed = scratchInstallation(tree, work);
  const named = new Map(c.map((snippet) => [snippet.prefix, snippet]));
  const offered = modules.filter(({ snippet }) => named.has(snippet));
  writeModules(join(work, 'modules'), named, offered);
  writeExtension(join(work, 'my_module'), named, other);
  giveAway(work);
  const make = ['-s', 'USE_PGXS=1', `PG_CONFIG=${pgConfigOf(installed)}`, 'COPT=-Werror', 'install'];
  for (const directory of ['modules', 'my_module']) {
    const built = runAs(join(work, directory), 'make', make);
    check(`${directory} builds and installs with PGXS`, built.status === 0 && built.stderr === '', built.stderr);
    if (built.status !== 0) return;
  }
  const preload = offered.filter((one) => one.preload).map((one) => one.name);
  const settings = [
    expand(other('pgsmith-conf', 'pgdevelop').body, variables),
    expand(other('pgsmith-conf', 'pgpreload').body, variables).replace('auto_explain', preload.join(',')),
  ];
  withServer(
    installed,
    work,
    (server) => {
      judgeExtension(server, check);
      judgeMemory(server, named, check);
      judgeWorkers(server, named.has('pgwaitevent') ? 'MyWorkerMain' : 'Extension', join(work, 'server.log'), check);
    },
    settings,
  );
  rmSync(work, { recursive: true, force: true });
}

function writeModules(directory, named, offered) {
  mkdirSync(directory);
  for (const { name, snippet, after } of offered) {
    const own = { ...variables, TM_FILENAME_BASE: name };
    const text = expand(named.get(snippet).body, own);
    writeFileSync(join(directory, `${name}.c`), moduleOf(named, [snippet], own, `${text}\n\n${after ?? ''}`));
  }
  writeFileSync(
    join(directory, 'Makefile'),
    `MODULES = ${offered.map((one) => one.name).join(' ')}\nPG_CONFIG = pg_config\nPGXS := $(shell $(PG_CONFIG) --pgxs)\ninclude $(PGXS)\n`,
  );
}

function writeExtension(directory, named, other) {
  mkdirSync(directory);
  const own = (name) => ({
    ...variables,
    TM_FILENAME: name,
    TM_FILENAME_BASE: name.replace(/\.\w+$/, ''),
    RELATIVE_FILEPATH: `contrib/my_module/${name}`,
  });
  const texts = functions.map((prefix) =>
    expand(prefix === 'pgfunctionnull' ? named.get(prefix).body.replaceAll('my_function', 'my_sum') : named.get(prefix).body, variables),
  );
  const files = {
    'my_module.c': moduleOf(named, functions, own('my_module.c'), texts.join('\n\n')),
    'my_module.control': expand(other('pgsmith-control', 'pgcontrol').body, own('my_module.control')),
    'my_module--1.0.sql': ['pgextension', 'pgcfunction', 'pgcsrf', 'pgctrigger']
      .map((prefix) => expand(other('sql', prefix).body, own('my_module--1.0.sql')))
      .concat(declarations)
      .join('\n'),
    Makefile: expand(other('makefile', 'pgxs').body, own('Makefile')),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), `${text}\n`);
}

/** A module's text: what snippets need, the magic, and `text`. */
function moduleOf(named, prefixes, own, text) {
  const magic = named.get('pgmagic');
  const headers = new Set([magic, ...prefixes.map((prefix) => named.get(prefix))].flatMap((snippet) => snippet.includes));
  const includes = [...headers].map((header) => `#include ${header.startsWith('<') ? header : `"${header}"`}\n`).join('');
  return `#include "postgres.h"\n\n${includes}\n${expand(magic.body, own)}\n\n${text}\n`;
}

function judgeExtension({ value, psql }, check) {
  const created = psql('CREATE EXTENSION my_module;');
  check('the extension made of snippets is created', created.status === 0, created.stderr);
  const equal = (sql, expected) => {
    const found = value(sql);
    check(sql, found === expected, `expected ${expected}\nfound    ${found}`);
  };
  equal(`SELECT my_function('world')`, 'hello, world');
  equal('SELECT my_sum(2, NULL)', '2');
  equal('SELECT my_sum(NULL, NULL) IS NULL', 't');
  equal('SELECT count(*), max(my_series) FROM my_series(5)', '5|5');
  equal('SELECT count(*), max(id), min(name) FROM my_rows()', '10|9|row');
  equal('SELECT * FROM my_row()', '1|one');
  psql('CREATE TABLE t (a int); CREATE TRIGGER g BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION my_trigger();');
  equal('INSERT INTO t VALUES (1); UPDATE t SET a = 2; SELECT a FROM t', '2');
}

function judgeMemory({ value }, named, check) {
  const areas = value(`SELECT string_agg(name, ',' ORDER BY name) FROM pg_shmem_allocations WHERE name ~ '^my_'`);
  check('the areas are in shared memory', areas === 'my_shmem,my_shmem_hash,my_shmem_hash hash', areas);
  const declare = (name, module, type) => `CREATE FUNCTION pg_temp.${name}() RETURNS ${type} AS '$libdir/${module}', '${name}' LANGUAGE C;`;
  const entries = value(`${declare('entries', 'my_shmem_hash', 'bigint')} SELECT pg_temp.entries()`);
  check('the hash table is there', entries === '0', entries);
  const shown = value('SHOW my_guc.my_limit');
  check('the parameter has its default', shown === '100', shown);
  if (named.has('pgdsm')) {
    const count = () => value(`${declare('count', 'my_dsm', 'bigint')} SELECT pg_temp.count()`);
    const counts = [count(), count()].join();
    check('two processes share the named segment', counts === '1,2', counts);
  }
  if (named.has('pgdsmhash')) {
    const counted = value(`${declare('count', 'my_dsm_hash', 'void')} SELECT pg_temp.count()`);
    check('the named hash table counts', counted === '', counted);
  }
}

function judgeWorkers({ value }, waitEvent, log, check) {
  const find = `SELECT pid FROM pg_stat_activity WHERE backend_type = 'my worker' AND wait_event = '${waitEvent}'`;
  const fixed = poll(() => value(find), /^\d+$/);
  check('the worker runs and waits', /^\d+$/.test(fixed), `${fixed}\n${readFileSync(log, 'utf8').slice(-2000)}`);
  check('a reload of the configuration leaves it alive', reload(value, find) === fixed);
  judgeEnd(value, fixed, 'the worker', check);
  const launched = value(
    `CREATE FUNCTION my_worker_launch() RETURNS integer AS '$libdir/my_dynamic' LANGUAGE C STRICT; SELECT my_worker_launch()`,
  );
  check('the dynamic worker is launched', /^\d+$/.test(launched), launched);
  const where = poll(
    () => value(`SELECT datname, usename FROM pg_stat_activity WHERE pid = ${launched} AND wait_event = '${waitEvent}'`),
    /^postgres/,
  );
  check('it got the database and the role through bgw_extra', where === 'postgres|postgres', where);
  judgeEnd(value, launched, 'the dynamic worker', check);
  const text = readFileSync(log, 'utf8');
  check(
    'no process crashed',
    !/terminating any other active server processes|was terminated by signal|TRAP:/.test(text),
    text.slice(-3000),
  );
}

function reload(value, find) {
  value('SELECT pg_reload_conf()');
  return poll(() => value(find), /^\d+$/);
}

/** SIGTERM must end a worker, and in the way that PostgreSQL itself announces. */
function judgeEnd(value, pid, who, check) {
  value(`SELECT pg_terminate_backend(${pid})`);
  const left = poll(() => value(`SELECT count(*) FROM pg_stat_activity WHERE pid = ${pid}`), /^0$/);
  check(`SIGTERM ends ${who}`, left === '0', left);
}

/** Asks until the answer is of the form that is waited for; gives the last answer after half a minute. */
function poll(ask, form) {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = ask();
    if (form.test(answer) || Date.now() > end) return answer;
  }
}
