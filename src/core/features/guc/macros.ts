import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { headersWith } from './c-search.ts';
import type { MacroBodies } from './expression.ts';
import { visibleFiles } from './visible.ts';

/** Macros that configure writes into pg_config.h, and the option in whose units of 1024 bytes configure.ac keeps the default. */
const CONFIGURED: Readonly<Record<string, string>> = { BLCKSZ: 'blocksize', XLOG_BLCKSZ: 'wal_blocksize' };

/** Object-like macros of the given files and of all that they see, else of any header; nothing is read before the first question. */
export function macrosOf(context: TreeContext, files: readonly TreePath[]): MacroBodies {
  let macros: ReadonlyMap<string, readonly string[]> | undefined;
  const others = new Map<string, readonly string[] | undefined>();
  return (name) => {
    macros ??= readMacros(
      context,
      files.flatMap((path) => visibleFiles(context, path)),
    );
    const known = macros.get(name) ?? configured(context, name);
    if (known || others.has(name)) return known ?? others.get(name);
    const elsewhere = [...headersWith(context, name)].map((file) => file.path);
    others.set(name, readMacros(context, elsewhere).get(name));
    return others.get(name);
  };
}

function readMacros(context: TreeContext, files: readonly TreePath[]): ReadonlyMap<string, readonly string[]> {
  const macros = new Map<string, string[]>();
  for (const file of new Set(files)) {
    const text = context.tree.read(file)?.text ?? '';
    for (const match of text.matchAll(
      /^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)(?:[ \t]+|[ \t]*\\\r?\n[ \t]*)((?:[^\\\n/]|\\\r?\n|\/(?!\*))+)/gm,
    )) {
      const [, name = '', body = ''] = match;
      const value = body.replaceAll(/\\\r?\n/g, ' ').trim();
      const known = macros.get(name);
      if (!known) macros.set(name, [value]);
      else if (!known.includes(value)) known.push(value);
    }
  }
  return macros;
}

function configured(context: TreeContext, name: string): readonly string[] | undefined {
  const option = CONFIGURED[name];
  if (option === undefined) return undefined;
  const text = context.tree.read('configure.ac')?.text ?? context.tree.read('configure.in')?.text ?? '';
  const kilobytes = new RegExp(`\\[${option}=(\\d+)\\]`).exec(text)?.[1];
  return kilobytes === undefined ? undefined : [`${kilobytes} * 1024`];
}
