import { fail, ok, type Result } from '../../base/result.ts';
import { declaration, externDeclaration } from '../../place/declaration.ts';
import type { CFilePieces, Piece } from '../../place/pieces.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { GucEntry } from './entry.ts';
import { type Hook, hookHeader } from './hooks.ts';
import type { GucSite } from './locate.ts';
import { C_TYPES, type Parameter } from './resolve.ts';
import { optionsText } from './row-text.ts';

const GUC_HEADER = 'src/include/utils/guc.h';

/** What the C files of a parameter need: pieces by file, in the order in which they are written. */
export interface GucCode {
  readonly files: readonly CFilePieces[];
  /** C types that are new to the tree. */
  readonly typedefs: readonly string[];
}

type Draft = { -readonly [K in keyof CFilePieces]: CFilePieces[K] extends readonly (infer E)[] ? E[] : CFilePieces[K] };

/** Decides which declarations and definitions are missing, and beside what each belongs. */
export function gucCode(
  context: TreeContext,
  site: GucSite,
  parameter: Parameter,
  row: GucEntry | undefined,
  hooks: readonly Hook[],
): Result<GucCode> {
  const existing = existingVariable(context, parameter);
  if (!existing.ok) return existing;
  const drafts = new Map<TreePath, Draft>();
  const draft = (path: TreePath): Draft => {
    const known = drafts.get(path) ?? {
      path,
      description: parameter.shortDesc.replace(/\.$/, ''),
      includes: [],
      types: [],
      variables: [],
      prototypes: [],
      functions: [],
    };
    drafts.set(path, known);
    return known;
  };
  const { type, stars } = C_TYPES[parameter.type];
  const order = variableOrder(context, site, parameter, row);
  const enumType = newEnumType(context, parameter);
  if (enumType) draft(parameter.header).types.push(enumType.piece);
  if (!declaredIn(context, parameter)) {
    const text = externDeclaration(type, `${stars}${parameter.variable}`, usesDllImport(context, parameter.header));
    draft(parameter.header).variables.push({ step: 'extern', text, related: order.externs });
  }
  if (!existing.value) {
    draft(parameter.file).variables.push({
      step: 'variable',
      text: declaration(type, `${stars}${parameter.variable}`, parameter.boot),
      related: order.variables,
    });
  }
  if (parameter.newArray) draft(site.tableFile).variables.push(optionsPiece(context, site, parameter));
  if (!existing.value || hooks.length > 0) include(draft(parameter.file), parameter.header, 'variable');
  include(draft(site.tableFile), parameter.header, 'include');
  placeHooks(context, site, parameter, hooks, draft);
  return ok({ files: [...drafts.values()].filter((one) => !isEmpty(one)), typedefs: enumType ? [enumType.name] : [] });
}

function isEmpty(pieces: CFilePieces): boolean {
  return pieces.includes.length + pieces.types.length + pieces.variables.length + pieces.prototypes.length + pieces.functions.length === 0;
}

/** Adds an include unless the header is utils/guc.h, which files that deal with parameters see through others. */
function include(draft: Draft, header: TreePath, step: string): void {
  if (!header.startsWith('src/include/') || (header === GUC_HEADER && step === 'include')) return;
  draft.includes.push({ step, header: header.slice('src/include/'.length) });
}

/** Whether the C file defines the variable already; refused where its type or value does not fit. */
function existingVariable(context: TreeContext, parameter: Parameter): Result<boolean> {
  const text = context.tree.read(parameter.file)?.text;
  const outline = text === undefined ? undefined : context.c.outline(text);
  const variable = outline?.variables.find((one) => one.name === parameter.variable && !one.isExtern);
  const other = outline?.functions.find((one) => one.name === parameter.variable);
  const where = { path: parameter.file, offset: variable?.start ?? other?.start ?? 0 };
  if (other)
    return fail({
      code: 'guc/variable-taken',
      message: `${parameter.variable} is a function in ${parameter.file}`,
      where,
      hint: 'Name another variable.',
    });
  if (!variable || text === undefined) return ok(false);
  const { type } = C_TYPES[parameter.type];
  const initializer = variable.initializer ? text.slice(variable.initializer.start, variable.initializer.end) : undefined;
  if (variable.isArray || !new RegExp(`\\b${type}$`).test(variable.specifiers)) {
    return fail({
      code: 'guc/variable-type',
      message: `Variable ${parameter.variable} is declared ${variable.specifiers}, but a ${parameter.type} parameter needs ${type}`,
      where,
      hint: 'Change the declaration, or name another variable.',
    });
  }
  if (variable.isStatic && parameter.file !== '') {
    return fail({
      code: 'guc/variable-static',
      message: `Variable ${parameter.variable} is static, so the table of parameters cannot see it`,
      where,
      hint: 'Remove static, or name another variable.',
    });
  }
  if (initializer !== undefined && initializer !== parameter.boot) {
    return fail({
      code: 'guc/variable-value',
      message: `Variable ${parameter.variable} starts as ${initializer}, but the boot value is ${parameter.boot}`,
      where,
      hint: 'Make the two equal.',
    });
  }
  return ok(true);
}

