import { walk } from '../../index/files.ts';
import { own } from '../../text/own.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember, settled } from '../../tree/memo.ts';
import { rememberParts } from '../../tree/parts.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { MacroBodies } from './expression.ts';
import { visibleFiles } from './visible.ts';

/** Macros that configure writes into pg_config.h, and the option in whose units of 1024 bytes configure.ac keeps the default. */
const CONFIGURED: Readonly<Record<string, string>> = { BLCKSZ: 'blocksize', XLOG_BLCKSZ: 'wal_blocksize' };

/**
 * Object-like macros of the given files and of all that they see, else of any header; nothing is read before the first question. What is
 * computed from them rests on the macros that were asked for alone.
 */
export function macrosOf(context: TreeContext, files: readonly TreePath[]): MacroBodies {
  const answers = new Map<string, readonly string[] | undefined>();
  return (name) => {
    if (!answers.has(name))
      answers.set(
        name,
        settled(context, `macro ${name} in ${files}`, (inner) => bodiesOf(inner, files, name)),
      );
    return answers.get(name);
  };
}

function bodiesOf(context: TreeContext, files: readonly TreePath[], name: string): readonly string[] | undefined {
  const seen = remember(context, `macros in ${files}`, (inner) =>
    [...new Set(files.flatMap((path) => visibleFiles(inner, path)))].map((path) => macrosIn(inner, path)),
  );
  return bodiesIn(seen, name) ?? configured(context, name) ?? bodiesIn([macrosOfHeaders(context)], name);
}

/** Where PostgreSQL keeps the switches that a developer sets by hand. */
const SWITCHES = 'src/include/pg_config_manual.h';

/** What says which macros the build may define: configure's template and the script of Meson. */
const CONFIGURATION = ['src/include/pg_config.h.in', 'meson.build'];

/**
 * Whether a macro is a switch that pg_config_manual.h speaks of and leaves undefined, and that no option of the build sets: only somebody
 * who debugs defines it.
 */
export function isOffByDefault(context: TreeContext, name: string): boolean {
  return settled(context, `switch ${name}`, ({ tree }) => {
    const text = tree.read(SWITCHES)?.text ?? '';
    const word = new RegExp(`\\b${name}\\b`);
    if (!word.test(text) || new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}\\b`, 'm').test(text)) return false;
    return !CONFIGURATION.some((path) => word.test(tree.read(path)?.text ?? ''));
  });
}

/** Bodies of macros by name. */
type Macros = ReadonlyMap<string, readonly string[]>;

/** The bodies that some of the files give a macro, each once; undefined where none does. */
function bodiesIn(files: readonly Macros[], name: string): readonly string[] | undefined {
  const bodies = new Set(files.flatMap((macros) => macros.get(name) ?? []));
  return bodies.size === 0 ? undefined : [...bodies];
}

/** The object-like macros of all headers. */
function macrosOfHeaders(context: TreeContext): Macros {
  return remember(context, 'macros of headers', (inner) => {
    const all = new Map<string, string[]>();
    for (const path of walk(inner.tree, 'src/include')) {
      if (!path.endsWith('.h')) continue;
      for (const [name, bodies] of macrosIn(inner, path)) all.set(name, [...(all.get(name) ?? []), ...bodies]);
    }
    return all;
  });
}

/** The object-like macros that one file defines. */
function macrosIn(context: TreeContext, file: TreePath): Macros {
  return remember(context, `macros ${file}`, (inner) => new Map(settled(inner, `macro list ${file}`, (own) => macroList(own, file))));
}

/** Names and bodies, which stay as they are when something else of the file changes. */
function macroList({ tree, memo }: TreeContext, file: TreePath): readonly (readonly [name: string, bodies: readonly string[]])[] {
  const macros = new Map<string, string[]>();
  for (const { found } of rememberParts(memo, `macros ${file}`, tree.read(file)?.text ?? '', definesIn))
    for (const { name, body } of found) macros.set(name, [...(macros.get(name) ?? []), body]);
  return [...macros];
}

function definesIn(text: string): readonly { readonly name: string; readonly body: string }[] {
  const defines = text.matchAll(/^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)(?:[ \t]+|[ \t]*\\\r?\n[ \t]*)((?:[^\\\n/]|\\\r?\n|\/(?!\*))+)/gm);
  return [...defines].map(([, name = '', body = '']) => ({ name: own(name), body: own(body.replaceAll(/\\\r?\n/g, ' ').trim()) }));
}

function configured(context: TreeContext, name: string): readonly string[] | undefined {
  const option = CONFIGURED[name];
  if (option === undefined) return undefined;
  const text = context.tree.read('configure.ac')?.text ?? context.tree.read('configure.in')?.text ?? '';
  const kilobytes = new RegExp(`\\[${option}=(\\d+)\\]`).exec(text)?.[1];
  return kilobytes === undefined ? undefined : [`${kilobytes} * 1024`];
}
