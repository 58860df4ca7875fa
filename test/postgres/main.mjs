// npm run test:postgres [-- TREE…]: judges pgsmith by PostgreSQL on every tree of the cache, or on those named.
import { ensureBundle, ensureModules, ensurePrograms } from '../../src/dev/prepare.mjs';
import { cachedTrees, ensureTrees } from '../../src/dev/trees.mjs';
import { judgeAreaLocks } from './area-locks.mjs';
import { judgeCompiled } from './compiled.mjs';
import { judgeIndex } from './index.mjs';
import { judgeInsertions } from './insertions.mjs';
import { createReport } from './report.mjs';
import { judgeSizes } from './sizes.mjs';
import { judgeSnippets } from './snippets/judge.mjs';
import { judgeStartup } from './startup.mjs';
import { judgeTree } from './tree.mjs';

ensurePrograms(['fetch', 'postgres', 'build']);
ensureModules();
ensureBundle();
ensureTrees();
const asked = process.argv.slice(2);
const trees = cachedTrees().filter((tree) => asked.length === 0 || asked.includes(tree.name));
const unknown = asked.filter((name) => !trees.some((tree) => tree.name === name));
if (unknown.length > 0) throw new Error(`No such tree in the cache: ${unknown.join(', ')}`);
const report = createReport();
for (const tree of trees) {
  const start = report.failures.length;
  try {
    judgeTree(tree, report, { meson: tree.name === '18' });
    judgeStartup(tree, report);
    judgeIndex(tree, report);
    judgeSizes(tree, report);
    judgeAreaLocks(tree, report);
    judgeCompiled(tree, report);
  } catch (error) {
    report.check(`${tree.name}: the judge came to an end`, false, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  process.stdout.write(`PostgreSQL ${tree.name}: ${report.failures.length === start ? 'passed' : 'FAILED'}\n`);
}
await judgeInsertions(trees, report);
await judgeSnippets(trees, report, asked.length === 0);
for (const failure of report.failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${report.passed} passed, ${report.failures.length} failed\n`);
process.exitCode = report.failures.length === 0 ? 0 : 1;
