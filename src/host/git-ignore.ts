import type { TreePath } from '../core/api.ts';

/** Whether the `.gitignore` files of a directory and of those above it leave a path out. */
export type Ignored = (path: TreePath, isDirectory: boolean) => boolean;

/** Nothing is left out. */
export const nothingIgnored: Ignored = () => false;

/**
 * What a `.gitignore` with the text `text` in a directory leaves out below it, and what those above it do. Patterns are those of gitignore(5);
 * the last one that matches decides.
 */
export function ignoredBelow(directory: TreePath, text: string, above: Ignored): Ignored {
  const patterns = text.split(/\r?\n/).flatMap(readPattern);
  const from = directory === '' ? 0 : directory.length + 1;
  return (path, isDirectory) => {
    const own = path.slice(from);
    const last = patterns.findLast((one) => (isDirectory || !one.ofDirectories) && one.expression.test(own));
    return last ? !last.isException : above(path, isDirectory);
  };
}

interface Pattern {
  readonly expression: RegExp;
  readonly ofDirectories: boolean;
  /** Whether it takes a path back in. */
  readonly isException: boolean;
}

function readPattern(line: string): readonly Pattern[] {
  const [, exception, slash, glob, last] = /^(!?)(\/?)([^#/\s](?:.*[^/\s])?)(\/?)\s*$/.exec(line) ?? [];
  if (glob === undefined) return [];
  const start = slash === '/' || glob.includes('/') ? '^' : '(?:^|/)';
  return [{ expression: new RegExp(`${start}${ofGlob(glob)}$`), ofDirectories: last === '/', isException: exception === '!' }];
}

/** The source of an expression that matches what a glob does. */
function ofGlob(glob: string): string {
  return glob.replaceAll(/\\.|\[!?[^\]/]+\]|\*\*\/|\*\*|\*|\?|[^\w/]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.startsWith('[') && token.length > 1) return token.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    return `\\${token.replace(/^\\/, '')}`;
  });
}
