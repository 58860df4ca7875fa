import type { Place } from '../../base/result.ts';
import { functionPlace } from '../../index/c-functions.ts';
import { parameterVariable } from '../../index/c-variables.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { documentationId, type GucEntry, type Parameter } from './entry.ts';
import { CONFIG_SGML } from './manual.ts';
import { sampleLines } from './sample.ts';

/** Places that belong to a parameter. */
export interface GucPlaces {
  readonly row: Place;
  readonly variable: Place | undefined;
  readonly sample: Place | undefined;
  readonly documentation: Place | undefined;
  /** Check, assign and show hooks that it has, in this order. */
  readonly hooks: readonly { readonly name: string; readonly place: Place }[];
}

/** Looks up everything that belongs to a parameter. */
export function placesOf(context: TreeContext, entry: GucEntry): GucPlaces {
  return {
    row: { path: entry.path, offset: entry.start },
    variable: parameterVariable(context, entry.variable),
    sample: samplePlace(context, entry),
    documentation: manualPlace(context, entry),
    hooks: hooksOf(entry).flatMap((name) => {
      const place = functionPlace(context, name);
      return place ? [{ name, place }] : [];
    }),
  };
}

/** The line of a parameter in a sample. */
export function samplePlace(context: TreeContext, entry: Parameter): Place | undefined {
  return sampleLines(context)?.get(entry.name.toLowerCase());
}

/** The entry of a parameter in the manual. */
export function manualPlace(context: TreeContext, entry: Parameter): Place | undefined {
  const offset = manualOffsets(context).get(documentationId(entry.name)) ?? manualOffsets(context).get(entry.name.toLowerCase());
  return offset === undefined ? undefined : { path: CONFIG_SGML, offset };
}

/** The names of a parameter's hooks: check, assign, show. */
export function hooksOf(entry: Parameter): readonly string[] {
  return [entry.checkHook, entry.assignHook, entry.showHook].flatMap((name) => (name === undefined || name === 'NULL' ? [] : [name]));
}

/** Offsets of the entries of config.sgml by id, and of terms by the name of the parameter, since some share an entry. */
function manualOffsets(context: TreeContext): ReadonlyMap<string, number> {
  return remember(context, 'guc manual', ({ tree }) => {
    const text = tree.read(CONFIG_SGML)?.text ?? '';
    const found = new Map<string, number>();
    for (const match of text.matchAll(/<varlistentry\s+id="(guc-[^"]+)"|<term>\s*<varname>([^<]+)<\/varname>/g)) {
      const name = match[1] ?? match[2]?.trim().toLowerCase() ?? '';
      if (!found.has(name)) found.set(name, match.index);
    }
    return found;
  });
}
