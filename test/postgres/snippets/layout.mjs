// pgindent must leave the code of snippets as it is: that of the tree, or of the next one that brings the program it needs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation, pgConfig } from '../../../src/dev/postgres.mjs';
import { cachedTrees } from '../../../src/dev/trees.mjs';

/**
 * @param {{ name: string, path: string }} tree
 * @param {string} work a directory that does not exist yet
 * @param {readonly { name: string, text: string }[]} sources
 * @param {(name: string, holds: boolean, detail?: string) => void} check
 */
export function judgeLayout(tree, work, sources, check) {
  const brings = (one) => existsSync(join(one.path, 'src', 'tools', 'pg_bsd_indent'));
  const indenting = brings(tree) ? tree : cachedTrees().find(brings);
  if (!indenting) throw new Error('No tree of the cache has src/tools/pg_bsd_indent');
  const indent = join(pgConfig(installation(indenting), '--bindir'), 'pg_bsd_indent');
  const script = join(indenting.path, 'src', 'tools', 'pgindent', 'pgindent');
  mkdirSync(work);
  const typedefs = join(work, 'typedefs.list');
  const own = sources.flatMap(({ text }) => [...text.matchAll(/^\} ([A-Z]\w*);$/gm)].map(([, name]) => name));
  writeFileSync(typedefs, `${readFileSync(join(tree.path, 'src', 'tools', 'pgindent', 'typedefs.list'), 'utf8')}${own.join('\n')}\n`);
  for (const { name, text } of sources) {
    const path = join(work, `${name}.c`);
    writeFileSync(path, text);
    const run = spawnSync('perl', [script, '--diff', `--indent=${indent}`, `--typedefs=${typedefs}`, path], {
      cwd: work,
      encoding: 'utf8',
    });
    check(`pgindent leaves ${name} as it is`, run.status === 0 && run.stdout === '' && run.stderr === '', run.stdout + run.stderr);
  }
}
