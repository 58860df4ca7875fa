import type { Place } from '../base/result.ts';
import { own } from '../text/own.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember, settled } from '../tree/memo.ts';
import { joinParts, rememberParts } from '../tree/parts.ts';
import { paths } from '../tree/shape.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { pathsByName } from './c-functions.ts';
import { filesMentioning } from './mentions.ts';

/** A global variable that a C file defines. */
export interface DefinedVariable {
  readonly name: string;
  /** Of its name. */
  readonly offset: number;
}

/** What begins a line in column 0 and is no definition of a variable. */
const OTHER = /^(?:extern|typedef|static|struct\s+\w+\s*;|union\s+\w+\s*;|enum\s+\w+\s*;|return|goto|else|case|default)\b/;

/** The global variables of other names than functions that a C file defines, read from its text alone: declarations in column 0. */
export function definedVariables(text: string): readonly DefinedVariable[] {
  const found: DefinedVariable[] = [];
  for (const match of text.matchAll(/^([A-Za-z_][\w \t]*[ \t*])([A-Za-z_]\w*)[ \t]*(?:\[[^\]\n]*\][ \t]*)*(?:=|;)/gm)) {
    if (!OTHER.test(match[0])) found.push({ name: own(match[2] ?? ''), offset: match.index + (match[1] ?? '').length });
  }
  return found;
}

/** Where the server defines a global variable; of several definitions, under different `#if`s, the first. Undefined where it does not. */
export function variablePlace(context: TreeContext, name: string): Place | undefined {
  const [path] = pathsByName(context, 'variables', variablesOf).get(name) ?? [];
  const found = path === undefined ? undefined : variablesOf(context, path).find((one) => one.name === name);
  return found && path !== undefined ? { path, offset: found.offset } : undefined;
}

/** The global variables that one file defines. */
export function variablesOf(context: TreeContext, path: TreePath): readonly DefinedVariable[] {
  const key = `variables ${path}`;
  return remember(context, key, ({ tree, memo }) => joinParts(rememberParts(memo, key, tree.read(path)?.text ?? '', definedVariables)));
}

/**
 * Where a variable of a parameter is defined: a global one, one that the file of the tables keeps to itself, or one of a scanner.
 * Undefined where there is none.
 */
export function parameterVariable(context: TreeContext, name: string): Place | undefined {
  const known = variablePlace(context, name);
  if (known) return known;
  for (const path of [paths.gucTables, paths.gucC, ...filesMentioning(context, 'src/backend', '.l', name)]) {
    const offset = variablesAt(context, path).get(name);
    if (offset !== undefined) return { path, offset };
  }
  return undefined;
}

/** Whether a parameter's variable is found, which stays so when an edit moves it. */
export function hasVariable(context: TreeContext, name: string): boolean {
  if (pathsByName(context, 'variables', variablesOf).has(name)) return true;
  return settled(context, `is ${name} a variable`, (inner) => parameterVariable(inner, name) !== undefined, 'identity');
}

/** Offsets of all variables that begin in column 0 of a file, static ones too, by name. */
function variablesAt(context: TreeContext, path: TreePath): ReadonlyMap<string, number> {
  const key = `all variables ${path}`;
  return remember(context, key, ({ tree, memo }) => {
    const found = new Map<string, number>();
    for (const { name, offset } of joinParts(rememberParts(memo, key, tree.read(path)?.text ?? '', allVariables)))
      if (!found.has(name)) found.set(name, offset);
    return found;
  });
}

/** The variables that begin in column 0 of a C file, static ones too. */
export function allVariables(text: string): readonly DefinedVariable[] {
  const declarations = text.matchAll(/^(?!extern\b)((?:\w+[ \t*]+)+)(\w+)(?:\[[^\]\n]*\])?[ \t]*(?:=|;)/gm);
  return [...declarations].map((match) => ({ name: own(match[2] ?? ''), offset: match.index + (match[1] ?? '').length }));
}
