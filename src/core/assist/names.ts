import type { IndexEntry } from '../index/entry.ts';
import { treeIndex } from '../index/tree-index.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';

/** The script that names the OIDs of functions, `F_…`. */
const FMGRTAB = 'src/backend/utils/Gen_fmgrtab.pl';

/** Entries by the identifiers that C code knows them by: generated names, constants, variables, hooks. */
export function entriesByIdentifier(context: TreeContext): ReadonlyMap<string, readonly IndexEntry[]> {
  return remember(context, 'entries by identifier', (inner) => {
    const index = treeIndex(inner);
    const found = new Map<string, IndexEntry[]>();
    const add = (name: unknown, entry: IndexEntry) => {
      if (typeof name !== 'string' || name === '') return;
      const known = found.get(name);
      if (known) known.push(entry);
      else found.set(name, [entry]);
    };
    for (const entry of index.ofKind('errcode')) add(entry.name, entry);
    for (const entry of index.ofKind('wait-event')) add(entry.fields['symbol'], entry);
    for (const entry of index.ofKind('lwlock')) add(entry.name, entry);
    for (const entry of index.ofKind('tranche')) add(entry.fields['id'], entry);
    for (const entry of index.ofKind('rmgr')) add(entry.fields['id'], entry);
    for (const entry of index.ofKind('node')) add(`T_${entry.name}`, entry);
    for (const entry of index.ofKind('catalog')) add(entry.fields['symbol'], entry);
    for (const entry of index.ofKind('hook')) add(entry.name, entry);
    for (const entry of index.ofKind('guc')) add(entry.fields['variable'], entry);
    const macroOf = functionMacro(inner, index.ofKind('function'));
    for (const entry of index.ofKind('function')) add(macroOf(entry), entry);
    return found;
  });
}

/** Rows of SQL functions by the C function behind them. */
export function rowsByCFunction(context: TreeContext): ReadonlyMap<string, readonly IndexEntry[]> {
  return remember(context, 'rows by C function', (inner) => {
    const found = new Map<string, IndexEntry[]>();
    for (const entry of treeIndex(inner).ofKind('function')) {
      const name = entry.fields['language'] === 'internal' ? String(entry.fields['cName']) : '';
      if (name !== '') found.set(name, [...(found.get(name) ?? []), entry]);
    }
    return found;
  });
}

/**
 * How Gen_fmgrtab.pl names the macro of a function's OID: after its SQL name, with the argument types where the name is overloaded; scripts that
 * do not look at argument types name it after the C function.
 */
function functionMacro({ tree }: TreeContext, functions: readonly IndexEntry[]): (entry: IndexEntry) => string {
  if (!tree.read(FMGRTAB)?.text.includes('proargtypes')) return (entry) => `F_${String(entry.fields['cName']).toUpperCase()}`;
  const counts = new Map<string, number>();
  for (const { name } of functions) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (entry) => {
    if ((counts.get(entry.name) ?? 0) < 2) return `F_${entry.name.toUpperCase()}`;
    const types = argumentsOf(entry)
      .filter((one) => one.mode !== 'out' && one.mode !== 'table')
      .map((one) => one.type.toUpperCase());
    return ['F', entry.name.toUpperCase(), ...types].join('_');
  };
}

/** Arguments of a function's entry. */
export function argumentsOf({ fields }: IndexEntry): readonly { readonly name?: string; readonly type: string; readonly mode: string }[] {
  return Array.isArray(fields['args']) ? fields['args'] : [];
}
