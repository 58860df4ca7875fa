import type { Problem } from '../base/result.ts';
import { filesMentioning } from '../index/mentions.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, dirname, type TreePath } from '../tree/source-tree.ts';

/**
 * Why a C file below src/backend is no place for code that the server links once, under the codes `KIND/loadable-module` and
 * `KIND/included-file`; undefined where it is one. Only what its Makefile and its includers say is looked at.
 */
export function placeProblem(context: TreeContext, kind: string, file: TreePath): Problem | undefined {
  const hint = 'Name a C file of the server.';
  const module = moduleMakefile(context, file);
  if (module !== undefined) {
    const message = `${file} becomes part of a loadable module, not of the server, which could not link to what is defined there`;
    return { code: `${kind}/loadable-module`, message, where: { path: module, offset: 0 }, hint };
  }
  const include = includeOf(context, file);
  if (include) {
    const message = `${file} is included by ${include.path}, so it is compiled as a part of that, once for each include and with the macros that are set there`;
    return { code: `${kind}/included-file`, message, where: include, hint };
  }
  return undefined;
}

/** The Makefile of a directory that builds a shared library. */
function moduleMakefile(context: TreeContext, file: TreePath): TreePath | undefined {
  const path = `${dirname(file)}/Makefile`;
  return /^(?:MODULE_big|MODULES)\s*=|\/(?:Makefile\.shlib|proc\.mk)\b/m.test(context.tree.read(path)?.text ?? '') ? path : undefined;
}

/** The first line of another C file that includes a file. */
function includeOf(context: TreeContext, file: TreePath): { readonly path: TreePath; readonly offset: number } | undefined {
  const name = basename(file);
  const include = new RegExp(`^[ \\t]*#[ \\t]*include[ \\t]+"(?:[\\w./-]*/)?${name.replaceAll('.', '\\.')}"`, 'm');
  for (const path of filesMentioning(context, 'src/backend', '.c', name)) {
    const offset = path === file ? -1 : (context.tree.read(path)?.text ?? '').search(include);
    if (offset >= 0) return { path, offset };
  }
  return undefined;
}
