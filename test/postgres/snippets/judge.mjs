// Every snippet, expanded with its defaults, is judged by PostgreSQL on each tree that it is offered on.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { installation, workDirectory } from '../../../src/dev/postgres.mjs';
import { compile, sourceOf } from './compile.mjs';
import { contexts } from './contexts.mjs';
import { judgeLayout } from './layout.mjs';
import { loadIdioms, snippetFiles } from './load.mjs';
import { judgeModules } from './modules.mjs';
import { judgeRecords, judgeTests } from './records.mjs';

/**
 * @param {readonly { name: string, path: string }[]} trees
 * @param {ReturnType<import('../report.mjs').createReport>} report
 * @param {boolean} all whether these are all trees of the cache, so that it is told which idioms none of them offers
 */
export async function judgeSnippets(trees, report, all) {
  const idiomsOf = await loadIdioms();
  const files = snippetFiles();
  const waiting = new Set(files.flatMap((file) => file.snippets.map((snippet) => snippet.prefix)));
  const idle = new Set(Object.keys(contexts));
  for (const tree of trees) {
    const start = report.failures.length;
    try {
      await judgeTree(tree, files, idiomsOf(tree.path), report, waiting, idle);
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      report.check(`${tree.name}: the judge of snippets came to an end`, false, detail);
    }
    process.stdout.write(`Snippets on PostgreSQL ${tree.name}: ${report.failures.length === start ? 'passed' : 'FAILED'}\n`);
  }
  report.equal('every snippet that does not depend on the tree is judged', [...waiting], []);
  if (all && idle.size > 0) process.stdout.write(`Offered on none of these trees: ${[...idle].join(', ')}\n`);
}

async function judgeTree(tree, files, idioms, report, waiting, idle) {
  const check = (name, holds, detail) => report.check(`${tree.name}: ${name}`, holds, detail);
  /** Snippets for a language; they count as judged from then on. */
  const judged = (language) => {
    const snippets = files.filter((file) => file.language === language).flatMap((file) => file.snippets);
    for (const { prefix } of snippets) waiting.delete(prefix);
    return snippets;
  };
  const one = (language, prefix) => {
    const found = files
      .filter((file) => file.language === language)
      .flatMap((file) => file.snippets)
      .find((snippet) => snippet.prefix === prefix);
    if (!found) throw new Error(`No snippet for ${language} is called ${prefix}`);
    waiting.delete(prefix);
    return found;
  };
  const snippets = [...judged('c'), ...idioms];
  for (const { prefix } of snippets) idle.delete(prefix);
  const work = workDirectory(`snippets-${tree.name}`);
  const sources = snippets.map((snippet) => ({ name: snippet.prefix, text: sourceOf(snippet, contextOf(snippet)) }));
  const said = await compile(tree, installation(tree), work, sources);
  for (const [name, text] of said) check(`${name} compiles without a warning`, text === '', text);
  judgeLayout(tree, join(work, 'layout'), sources, check);
  rmSync(work, { recursive: true, force: true });
  judgeModules(tree, snippets, one, check);
  judgeRecords(tree, judged, check);
  judgeTests(tree, one, check);
}

/** Where a snippet is typed; a hook of some tree, whatever its name, is a whole module. */
function contextOf({ prefix, scope }) {
  const context = contexts[prefix] ?? (prefix.startsWith('pghook') ? {} : undefined);
  if (!context || (scope === undefined && context.at === undefined)) throw new Error(`contexts.mjs does not say where ${prefix} is typed`);
  return context;
}
