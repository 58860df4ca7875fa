import { definedFunctions, functionPlace, functionsOf } from '../../index/c-functions.ts';
import { sortedSlot } from '../../place/sorted.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import type { Change } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { findPrototypes } from './c-search.ts';
import type { CodeFiles } from './files.ts';
import type { GucSite } from './locate.ts';
import { majority } from './majority.ts';
import { hooksOf } from './places.ts';
import { GUC_HEADER } from './vocabulary.ts';

/** Where hooks of a C file are declared: in a list of its own rules, in a module's header, or static in the table file. */
export type HookPlace =
  | { readonly kind: 'list'; readonly header: TreePath }
  | { readonly kind: 'header'; readonly header: TreePath }
  | { readonly kind: 'static' };

/** utils/guc_hooks.h where the tree has it; else the header of the file's other hooks, else utils/guc.h, which has a list by files at its end. */
export function hookHeader(context: TreeContext, site: GucSite, file: TreePath): HookPlace {
  if (context.shape.gucHooksHeader) return { kind: 'list', header: paths.gucHooks };
  if (file === site.tableFile) return { kind: 'static' };
  const text = context.tree.read(file)?.text ?? '';
  const hooks = site.entries.flatMap((entry) => [entry.checkHook, entry.assignHook, entry.showHook]);
  const own = [...new Set(hooks)].filter((name) => name !== undefined && new RegExp(`^${name}[ \\t]*\\(`, 'm').test(text));
  const header = majority(own.flatMap((name) => findPrototypes(context, name ?? '')));
  return header === undefined || header === GUC_HEADER ? { kind: 'list', header: GUC_HEADER } : { kind: 'header', header };
}

/**
 * The C file of new hooks: that of the variable; where this is a table without any function, the file that is there for hooks, by what most
 * of its functions are. A variable that nothing declares keeps its hooks beside it.
 */
export function hookFile(context: TreeContext, site: GucSite, { file, header }: CodeFiles): TreePath {
  const text = context.tree.read(file)?.text ?? '';
  if (file !== site.tableFile || header === undefined || definedFunctions(text).length > 0) return file;
  const hooks = new Set(site.entries.flatMap(hooksOf));
  const homes = [...hooks].flatMap((name) => functionPlace(context, name)?.path ?? []);
  const isForHooks = (path: TreePath) => {
    const functions = functionsOf(context, path).filter((one) => !one.isStatic);
    return functions.filter((one) => hooks.has(one.name)).length * 2 > functions.length;
  };
  const made = new Set([...new Set(homes)].filter(isForHooks));
  return majority(homes.filter((path) => made.has(path))) ?? file;
}

/** Adds declarations to the list of hooks: by parameter in guc_hooks.h, under the file's comment at the end of guc.h. */
export function declareHooks(
  context: TreeContext,
  site: GucSite,
  header: TreePath,
  file: TreePath,
  parameter: string,
  prototypes: readonly string[],
  step: string,
): Change {
  const text = context.tree.read(header)?.text ?? '';
  const block = `${prototypes.join('\n')}\n`;
  const at = header === GUC_HEADER ? underComment(text, file, block) : { offset: inOrder(context, site, text, parameter), text: block };
  return { kind: 'edit', step, path: header, start: at.offset, end: at.offset, text: at.text };
}

/** The file is in order of parameters but for a few strays. */
function inOrder(context: TreeContext, site: GucSite, text: string, parameter: string): number {
  const parametersOf = (hook: string) => site.entries.filter((entry) => [entry.checkHook, entry.assignHook, entry.showHook].includes(hook));
  const declared = context.c.outline(text).prototypes;
  const names = declared.map(({ name }) => {
    const [only, another] = parametersOf(name);
    return only && !another ? only.name.toLowerCase() : name.replace(/^[a-z]+_/, '');
  });
  const slot = sortedSlot(names, parameter.toLowerCase());
  const [before, next] = [declared[slot - 1], declared[slot]];
  if (before) return lineEnd(text, before.end - 1);
  return next ? lineStart(text, next.start) : text.length;
}

function underComment(text: string, file: TreePath, block: string): { readonly offset: number; readonly text: string } {
  const name = file.replace(/^src\/backend\//, '');
  const comment = text.indexOf(`/* in ${name} */`);
  if (comment >= 0) {
    let at = lineEnd(text, comment);
    while (/^(?:extern\b|[ \t]+\S)/.test(text.slice(at, at + 80))) at = lineEnd(text, at);
    return { offset: at, text: block };
  }
  const guard = text.lastIndexOf('\n#endif');
  const offset = guard < 0 ? text.length : guard + 1;
  return { offset, text: `/* in ${name} */\n${block}\n` };
}
