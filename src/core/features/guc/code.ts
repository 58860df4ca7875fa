import { declaration } from '../../place/declaration.ts';
import type { Piece } from '../../place/pieces.ts';
import type { COutline } from '../../syntax/c/syntax.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { C_TYPES } from './entry.ts';
import { enumType, optionsText } from './enum-options.ts';
import { hookHeader } from './hook-place.ts';
import { type Hook, hookPrototype, hookText } from './hooks.ts';
import { nearestKin } from './kinship.ts';
import type { GucSite } from './locate.ts';
import { majority } from './majority.ts';
import type { Resolved } from './resolve.ts';
import type { Variable } from './variable.ts';
import { includeName, visibleFiles } from './visible.ts';
import { GUC_HEADER } from './vocabulary.ts';

/** One thing that a C file or header gets. */
export interface CodePart {
  readonly what: 'variable' | 'extern' | 'options' | 'enum' | 'hook' | 'hook-prototype' | 'include';
  readonly file: TreePath;
  readonly why: string;
  readonly sort: 'includes' | 'types' | 'variables' | 'prototypes' | 'functions';
  readonly text: string;
  readonly related: readonly string[];
}

/** What is missing in C: variable, declaration, options, hooks, and the includes by which the files see each other. */
export function codeParts(
  context: TreeContext,
  site: GucSite,
  resolved: Resolved,
  kinship: ReadonlyMap<string, number>,
): readonly CodePart[] {
  const { parameter, variable, options, hooks } = resolved;
  const parts: CodePart[] = [];
  const { type, stars } = C_TYPES[parameter.type];
  const declarator = `${stars}${parameter.variable}`;
  const home = variable.header ?? site.tableFile;
  if (options && options.constants.length > 0 && !options.extended) {
    const { text } = enumType(context, parameter.name, options.constants, home);
    parts.push({ what: 'enum', file: home, why: 'defines the constants of the options', sort: 'types', text, related: [] });
  }
  const order = variableOrder(context, variable, kinship);
  if (!variable.isDefined) {
    const text = declaration(variable.header === undefined ? `static ${type}` : type, declarator, parameter.boot);
    parts.push({
      what: 'variable',
      file: variable.file,
      why: 'holds the value, and starts with the default',
      sort: 'variables',
      text,
      related: order,
    });
  }
  if (!variable.isDeclared && variable.header !== undefined) {
    const related = externOrder(context, variable.header, order);
    const mark = usesDllImport(context, variable.header, related[0]) ? 'PGDLLIMPORT ' : '';
    const text = declaration(`extern ${mark}${type}`, declarator);
    parts.push({ what: 'extern', file: variable.header, why: 'declares the variable', sort: 'variables', text, related });
  }
  if (options?.isNew) {
    const related = arrayOrder(context, site, parameter.options ?? '');
    parts.push({
      what: 'options',
      file: site.tableFile,
      why: 'lists the options',
      sort: 'variables',
      text: optionsText(options),
      related,
    });
  }
  parts.push(...hookParts(context, site, resolved, hooks));
  return [...parts, ...includeParts(context, site, resolved, parts)];
}

/**
 * Variables of a file that belong to parameters: that of the nearest relative first, then those before it upwards, then those after it.
 * Static ones keep to static ones where there are such.
 */
function variableOrder(context: TreeContext, { file, header }: Variable, kinship: ReadonlyMap<string, number>): readonly string[] {
  const all = outlineOf(context, file).variables.filter((one) => !one.isExtern && !one.conditional && kinship.has(one.name));
  const alike = all.filter((one) => one.isStatic === (header === undefined));
  const defined = (alike.length > 0 ? alike : all).map((one) => one.name);
  const nearest = nearestKin(defined, (name) => kinship.get(name) ?? 0, 0);
  const at = nearest === undefined ? 0 : defined.indexOf(nearest);
  return [...defined.slice(0, at + 1).reverse(), ...defined.slice(at + 1)];
}

/** Declarations in a header in the order of their definitions, then the others from the last on. */
function externOrder(context: TreeContext, header: TreePath, order: readonly string[]): readonly string[] {
  const declared = outlineOf(context, header)
    .variables.filter((one) => one.isExtern && !one.conditional)
    .map((one) => one.name);
  const known = order.filter((name) => declared.includes(name));
  return [...known, ...declared.filter((name) => !known.includes(name)).reverse()];
}

/** Option arrays of the table file: those with the same first words, then from the last on. */
function arrayOrder(context: TreeContext, site: GucSite, array: string): readonly string[] {
  const arrays = outlineOf(context, site.tableFile)
    .variables.filter((one) => !one.isExtern && /\bconfig_enum_entry$/.test(one.specifiers))
    .map((one) => one.name);
  const mine = array.split('_');
  const shared = (name: string) => name.split('_').findIndex((word, index) => word !== mine[index]);
  const likely = arrays.filter((name) => shared(name) > 0).sort((a, b) => shared(a) - shared(b));
  return [...new Set([...likely.reverse(), ...arrays.reverse()])].filter((name) => arrays.includes(name));
}

