// node test/postgres/snippets.mjs [TREE…]: every snippet, expanded with its defaults, is judged by PostgreSQL on each tree that it is
// offered on.
import { rmSync } from 'node:fs';
import { installation, workDirectory } from '../../src/dev/postgres.mjs';
import { ensureModules, ensurePrograms } from '../../src/dev/prepare.mjs';
import { cachedTrees, ensureTrees } from '../../src/dev/trees.mjs';
import { createReport } from './report.mjs';
import { compile, sourceOf } from './snippets/compile.mjs';
import { contexts, hookContext } from './snippets/contexts.mjs';
import { loadIdioms, snippetFiles } from './snippets/load.mjs';
import { judgeModules } from './snippets/modules.mjs';

ensurePrograms(['build']);
ensureModules();
ensureTrees();
const asked = process.argv.slice(2);
const trees = cachedTrees().filter((tree) => asked.length === 0 || asked.includes(tree.name));
const report = createReport();
const idiomsOf = await loadIdioms();
const files = snippetFiles();
const fixed = files.flatMap(({ language, snippets }) => (language === 'c' ? snippets : []));
const other = (prefix) => {
  const found = files.flatMap(({ language, snippets }) => (language === 'c' ? [] : snippets)).find((one) => one.prefix === prefix);
  if (!found) throw new Error(`No snippet file has ${prefix}`);
  return found;
};
const offered = new Set();

for (const tree of trees) {
  const idioms = idiomsOf(tree.path);
  const snippets = [...fixed, ...idioms];
  for (const { prefix } of snippets) offered.add(prefix);
  const sources = snippets.map((snippet) => {
    const context = contexts[snippet.prefix] ?? (snippet.prefix.startsWith('pghook') ? hookContext : undefined);
    if (!context) throw new Error(`test/postgres/snippets/contexts.mjs does not say where ${snippet.prefix} is typed`);
    return { name: snippet.prefix, text: sourceOf(snippet, context) };
  });
  const work = workDirectory(`snippets-${tree.name}`);
  const said = await compile(tree, installation(tree), work, sources);
  for (const [name, text] of said) report.check(`${tree.name}: ${name} compiles without a warning`, text === '', text);
  rmSync(work, { recursive: true, force: true });
  judgeModules(tree, snippets, other, (name, holds, detail) => report.check(`${tree.name}: ${name}`, holds, detail));
}
for (const name of Object.keys(contexts)) report.check(`${name} is offered on some tree`, offered.has(name));

for (const failure of report.failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${report.passed} passed, ${report.failures.length} failed\n`);
process.exitCode = report.failures.length === 0 ? 0 : 1;
