import type { Place } from '../base/result.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { pathsByName } from './c-functions.ts';

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
    if (!OTHER.test(match[0])) found.push({ name: match[2] ?? '', offset: match.index + (match[1] ?? '').length });
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
  return remember(context, `variables ${path}`, ({ tree }) => definedVariables(tree.read(path)?.text ?? ''));
}
