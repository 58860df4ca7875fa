import { filesMentioning } from '../../index/mentions.ts';
import { OPTION_TYPE } from '../../index/standing-words.ts';
import { initializersOfType } from '../../syntax/c/initializer.ts';
import type { CElement } from '../../syntax/c/syntax.ts';
import { own } from '../../text/own.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { SERVER_FOLDERS } from './c-search.ts';
import { literalText } from './c-text.ts';

/** One option of an enum parameter. */
export interface EnumOption {
  readonly name: string;
  /** Its C constant. */
  readonly value: string;
  readonly hidden: boolean;
}

/** An array of options with the file that defines it. */
export interface OptionArray {
  readonly name: string;
  readonly path: TreePath;
  readonly options: readonly EnumOption[];
}

/** The type of the rows of option arrays. */
const ROW_TYPE = 'config_enum_entry';

/**
 * The options that an expression names, for example `x_options` or `x_options + 1`: those of the array in the table file, or of the one
 * wherever else the server defines it.
 */
export function findOptions(context: TreeContext, tableFile: TreePath, expression: string): OptionArray | undefined {
  const [, name = '', skip] = /^(\w+)(?:\s*\+\s*(\d+))?$/.exec(expression.trim()) ?? [];
  const inTable = arraysIn(context, tableFile).get(name);
  const found = inTable ? { path: tableFile, options: inTable } : definedElsewhere(context).get(name);
  return found && { name, path: found.path, options: found.options.slice(Number(skip ?? 0)) };
}

/** Option arrays of the whole server by name, of two with one name the first in order of path. */
function definedElsewhere(context: TreeContext): ReadonlyMap<string, Omit<OptionArray, 'name'>> {
  return remember(context, 'option arrays', (inner) => {
    const all = new Map<string, Omit<OptionArray, 'name'>>();
    for (const path of SERVER_FOLDERS.flatMap((folder) => filesMentioning(inner, folder, '.c', OPTION_TYPE)))
      for (const [name, options] of arraysIn(inner, path)) if (!all.has(name)) all.set(name, { path, options });
    return all;
  });
}

/** The option arrays that a file defines; of two with one name, as branches of an `#if` have them, the first. */
function arraysIn(context: TreeContext, path: TreePath): ReadonlyMap<string, readonly EnumOption[]> {
  return remember(context, `option arrays ${path}`, ({ tree }) => {
    const found = initializersOfType(tree.read(path)?.text ?? '', ROW_TYPE);
    return new Map(found.map(({ name, elements }) => [own(name), optionsOf(elements)] as const).reverse());
  });
}

function optionsOf(elements: readonly CElement[]): readonly EnumOption[] {
  return elements.flatMap((element): readonly EnumOption[] => {
    const [label, value, hidden] = element.elements ?? [];
    const option = literalText(label?.text);
    return option === undefined || value === undefined
      ? []
      : [{ name: own(option), value: own(value.text), hidden: hidden?.text === 'true' }];
  });
}

/** Names of the option arrays of all enum parameters and of all others in the table file. */
export function knownArrays(tableText: string, used: readonly string[]): readonly string[] {
  const defined = [...tableText.matchAll(/\bconfig_enum_entry\s+(\w+)\s*\[/g)].map((match) => match[1] ?? '');
  return [...new Set([...defined, ...used.filter((name) => /^\w+$/.test(name))])].sort();
}
