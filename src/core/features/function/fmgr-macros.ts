import type { SourceTree, TreePath } from '../../tree/source-tree.ts';

const INCLUDE = 'src/include';

/** What a tree's headers offer to take arguments and to give results: `X` of PG_GETARG_X and PG_RETURN_X. */
export interface FmgrMacros {
  readonly get: ReadonlyMap<string, ArgumentMacro>;
  readonly give: ReadonlySet<string>;
}

/** One PG_GETARG_X. */
export interface ArgumentMacro {
  /** Type of its value without stars, for example `int32` or `text`. */
  readonly base: string;
  readonly stars: string;
  /** Header that defines it, as in `#include`. */
  readonly header: string;
}

/** Reads every header that defines such macros; the type is that of the DatumGet… function or macro behind it. */
export function readFmgrMacros(tree: SourceTree): FmgrMacros {
  const postgres = tree.read(`${INCLUDE}/postgres.h`)?.text ?? '';
  const get = new Map<string, ArgumentMacro>();
  const give = new Set<string>();
  for (const path of headers(tree, INCLUDE)) {
    const text = tree.read(path)?.text ?? '';
    if (!text.includes('PG_GETARG_')) continue;
    const header = path.slice(INCLUDE.length + 1);
    for (const [, name = '', datumGet = ''] of text.matchAll(/^#define\s+PG_GETARG_(\w+)\(\w+\)[ \t]+(\w+)\(PG_GETARG_DATUM\(/gm)) {
      const type = typeOf(text, datumGet) ?? typeOf(postgres, datumGet);
      if (type && !get.has(name)) get.set(name, { ...type, header });
    }
    for (const [, name = ''] of text.matchAll(/^#define\s+PG_RETURN_(\w+)\(/gm)) give.add(name);
  }
  return { get: get.set('DATUM', { base: 'Datum', stars: '', header: 'fmgr.h' }), give };
}

function typeOf(text: string, datumGet: string): Pick<ArgumentMacro, 'base' | 'stars'> | undefined {
  const inline = new RegExp(`^(?:static inline|extern)\\s+(\\w+)\\s*(\\**)\\s*${datumGet}\\(Datum\\b`, 'm').exec(text);
  const cast = new RegExp(`^#define\\s+${datumGet}\\(\\w+\\)\\s+\\((?:\\*\\s*)?\\(\\(?(\\w+)\\s*(\\**)\\)`, 'm').exec(text);
  const converted = new RegExp(`^#define\\s+${datumGet}\\(\\w+\\)\\s+\\((\\w+)From\\w+\\(`, 'm').exec(text);
  const match = inline ?? cast ?? converted;
  return match?.[1] === undefined ? undefined : { base: match[1], stars: match[2] ?? '' };
}

function* headers(tree: SourceTree, directory: TreePath): Generator<TreePath> {
  for (const entry of tree.list(directory) ?? []) {
    const path = `${directory}/${entry.name}`;
    if (entry.kind === 'directory') yield* headers(tree, path);
    else if (entry.kind === 'file' && entry.name.endsWith('.h')) yield path;
  }
}
