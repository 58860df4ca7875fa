// pgindent must leave the code of snippets as it is, on trees that bring the program it needs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation, pgConfig } from '../../../src/dev/postgres.mjs';

/**
 * @param {{ name: string, path: string }} tree
 * @param {string} work a directory that does not exist yet
 * @param {readonly { name: string, text: string }[]} sources
 * @param {(name: string, holds: boolean, detail?: string) => void} check
 */
export function judgeLayout(tree, work, sources, check) {
  const indent = join(pgConfig(installation(tree), '--bindir'), 'pg_bsd_indent');
  if (!existsSync(indent)) return;
  mkdirSync(work);
  const tools = join(tree.path, 'src', 'tools', 'pgindent');
  const typedefs = join(work, 'typedefs.list');
  const own = sources.flatMap(({ text }) => [...text.matchAll(/^\} ([A-Z]\w*);$/gm)].map(([, name]) => name));
  writeFileSync(typedefs, `${readFileSync(join(tools, 'typedefs.list'), 'utf8')}${own.join('\n')}\n`);
  for (const { name, text } of sources) {
    const path = join(work, `${name}.c`);
    writeFileSync(path, text);
    const run = spawnSync('perl', [join(tools, 'pgindent'), '--diff', `--indent=${indent}`, `--typedefs=${typedefs}`, path], {
      cwd: work,
      encoding: 'utf8',
    });
    check(`pgindent leaves ${name} as it is`, run.status === 0 && run.stdout === '' && run.stderr === '', run.stdout + run.stderr);
  }
}
