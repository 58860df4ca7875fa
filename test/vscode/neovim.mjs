// Neovim from Debian as a second, independent client: it receives the lenses of ipci.c and applies a code action.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../../src/dev/prepare.mjs';
import { treesDir } from '../../src/dev/trees.mjs';
import { OFFERED_CODE } from './support/offered.mjs';

/** @param {(name: string, holds: boolean, detail?: string) => void} check */
export function judgeNeovim(check) {
  const work = mkdtempSync(join(tmpdir(), 'pgsmith-neovim-'));
  const root = join(work, 'postgresql 18');
  spawnSync('cp', ['-a', '--reflink=auto', join(treesDir, '18'), root]);
  writeFileSync(join(root, 'src/backend/utils/adt/offered.c'), OFFERED_CODE);
  const result = join(work, 'result.json');
  const env = {
    ...process.env,
    PGSMITH_ROOT: root,
    PGSMITH_CLI: join(repository, 'dist/cli/main.mjs'),
    PGSMITH_RESULT: result,
    HOME: work,
  };
  const script = join(repository, 'test/vscode/neovim.lua');
  const run = spawnSync('nvim', ['--headless', '--clean', '-c', `luafile ${script}`], { env, encoding: 'utf8', timeout: 120_000 });
  const answer = readResult(result);
  const lenses = answer?.lenses ?? [];
  check(
    'Neovim receives the lenses of ipci.c',
    lenses.some(({ line, title }) => line.includes('BTreeShmemSize') && title.includes('BTree Vacuum State')),
    run.stderr + JSON.stringify(answer).slice(0, 500),
  );
  check(
    'Neovim is offered the registration of a function',
    answer?.actions?.some((title) => title.startsWith('Register as SQL function')) ?? false,
    JSON.stringify(answer?.actions),
  );
  const rows = readFileSync(join(root, 'src/include/catalog/pg_proc.dat'), 'utf8');
  check(
    'Neovim applies it',
    /proname => 'offered_sum',[\s\S]{0,300}?proargtypes => 'int4',[\s\S]{0,300}?prosrc => 'offered_sum'/.test(rows),
    answer?.error ?? run.stderr,
  );
  rmSync(work, { recursive: true, force: true });
}

/** @returns {{ lenses: { line: string, title: string }[], actions: string[], error?: string } | undefined} */
function readResult(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
