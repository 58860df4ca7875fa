import type { SourceTree } from '../../tree/source-tree.ts';

/** What a constant stands for. */
export type ConstantSort = 'number' | 'string';

/** What configure defines a macro of pg_config.h as, on every platform; undefined for those that it may leave out and for all others. */
export function configuredSort(tree: SourceTree, name: string): ConstantSort | undefined {
  if (!new RegExp(`^#[ \\t]*undef[ \\t]+${name}\\b`, 'm').test(tree.read('src/include/pg_config.h.in')?.text ?? '')) return undefined;
  if (/^PACKAGE_(?:NAME|TARNAME|VERSION|STRING|BUGREPORT|URL)$/.test(name)) return 'string';
  if (/^(?:SIZEOF|ALIGNOF)_/.test(name)) return 'number';
  const script = (tree.read('configure.ac') ?? tree.read('configure.in'))?.text ?? '';
  const value = new RegExp(`\\bAC_DEFINE_UNQUOTED\\(\\[?${name}\\]?,\\s*\\[?(.)`).exec(script)?.[1];
  return value === undefined ? undefined : value === '"' ? 'string' : 'number';
}
