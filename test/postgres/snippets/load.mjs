// The snippets that ship: those of `snippets/`, and the idioms that the engine offers for a tree.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../../src/dev/prepare.mjs';
import { bundled } from '../bundled.mjs';

/** The snippet files of the manifest with the languages they are for. */
export function snippetFiles() {
  const { contributes } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  return contributes.snippets.map(({ language, path }) => ({ language, path, snippets: readSnippets(path) }));
}

/**
 * The snippets of one file. The headers that one needs stand at the end of its description.
 * @param {string} path
 */
function readSnippets(path) {
  const file = JSON.parse(readFileSync(join(repository, path), 'utf8'));
  return Object.entries(file).map(([name, { prefix, body, description }]) => ({
    name,
    prefix,
    description,
    body: Array.isArray(body) ? body.join('\n') : body,
    includes: (/ Needs ([\w/., ]+)$/.exec(description)?.[1] ?? '').split(', ').filter(Boolean),
  }));
}

/**
 * The engine's idioms for a folder, from the sources.
 * @returns {Promise<(path: string) => readonly import('../../../src/core/api.ts').Idiom[]>}
 */
export async function loadIdioms() {
  const { idiomsOf, diskTree } = await bundled(
    `export { idiomsOf } from './src/core/idioms/idioms.ts'; export { diskTree } from './src/host/disk-tree.ts';`,
  );
  return (path) => idiomsOf(diskTree(path));
}
