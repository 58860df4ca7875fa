// Puts snippets into the code they belong into and has them compiled as the tree was, where every warning is an error.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { expand } from '../../../src/dev/expand-snippet.mjs';
import { baseline, pgConfig } from '../../../src/dev/postgres.mjs';

/**
 * @typedef {{ prefix: string, body: string, includes: readonly string[], scope?: 'file' | 'function' }} Snippet
 * @typedef {import('./contexts.mjs').Context} Context
 */

/** What an editor knows of the file that is open. */
export const variables = {
  TM_FILENAME: 'my_module.c',
  TM_FILENAME_BASE: 'my_module',
  RELATIVE_FILEPATH: 'src/backend/my_module.c',
  CURRENT_YEAR: '2026',
};

/**
 * A C file with the snippet in its place.
 * @param {Snippet} snippet
 * @param {Context} context
 */
export function sourceOf(snippet, context) {
  const text = expand(context.use === undefined ? snippet.body : atLastStop(snippet.body, context.use), variables);
  if (context.whole) return `${text}\n`;
  const includes = snippet.includes.map((header) => `#include ${header.startsWith('<') ? header : `"${header}"`}\n`).join('');
  const head = `#include "postgres.h"\n\n${includes}\n${context.before ?? ''}\n\n`;
  if ((snippet.scope ?? context.at) === 'file') return `${head}${text}\n${context.after ?? ''}`;
  const parameters = context.parameters ?? 'void';
  const indented = text.replaceAll(/^(?=[^\n])/gm, '\t');
  const around = context.head ?? `extern void around(${parameters});\n\nvoid\naround(${parameters})\n{`;
  return `${head}${around}\n${indented}\n}\n`;
}

/** Where the user goes on typing: the last tab stop, or the end of a snippet that names none. */
function atLastStop(body, use) {
  const stop = /^([ \t]*)(?:\$0|\$\{0(?::[^}]*)?\})/m.exec(body);
  return stop ? body.replace(stop[0], () => `${stop[1]}${use.replaceAll('\n', `\n${stop[1]}`)}`) : `${body}\n${use}`;
}

/**
 * Compiles files against the installed headers of a tree with the flags of its build, several at a time.
 * @param {{ name: string, path: string }} tree
 * @param {string} installed
 * @param {string} work
 * @param {readonly { name: string, text: string }[]} sources
 * @returns {Promise<Map<string, string>>} what the compiler said of each file; nothing where it had nothing to say
 */
export async function compile(tree, installed, work, sources) {
  const global = readFileSync(join(baseline(tree).directory, 'src', 'Makefile.global'), 'utf8');
  const of = (name) => (new RegExp(`^${name} = (.*)$`, 'm').exec(global)?.[1] ?? '').split(/\s+/).filter(Boolean);
  const include = pgConfig(installed, '--includedir-server');
  const flags = ['-c', '-o', '/dev/null', ...of('CPPFLAGS'), ...of('CFLAGS'), '-O2', '-Werror', `-I${include}`];
  const outcome = new Map();
  const waiting = [...sources];
  const worker = async () => {
    for (let source = waiting.shift(); source; source = waiting.shift()) {
      const path = join(work, `${source.name}.c`);
      writeFileSync(path, source.text);
      outcome.set(source.name, await run('gcc', [...flags, path]));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, cpus().length) }, worker));
  return outcome;
}

/** What a program prints when it fails, or nothing. */
function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status) => resolve(status === 0 ? said : said || `status ${status}`));
  });
}
