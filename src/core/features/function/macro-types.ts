import { functionsOf, serverFiles } from '../../index/c-functions.ts';
import { fieldValue } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { cTypeOf } from './c-types.ts';
import { readingsOf } from './code-reading.ts';
import { readFmgrMacros } from './fmgr-macros.ts';
import type { FunctionSite } from './locate.ts';

/** The SQL types, as `pg_type` names them, that the tree's functions take with each PG_GETARG_X and give with each PG_RETURN_X most. */
export interface MacroTypes {
  readonly get: ReadonlyMap<string, string>;
  readonly give: ReadonlyMap<string, string>;
}

/** Counts over all functions of the tree whose record tells the types and whose code tells the macros; where none uses a macro, its name tells. */
export function macroTypes(context: TreeContext, site: FunctionSite): MacroTypes {
  return remember(context, 'macro types', (inner) => {
    const [get, give] = [new Map<string, Map<string, number>>(), new Map<string, Map<string, number>>()];
    const paths = serverFiles(inner).filter((path) => functionsOf(inner, path).some((one) => one.isCallable));
    for (const path of paths) {
      for (const reading of readingsOf(inner, path)) {
        for (const row of site.bySource.get(reading.name) ?? []) {
          const types = row.argumentTypes.split(' ');
          for (const [position, { macro }] of reading.gets) count(get, macro, types[position]);
          if (reading.gives !== undefined) count(give, reading.gives, fieldValue(row.record, 'prorettype'));
        }
      }
    }
    const known = macroNames(inner, site);
    return { get: new Map([...known, ...most(site, get)]), give: new Map([...known, ...most(site, give)]) };
  });
}

/** The types whose macros are called so; of several, the first. */
function macroNames({ tree }: TreeContext, site: FunctionSite): ReadonlyMap<string, string> {
  const macros = readFmgrMacros(tree);
  const found = new Map<string, string>();
  for (const type of site.types.types.values()) {
    if (type.kind === 'p' && type.name !== 'internal' && type.name !== 'cstring') continue;
    const { get, give } = cTypeOf(macros, type);
    for (const name of [get, give]) if (name !== 'DATUM' && !found.has(name)) found.set(name, type.name);
  }
  return found;
}

function count(votes: Map<string, Map<string, number>>, macro: string, type: string | undefined): void {
  if (type === undefined) return;
  const known = votes.get(macro) ?? new Map<string, number>();
  votes.set(macro, known.set(type, (known.get(type) ?? 0) + 1));
}

/** The type that a macro is called after, else the one with most votes. */
function most(site: FunctionSite, votes: ReadonlyMap<string, ReadonlyMap<string, number>>): ReadonlyMap<string, string> {
  return new Map(
    [...votes].map(([macro, types]) => {
      const own = macro.replace(/_PP?$/, '').toLowerCase();
      return [macro, site.types.types.has(own) ? own : [...types].reduce((best, one) => (one[1] > best[1] ? one : best))[0]];
    }),
  );
}
