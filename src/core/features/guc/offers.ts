import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Offer } from '../feature.ts';
import { literalText } from './c-text.ts';
import { C_TYPES, type GucType } from './entry.ts';
import { rowsByVariable } from './lenses.ts';
import type { GucSite } from './locate.ts';
import { sampleFiles, sampleLines } from './sample.ts';

/** On a global variable: to make it a parameter. In the lists of parameters: to add one with what the place tells. */
export function offers(context: TreeContext, site: GucSite, path: TreePath, start: number, _end: number): readonly Offer[] {
  const here = path === site.path || sampleFiles(context).includes(path) ? groupAt(context, site, path, start) : undefined;
  if (here !== undefined) return [offer('Add a configuration parameter here\u2026', { group: here })];
  return /^src\/backend\/.*\.c$/.test(path) ? variableOffers(context, site, path, start) : [];
}

/** The group of the parameter at or before an offset. */
function groupAt(context: TreeContext, site: GucSite, path: TreePath, offset: number): string | undefined {
  if (path === site.path) {
    const before = site.entries
      .filter((entry) => entry.start <= offset)
      .reduce<(typeof site.entries)[number] | undefined>((last, entry) => (last && last.start > entry.start ? last : entry), undefined);
    return before?.group;
  }
  const before = [...(sampleLines(context) ?? [])].filter(([, place]) => place.path === path && place.offset <= offset);
  const [name] = before.sort((a, b) => b[1].offset - a[1].offset)[0] ?? [];
  return site.entries.find((entry) => entry.name.toLowerCase() === name)?.group;
}

function variableOffers(context: TreeContext, site: GucSite, path: TreePath, offset: number): readonly Offer[] {
  const text = context.tree.read(path)?.text ?? '';
  const variable = context.c.outline(text).variables.find((one) => one.start <= offset && offset <= one.end);
  if (!variable || variable.isStatic || variable.isExtern || variable.isArray || rowsByVariable(context, site).has(variable.name))
    return [];
  const type = typeOf(variable.specifiers, /\*/.test(text.slice(variable.start, variable.nameRange.start)));
  if (type === undefined) return [];
  const value = variable.initializer && text.slice(variable.initializer.start, variable.initializer.end).trim();
  return [
    offer('Make this a configuration parameter\u2026', {
      name: snakeCase(variable.name),
      type,
      ...(value === undefined ? {} : { default: type === 'string' ? (literalText(value) ?? value) : value }),
      variable: variable.name,
      file: path,
    }),
  ];
}

function typeOf(specifiers: string, isPointer: boolean): GucType | undefined {
  const word = specifiers.replaceAll(/\b(?:PGDLL(?:IM|EX)PORT|volatile)\b/g, '').trim();
  const types: readonly GucType[] = ['bool', 'int', 'real', 'string'];
  return types.find((type) => C_TYPES[type].type === word && (C_TYPES[type].stars === '*') === isPointer);
}

/** `MaxKeys` as `max_keys`: parameters are lower case by custom. */
function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

function offer(title: string, values: Readonly<Record<string, unknown>>): Offer {
  return { title, target: { kind: 'register', feature: 'guc', values } };
}