/** Whether the declaration carries PGDLLIMPORT: where the one it follows has an export mark, else most of the header, else most of utils/guc.h. */
function usesDllImport(context: TreeContext, header: TreePath, neighbour: string | undefined): boolean {
  const marks = (path: TreePath) => [
    ...(context.tree.read(path)?.text ?? '').matchAll(/^[ \t]*extern[ \t]+(PGDLL(?:IM|EX)PORT[ \t]+)?[^;()]*?(\w+)(?:\[[^\]]*\])?;/gm),
  ];
  const own = marks(header);
  const beside = own.find((match) => match[2] === neighbour);
  if (beside) return beside[1] !== undefined;
  const declared = own.length > 0 ? own : marks(GUC_HEADER);
  return majority(declared.map((match) => match[1] !== undefined)) ?? false;
}

function hookParts(context: TreeContext, site: GucSite, resolved: Resolved, hooks: readonly Hook[]): readonly CodePart[] {
  const { parameter, hookFile, options } = resolved;
  const parts: CodePart[] = [];
  const stubs: { readonly role: string; readonly text: string }[] = [];
  const place = hookHeader(context, site, hookFile);
  const siblings = site.entries.flatMap((entry) =>
    [entry.checkHook, entry.assignHook, entry.showHook].filter((name) => name !== undefined),
  );
  for (const hook of hooks) {
    const isStatic = place.kind === 'static' && !hook.isDeclared;
    if (!hook.isDefined) stubs.push({ role: hook.role, text: hookText(hook, parameter, options?.options ?? [], isStatic) });
    if (hook.isDeclared || place.kind === 'list') continue;
    const text = hookPrototype(hook, parameter.type, isStatic ? 'static' : 'extern');
    const file = place.kind === 'static' ? site.tableFile : place.header;
    parts.push({
      what: 'hook-prototype',
      file,
      why: `declares the ${hook.role} hook`,
      sort: 'prototypes',
      text,
      related: siblings.toReversed(),
    });
  }
  if (stubs.length > 0) {
    const why = `stubs of the hooks, to be filled in: ${stubs.map((stub) => stub.role).join(', ')}`;
    const text = stubs.map((stub) => stub.text).join('\n\n');
    parts.push({ what: 'hook', file: hookFile, why, sort: 'functions', text, related: [] });
  }
  return parts;
}

/** Includes that the parts need and the files do not see yet through others. */
function includeParts(
  context: TreeContext,
  site: GucSite,
  { variable, hooks, hookFile, parameter, constants }: Resolved,
  parts: readonly CodePart[],
): readonly CodePart[] {
  const wanted = new Map<TreePath, Set<TreePath>>();
  const want = (file: TreePath, header: TreePath | undefined) => {
    if (header !== undefined && includeName(header) !== undefined) wanted.set(file, (wanted.get(file) ?? new Set()).add(header));
  };
  want(site.tableFile, variable.header);
  for (const [file, headers] of constants) for (const header of headers) want(file, header);
  if (parts.some((part) => part.file === variable.file)) want(variable.file, variable.header);
  const stub = hooks.some((hook) => !hook.isDefined);
  if (stub) {
    want(hookFile, variable.header);
    want(hookFile, context.shape.gucHooksHeader ? paths.gucHooks : GUC_HEADER);
  }
  for (const part of parts)
    if (part.what === 'hook-prototype' && part.file.endsWith('.h') && part.file !== paths.gucHooks) want(part.file, GUC_HEADER);
  return [...wanted].flatMap(([file, headers]) => {
    const seen = new Set(visibleFiles(context, file));
    return [...headers]
      .filter((header) => !seen.has(header))
      .map((header): CodePart => {
        const isValue = header !== variable.header && constants.get(file)?.includes(header);
        const declares = file === site.tableFile ? `lets the table see ${parameter.variable}` : 'lets it see its declarations';
        const why = isValue ? 'declares a constant of its values' : declares;
        return { what: 'include', file, why, sort: 'includes', text: includeName(header) ?? '', related: [] };
      });
  });
}

/** The parts of one file as pieces for placing. */
export function piecesOf(file: TreePath, parts: readonly CodePart[], description: string) {
  const sorted = (sort: CodePart['sort']): readonly Piece[] =>
    parts.filter((part) => part.file === file && part.sort === sort).map(({ what, text, related }) => ({ step: what, text, related }));
  return {
    path: file,
    description,
    includes: sorted('includes').map(({ step, text }) => ({ step, header: text })),
    types: sorted('types'),
    variables: sorted('variables'),
    prototypes: sorted('prototypes'),
    functions: sorted('functions'),
  };
}

function outlineOf(context: TreeContext, path: TreePath): COutline {
  return context.c.outline(context.tree.read(path)?.text ?? '');
}
