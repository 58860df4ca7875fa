// npm run demo [-- TREE]: registers a small key management module in a copy of a PostgreSQL tree, shows the diffs, builds it, starts
// the server and asks it for what was registered.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { areas, calls, registrations, settings } from './kms.mjs';
import { configureAndBuild, withServer, workDirectory } from './postgres.mjs';
import { ensureBundle, ensureModules, ensurePrograms, repository } from './prepare.mjs';
import { ensureTrees, treesDir } from './trees.mjs';

const asked = process.argv[2];
const source = asked === undefined ? join(treesDir, '18') : resolve(process.env.INIT_CWD ?? process.cwd(), asked);
if (asked !== undefined && !existsSync(join(source, 'src', 'backend'))) {
  process.stderr.write(`${source} is no PostgreSQL source tree: it has no src/backend. Name the top of a checkout: npm run demo -- TREE\n`);
  process.exit(2);
}
ensurePrograms(['fetch', 'postgres']);
ensureModules();
ensureBundle();
if (asked === undefined) ensureTrees(['18']);

const work = workDirectory('demo');
const tree = join(work, basename(source) === '18' ? 'postgresql-18' : basename(source));
title(`Copying ${source} to ${tree}`);
spawnSync('cp', ['-a', '--reflink=auto', source, tree]);
spawnSync('chmod', ['-R', 'u+w', tree]);

for (const [kind, request] of registrations) {
  title(`pgsmith add ${kind} --input - <<< '${JSON.stringify(request)}'`);
  pgsmith(['add', kind, '--input', '-'], request);
  pgsmith(['add', kind, '--input', '-', '--write'], request, true);
}

title('Building PostgreSQL with the module');
configureAndBuild(tree);
title('Starting the server and asking it');
withServer(tree, work, ({ value }) => {
  show(value, 'SELECT version()');
  for (const [sql] of calls) show(value, sql);
  for (const name of Object.keys(settings)) show(value, `SHOW ${name}`);
  show(
    value,
    `SELECT name, allocated_size FROM pg_shmem_allocations WHERE name IN (${areas.map((area) => `'${area}'`).join(', ')}) ORDER BY name`,
  );
});
title(`The server is stopped. The changed tree is ${tree}`);

function title(text) {
  process.stdout.write(`\n### ${text}\n`);
}

function show(value, sql) {
  process.stdout.write(`${sql};\n${value(sql).replace(/^/gm, '    ')}\n`);
}

function pgsmith(args, request, quiet = false) {
  const run = spawnSync(process.execPath, [join(repository, 'dist', 'cli', 'main.mjs'), '--tree', tree, ...args], {
    encoding: 'utf8',
    input: JSON.stringify(request),
    maxBuffer: 1 << 28,
  });
  if (!quiet || run.status !== 0) process.stdout.write(run.stdout + run.stderr);
  if (run.status !== 0) process.exit(1);
}
