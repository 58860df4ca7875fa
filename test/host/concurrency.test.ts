import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recoverDisk } from '../../src/host/recover.ts';
import { writeEdit } from '../../src/host/write.ts';
import { appendEdit, contentsOf, folderOf } from './folders.ts';
import { childScript, scratchDirectory } from './scratch.ts';

const scratch = scratchDirectory();

function ended(script: string, args: readonly string[], killAfter?: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (data) => {
      errors += String(data);
    });
    child.on('error', reject);
    child.on('close', (status, signal) => resolve(`${signal ?? status} ${errors}`));
    if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
  });
}

it('lets every one of many writers through, one after the other, in the same order for all files', { timeout: 120_000 }, async () => {
  const script = await childScript(scratch, 'writers-child');
  const folder = folderOf(scratch, { a: '', 'b/b': '', 'c/c': '' });
  const writers = ['anna', 'berta', 'carla', 'dora'];
  expect(await Promise.all(writers.map((writer) => ended(script, [folder, writer, '5'])))).toEqual(writers.map(() => '0 '));
  const contents = contentsOf(folder);
  expect(Object.keys(contents)).toEqual(['a', 'b/b', 'c/c']);
  expect(new Set(Object.values(contents)).size).toBe(1);
  const expected = writers.flatMap((writer) => [1, 2, 3, 4, 5].map((line) => `${writer} ${line}`));
  expect(contents['a']?.trimEnd().split('\n').sort()).toEqual(expected.sort());
});

it('keeps all files in step while some writers are killed', { timeout: 120_000 }, async () => {
  const script = await childScript(scratch, 'writers-child');
  const folder = folderOf(scratch, { a: '', 'b/b': '', 'c/c': '' });
  const doomed = [90, 130, 170, 210].map((time) => ended(script, [folder, `doomed${time}`, '1000'], time));
  expect(await ended(script, [folder, 'anna', '10'])).toBe('0 ');
  expect(new Set(await Promise.all(doomed))).toEqual(new Set(['SIGKILL ']));
  expect(recoverDisk(folder).ok).toBe(true);
  const contents = contentsOf(folder);
  expect(Object.keys(contents)).toEqual(['a', 'b/b', 'c/c']);
  expect(new Set(Object.values(contents)).size).toBe(1);
  expect(contents['a']?.match(/^anna \d+$/gm)).toEqual(Array.from({ length: 10 }, (_, index) => `anna ${index + 1}`));
});

it('takes a claim whose number now belongs to another process for abandoned', () => {
  const folder = folderOf(scratch, { a: '' });
  mkdirSync(join(folder, `.pgsmith-${process.ppid}-1-0123456789abcdef`));
  // Only Linux tells when a process began; elsewhere the number alone has to do, and the writer gives up after a while.
  const told = existsSync('/proc/self/stat');
  expect(writeEdit(folder, appendEdit(folder, ['a'], 'x')).ok).toBe(told);
  expect(contentsOf(folder)).toEqual({ a: told ? 'x' : '' });
});