function declaredIn(context: TreeContext, parameter: Parameter): boolean {
  const text = context.tree.read(parameter.header)?.text;
  return text !== undefined && context.c.outline(text).variables.some((one) => one.name === parameter.variable && one.isExtern);
}

/** Relatives of the variable, nearest first: that of the row above ours, then the file's other parameters from the last on. */
function variableOrder(
  context: TreeContext,
  site: GucSite,
  parameter: Parameter,
  row: GucEntry | undefined,
): { readonly variables: readonly string[]; readonly externs: readonly string[] } {
  const text = context.tree.read(parameter.file)?.text;
  const owned = new Set(site.entries.map((entry) => entry.variable));
  const defined =
    text === undefined
      ? []
      : context.c
          .outline(text)
          .variables.filter((one) => !one.isExtern && owned.has(one.name))
          .map((one) => one.name);
  const at = row ? defined.indexOf(row.variable) : -1;
  const last = at < 0 ? defined.length - 1 : at;
  const nearest = [...defined.slice(0, last + 1).reverse(), ...defined.slice(last + 1)];
  const header = context.tree.read(parameter.header)?.text;
  const externs =
    header === undefined
      ? []
      : context.c
          .outline(header)
          .variables.filter((one) => one.isExtern && owned.has(one.name))
          .map((one) => one.name);
  return { variables: nearest, externs: [...nearest, ...externs.reverse()] };
}

/** Whether variables of a header carry PGDLLIMPORT: as most of its own do, else as those of utils/guc.h do. */
export function usesDllImport(context: TreeContext, header: TreePath): boolean {
  for (const path of [header, GUC_HEADER]) {
    const externs = [...(context.tree.read(path)?.text ?? '').matchAll(/^extern\s+(PGDLLIMPORT\s+)?[^(;]*;/gm)];
    if (externs.length > 0) return externs.filter((match) => match[1] !== undefined).length * 2 > externs.length;
  }
  return false;
}

/** A C enum for options whose constants nothing in the header or the C file defines. */
function newEnumType(context: TreeContext, parameter: Parameter): { readonly name: string; readonly piece: Piece } | undefined {
  if (!parameter.newArray) return undefined;
  const values = [...new Set(parameter.options.map((option) => option.value))].filter((value) => /^[A-Za-z_]/.test(value));
  const known = [parameter.header, parameter.file].map((path) => context.tree.read(path)?.text ?? '').join('\n');
  if (values.length === 0 || values.every((value) => new RegExp(`\\b${value}\\b`).test(known))) return undefined;
  const name = parameter.variable.replaceAll(/(?:^|_)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const trailing = /,\s*\n\}\s*GucContext;/.test(context.tree.read(GUC_HEADER)?.text ?? '') ? ',' : '';
  const text = [
    `/* Possible values of ${parameter.name} */`,
    `typedef enum ${name}`,
    '{',
    values.map((value) => `\t${value}`).join(',\n') + trailing,
    `} ${name};`,
  ].join('\n');
  return { name, piece: { step: 'enum', text } };
}

function optionsPiece(context: TreeContext, site: GucSite, parameter: Parameter): Piece {
  const outline = context.c.outline(context.tree.read(site.tableFile)?.text ?? '');
  const arrays = outline.variables.filter((one) => !one.isExtern && /\bconfig_enum_entry$/.test(one.specifiers)).map((one) => one.name);
  return { step: 'options', text: optionsText(parameter), related: arrays.reverse() };
}

function placeHooks(
  context: TreeContext,
  site: GucSite,
  parameter: Parameter,
  hooks: readonly Hook[],
  draft: (path: TreePath) => Draft,
): void {
  const header = hookHeader(context, site, parameter);
  for (const hook of hooks) {
    const isStatic = header === undefined;
    const text = isStatic ? hook.text.replace(/^(\/\*[\s\S]*?\*\/\n)/, '$1static ') : hook.text;
    draft(parameter.file).functions.push({ step: 'hook', text });
    if (isStatic)
      draft(parameter.file).prototypes.push({
        step: 'hook',
        text: hook.prototype.replace(/^extern/, 'static').replaceAll(/\n\t*\s*/g, ' '),
      });
    else if (!context.shape.gucHooksHeader) {
      draft(header).prototypes.push({ step: 'hook', text: hook.prototype });
      if (header !== GUC_HEADER) include(draft(header), GUC_HEADER, 'hook');
    }
  }
  if (hooks.length > 0 && context.shape.gucHooksHeader) include(draft(parameter.file), 'src/include/utils/guc_hooks.h', 'hook');
}
