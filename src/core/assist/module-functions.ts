import type { Place } from '../base/result.ts';
import { cFilesBelow, functionsOf } from '../index/c-functions.ts';
import { mentionsInTests } from '../index/mentions.ts';
import { callOf } from '../index/script-names.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { basename, dirname, type TreePath } from '../tree/source-tree.ts';
import type { Definition } from './answers.ts';
import { type Word, wordAt } from './conf.ts';

/** A SQL function that a script of an extension makes of a C function: `CREATE FUNCTION … AS 'MODULE_PATHNAME', 'symbol'`. */
export interface ModuleFunction {
  readonly name: string;
  /** The C function. */
  readonly symbol: string;
  /** Of the name in the script. */
  readonly place: Place;
  /** End of the clause that names the C function. */
  readonly end: number;
}

/** The functions that one script of an extension makes of C functions, in order of place. */
export function moduleFunctionsIn(context: TreeContext, path: TreePath): readonly ModuleFunction[] {
  return remember(context, `module functions ${path}`, ({ tree }) => {
    const statements = (tree.read(path)?.text ?? '').matchAll(
      /^(CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\s+(?:[\w@]+\.)?)"?(\w+)"?\s*\([^;]*?\bAS\s+'(?:MODULE_PATHNAME|\$libdir\/[\w-]+)'(?:\s*,\s*'(\w+)')?/gim,
    );
    return [...statements].map(([whole, before = '', name = '', symbol = name], index, all) => {
      const start = all[index]?.index ?? 0;
      return { name, symbol, place: { path, offset: start + before.length }, end: start + whole.length };
    });
  });
}

/** From a script to the C function, from that to the scripts, and from a call in a test of the extension to the scripts. */
export function moduleDefinition(context: TreeContext, path: TreePath, offset: number): Definition | undefined {
  const found = moduleWordAt(context, path, offset);
  if (!found) return undefined;
  const code = found.isScript ? found.functions.slice(0, 1).flatMap((one) => codeOf(context, one)) : [];
  const places = code.length > 0 ? code : found.functions.map((one) => one.place);
  return { start: found.word.start, end: found.word.end, places };
}

/** Where the functions that a word means are made, coded, and called in tests of the extension. */
export function moduleReferences(context: TreeContext, path: TreePath, offset: number): readonly Place[] {
  const functions = moduleWordAt(context, path, offset)?.functions ?? [];
  const names = [...new Set(functions.map((one) => one.name))];
  const below = `${dirname(functions[0]?.place.path ?? '')}/`;
  const calls = names.flatMap((name) => mentionsInTests(context, name, callOf(name))).filter((one) => one.path.startsWith(below));
  return [
    ...functions.map((one) => one.place),
    ...functions.slice(0, 1).flatMap((one) => codeOf(context, one)),
    ...calls.map((one) => ({ path: one.path, offset: one.offset })),
  ];
}

/** The functions of an extension that a word means: the one that its script makes there, of one C function, or of the name that a test calls. */
function moduleWordAt(
  context: TreeContext,
  path: TreePath,
  offset: number,
): { readonly word: Word; readonly functions: readonly ModuleFunction[]; readonly isScript: boolean } | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const word = wordAt(text, offset, '\\w');
  if (!word) return undefined;
  const isScript = isExtensionScript(basename(path));
  if (isScript) {
    const own = moduleFunctionsIn(context, path).find((one) => one.place.offset <= offset && offset <= one.end);
    if (!own || ![own.name, own.symbol, 'MODULE_PATHNAME'].includes(word.text)) return undefined;
    return { word, functions: [own, ...namesakes(context, own)], isScript };
  }
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, word.end + 20);
  const isCode = path.endsWith('.c');
  if (isCode ? !/^(?:PG_FUNCTION_INFO_V1\(|\w+\s*\(PG_FUNCTION_ARGS)/.test(line) : !/^\s*\(/.test(text.slice(word.end, word.end + 20)))
    return undefined;
  const directory = isCode ? dirname(path) : dirname(dirname(path));
  const functions = functionsBelow(context, directory).filter((one) => (isCode ? one.symbol : one.name) === word.text);
  return functions.length > 0 ? { word, functions, isScript } : undefined;
}

/** The same function in other scripts, for example of another version. */
function namesakes(context: TreeContext, own: ModuleFunction): readonly ModuleFunction[] {
  return functionsBelow(context, dirname(own.place.path)).filter((one) => one.name === own.name && one.place.path !== own.place.path);
}

function functionsBelow(context: TreeContext, directory: TreePath): readonly ModuleFunction[] {
  const scripts = (context.tree.list(directory) ?? []).filter((one) => one.kind === 'file' && isExtensionScript(one.name));
  return scripts.flatMap((one) => moduleFunctionsIn(context, `${directory}/${one.name}`));
}

/** `NAME--VERSION.sql`, `NAME--FROM--TO.sql`. */
function isExtensionScript(name: string): boolean {
  return /^[\w-]+?--[\w.-]+\.sql(?:\.in)?$/.test(name);
}

function codeOf(context: TreeContext, { symbol, place }: ModuleFunction): readonly Place[] {
  for (const path of cFilesBelow(context.tree, dirname(place.path))) {
    const found = functionsOf(context, path).find((one) => one.name === symbol && one.isCallable);
    if (found) return [{ path, offset: found.offset }];
  }
  return [];
}
