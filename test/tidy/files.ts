import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const ignored = new Set(['.git', 'node_modules', 'dist', '.tsbuild']);

/** Text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(repository + path, 'utf8');
}

/** Paths of all files of the repository that are ours, relative to its top. */
export function filesBelow(directory = ''): readonly string[] {
  return readdirSync(`${repository}${directory}`, { withFileTypes: true }).flatMap((entry) => {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (ignored.has(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Our code: modules that ship, developers' scripts and tests. */
export function codeBelow(directory: string): readonly string[] {
  return filesBelow(directory).filter((path) => /\.(?:ts|mjs)$/.test(path));
}

/** What a module imports or re-exports, as written. */
export function importsOf(text: string): readonly string[] {
  const code = text.replaceAll(/^\s*(?:\/\/|\*).*$/gm, '');
  const statement =
    /^(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"\n]+)['"]|^import\s+['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/gm;
  return [...code.matchAll(statement)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
