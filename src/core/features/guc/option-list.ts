import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { mentions } from './c-search.ts';
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

/** Reads the option array that an expression names, for example `x_options` or `x_options + 1`, from a text. */
export function readOptions(context: TreeContext, text: string, expression: string): readonly EnumOption[] | undefined {
  const [, name = '', skip] = /^(\w+)(?:\s*\+\s*(\d+))?$/.exec(expression.trim()) ?? [];
  if (!new RegExp(`\\bconfig_enum_entry\\s+${name}\\s*\\[`).test(text)) return undefined;
  const initializer = context.c.initializer(text, name);
  if (!initializer) return undefined;
  const options = initializer.elements.flatMap((element): readonly EnumOption[] => {
    const [label, value, hidden] = element.elements ?? [];
    const option = literalText(label?.text);
    return option === undefined || value === undefined ? [] : [{ name: option, value: value.text, hidden: hidden?.text === 'true' }];
  });
  return options.slice(Number(skip ?? 0));
}

/** The same, in the table file or wherever the server defines the array. */
export function findOptions(context: TreeContext, tableFile: TreePath, expression: string): OptionArray | undefined {
  return optionFinder(context, tableFile)(expression);
}

/** Finds many arrays: files other than the table file are looked for once, and only when an array is not in that. */
export function optionFinder(context: TreeContext, tableFile: TreePath): (expression: string) => OptionArray | undefined {
  const table = { path: tableFile, text: context.tree.read(tableFile)?.text ?? '' };
  let others: readonly (typeof table)[] | undefined;
  const readIn = (file: typeof table, expression: string): OptionArray | undefined => {
    const options = readOptions(context, file.text, expression);
    return options && { name: /^\w+/.exec(expression.trim())?.[0] ?? '', path: file.path, options };
  };
  return (expression) => {
    const found = readIn(table, expression);
    if (found) return found;
    others ??= [...mentions(context, 'config_enum_entry')];
    for (const file of others) {
      const array = readIn(file, expression);
      if (array) return array;
    }
    return undefined;
  };
}

/** Names of the option arrays of all enum parameters and of all others in the table file. */
export function knownArrays(tableText: string, used: readonly string[]): readonly string[] {
  const defined = [...tableText.matchAll(/\bconfig_enum_entry\s+(\w+)\s*\[/g)].map((match) => match[1] ?? '');
  return [...new Set([...defined, ...used.filter((name) => /^\w+$/.test(name))])].sort();
}
