import type { Place } from '../../base/result.ts';
import { filesWith, type Source } from '../../place/sources.ts';
import { conditionsAround } from '../../syntax/c/directives.ts';
import type { CVariable } from '../../syntax/c/syntax.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';

/** Folders whose C files are linked into the server. */
export const SERVER_FOLDERS: readonly TreePath[] = ['src/backend', 'src/common', 'src/port', 'src/timezone'];

const HEADERS = 'src/include';

/** A file-scope variable somewhere in the server. */
export interface FoundVariable {
  readonly place: Place;
  readonly variable: CVariable;
}

/** A C function somewhere in the server. */
export interface FoundFunction {
  readonly place: Place;
  readonly isStatic: boolean;
  /** Whether it stands inside of an `#if`. */
  readonly conditional: boolean;
  /** From `(` to `)`. */
  readonly parameters: string;
}

/** Texts of all C files of the server that mention a word. */
export function* mentions(context: TreeContext, word: string): Generator<Source> {
  for (const folder of SERVER_FOLDERS) yield* filesWith(context, folder, '.c', word);
}

/** Texts of all headers that mention a word. */
export function headersWith(context: TreeContext, word: string): Generator<Source> {
  return filesWith(context, HEADERS, '.h', word);
}

/** The definition of a variable at file scope: one that other files can see if there is such, else a static one. */
export function findVariable(context: TreeContext, name: string): FoundVariable | undefined {
  const hint = new RegExp(`^(?!extern\\b|typedef\\b|return\\b|goto\\b|else\\b)[A-Za-z_][\\w \\t*]*[ \\t*]${name}[ \\t]*(?:\\[|=|;|,)`, 'm');
  let hidden: FoundVariable | undefined;
  for (const { path, text } of mentions(context, name)) {
    if (!hint.test(text)) continue;
    const own = context.c.outline(text).variables.filter((one) => one.name === name && !one.isExtern);
    const variable = own.find((one) => !one.conditional) ?? own[0];
    if (!variable) continue;
    const found = { place: { path, offset: variable.nameRange.start }, variable };
    if (!variable.isStatic) return found;
    hidden ??= found;
  }
  return hidden;
}

/** The headers that declare a variable `extern`. */
export function findExterns(context: TreeContext, name: string): readonly TreePath[] {
  const declaration = new RegExp(`^[ \\t]*extern\\b[^;(){}]*\\b${name}\\b[^;()]*;`, 'm');
  return [...headersWith(context, name)].filter((file) => declaration.test(file.text)).map((file) => file.path);
}

/** The definition of a function: name in column 0, as PostgreSQL writes it; one that other files can see if there is such. */
export function findFunction(context: TreeContext, name: string): FoundFunction | undefined {
  const definition = new RegExp(`^${name}[ \\t]*(\\([^;{}]*\\))\\s*\\{`, 'm');
  let hidden: FoundFunction | undefined;
  for (const { path, text } of mentions(context, name)) {
    const match = definition.exec(text);
    if (!match) continue;
    const isStatic = /\bstatic\b[^;{}]*$/.test(text.slice(Math.max(0, match.index - 200), match.index));
    const conditional = conditionsAround(text, match.index).length > 0;
    const found = { place: { path, offset: match.index }, isStatic, conditional, parameters: match[1] ?? '' };
    if (!isStatic) return found;
    hidden ??= found;
  }
  return hidden;
}

/** The headers that declare a function. */
export function findPrototypes(context: TreeContext, name: string): readonly TreePath[] {
  const prototype = new RegExp(`^[ \\t]*(?:extern\\b)?[^;(){}#]*\\b${name}[ \\t]*\\(`, 'm');
  return [...headersWith(context, name)].filter((file) => prototype.test(file.text)).map((file) => file.path);
}

/** Whether a header or the given files mention a word outside of longer words: how constants are told to exist. */
export function isMentioned(context: TreeContext, word: string, files: readonly TreePath[]): boolean {
  const whole = new RegExp(`\\b${word}\\b`);
  for (const { text } of headersWith(context, word)) if (whole.test(text)) return true;
  return files.some((path) => whole.test(context.tree.read(path)?.text ?? ''));
}
