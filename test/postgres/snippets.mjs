// node test/postgres/snippets.mjs [TREE…]: the part of npm run test:postgres that is about snippets, alone.
import { ensureModules, ensurePrograms } from '../../src/dev/prepare.mjs';
import { cachedTrees, ensureTrees } from '../../src/dev/trees.mjs';
import { createReport } from './report.mjs';
import { judgeSnippets } from './snippets/judge.mjs';

ensurePrograms(['fetch', 'postgres', 'build']);
ensureModules();
ensureTrees();
const asked = process.argv.slice(2);
const trees = cachedTrees().filter((tree) => asked.length === 0 || asked.includes(tree.name));
const report = createReport();
await judgeSnippets(trees, report, asked.length === 0);
for (const failure of report.failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${report.passed} passed, ${report.failures.length} failed\n`);
process.exitCode = report.failures.length === 0 ? 0 : 1;
