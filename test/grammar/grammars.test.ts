import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('the records grammar gives the scopes of its snapshot', () => {
  const args = [
    'node_modules/vscode-tmgrammar-test/dist/snapshot.js',
    '-g',
    'syntaxes/records.tmLanguage.json',
    '-s',
    'source.pgsmith.records',
    'test/grammar/records.dat',
  ];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(run.stdout + run.stderr).toContain('success');
  expect(run.status).toBe(0);
});
