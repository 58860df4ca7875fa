import type { TreeContext } from '../tree/context.ts';
import { settled, settledInPassing } from '../tree/memo.ts';
import { rememberParts } from '../tree/parts.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { sourceFiles, walk } from './files.ts';
import { hasStanding } from './standing-words.ts';
import { usesIn } from './uses.ts';

/** Where a file mentions a name. */
export interface Mention {
  readonly path: TreePath;
  readonly text: string;
  readonly offset: number;
}

/**
 * The files below a directory whose names end so and whose text has a word or a match that runs through no line with a closing brace, in
 * order of path; what is computed from it rests on these paths only.
 */
export function filesMentioning(context: TreeContext, directory: TreePath, ending: string, word: string | RegExp): readonly TreePath[] {
  return settledInPassing(context, `files mentioning ${word} ${directory} ${ending}`, (inner) =>
    [...walk(inner.tree, directory)].filter((path) => path.endsWith(ending) && isMentioned(inner, path, word)),
  );
}

function isMentioned(context: TreeContext, path: TreePath, word: string | RegExp): boolean {
  const standing = hasStanding(context, path, word);
  return standing ?? settled(context, `mention of ${word} ${path}`, (own) => has(own, path, word), 'identity');
}

function has({ tree, memo }: TreeContext, path: TreePath, word: string | RegExp): boolean {
  const text = tree.read(path)?.text ?? '';
  if (typeof word === 'string') return text.includes(word);
  return rememberParts(memo, `mention of ${word} ${path}`, text, (part) => word.test(part)).some(({ found }) => found);
}

/** Mentions of an identifier in C code of the server and of all modules and programs, comments and literals left out, in order of path. */
export function mentionsInCode(context: TreeContext, name: string): readonly Mention[] {
  return search(context, /\.(?:c|h|y|l)$/, name, usesIn);
}

/** Mentions in tests: scripts of SQL, isolation specs, TAP scripts and their configurations. `pattern` must match what is looked for. */
export function mentionsInTests(context: TreeContext, name: string, pattern: RegExp): readonly Mention[] {
  return search(context, /\/(?:sql|input|specs|t)\/[\w.-]+\.(?:sql|source|spec|pl|pm|conf)$|\/[\w-]*\.conf$/, name, (text) =>
    [...text.matchAll(pattern)].map((match) => match.index),
  );
}

function search(
  context: TreeContext,
  files: RegExp,
  name: string,
  offsetsIn: (text: string, name: string) => readonly number[],
): readonly Mention[] {
  const found: Mention[] = [];
  for (const path of sourceFiles(context.tree)) {
    if (!files.test(path)) continue;
    const text = context.tree.read(path)?.text;
    if (text?.includes(name)) for (const offset of offsetsIn(text, name)) found.push({ path, text, offset });
  }
  return found;
}

/** The line around an offset, blanks folded, at most about a hundred characters. */
export function lineAt({ text, offset }: Mention): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text
    .slice(start, end < 0 ? text.length : end)
    .trim()
    .replaceAll(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}\u2026` : line;
}
