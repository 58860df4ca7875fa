import { lineEnd } from '../../text/lines.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { GucSite } from './locate.ts';
import type { Parameter } from './resolve.ts';

type HookKind = 'check' | 'assign' | 'show';

/** A hook that has to be written: its stub, and its declaration. */
export interface Hook {
  readonly kind: HookKind;
  readonly name: string;
  readonly text: string;
  readonly prototype: string;
}

const POINTERS = { bool: 'bool *', int: 'int *', real: 'double *', string: 'char **', enum: 'int *' } as const;
const VALUES = { bool: 'bool ', int: 'int ', real: 'double ', string: 'const char *', enum: 'int ' } as const;

/** The hooks of a parameter that nothing in the tree declares or defines yet. */
export function newHooks(context: TreeContext, site: GucSite, parameter: Parameter): readonly Hook[] {
  const places = [
    paths.gucHooks,
    'src/include/utils/guc.h',
    site.tableFile,
    parameter.file,
    parameter.header,
    'src/include/commands/variable.h',
  ];
  const known = places.map((path) => (path === undefined ? '' : (context.tree.read(path)?.text ?? ''))).join('\n');
  return (['check', 'assign', 'show'] as const).flatMap((kind) => {
    const name = parameter.hooks[kind];
    if (name === undefined || new RegExp(`\\b${name}\\s*\\(`).test(known) || site.entries.some((entry) => entry[`${kind}Hook`] === name))
      return [];
    return [hook(kind, name, parameter)];
  });
}

function hook(kind: HookKind, name: string, parameter: Parameter): Hook {
  const prototype = (result: string, parameters: readonly string[]) => wrapPrototype(`extern ${result}${name}(`, parameters);
  if (kind === 'check') {
    const parameters = [`${POINTERS[parameter.type]}newval`, 'void **extra', 'GucSource source'];
    return {
      kind,
      name,
      prototype: prototype('bool ', parameters),
      text: comment(`check_hook for ${parameter.name}`, 'bool', name, parameters, [
        '\t/* Reject *newval here: set GUC_check_errdetail() and return false. */',
        '\treturn true;',
      ]),
    };
  }
  if (kind === 'assign') {
    const parameters = [`${VALUES[parameter.type]}newval`, 'void *extra'];
    return {
      kind,
      name,
      prototype: prototype('void ', parameters),
      text: comment(`assign_hook for ${parameter.name}`, 'void', name, parameters, ['\t/* React to newval here; this must not fail. */']),
    };
  }
  return {
    kind,
    name,
    prototype: prototype('const char *', ['void']),
    text: comment(`show_hook for ${parameter.name}`, 'const char *', name, ['void'], showBody(parameter)),
  };
}

function comment(title: string, result: string, name: string, parameters: readonly string[], body: readonly string[]): string {
  return ['/*', ` * GUC ${title}`, ' */', result, `${name}(${parameters.join(', ')})`, '{', ...body, '}'].join('\n');
}

function showBody(parameter: Parameter): readonly string[] {
  const { type, variable } = parameter;
  if (type === 'bool') return [`\treturn ${variable} ? "on" : "off";`];
  if (type === 'string') return [`\treturn ${variable} ? ${variable} : "";`];
  return ['\tstatic char buf[64];', '', `\tsnprintf(buf, sizeof(buf), "${type === 'real' ? '%g' : '%d'}", ${variable});`, '\treturn buf;'];
}

/** A declaration within 79 columns, continued under its first parameter. */
function wrapPrototype(head: string, parameters: readonly string[]): string {
  let text = head;
  let column = head.length;
  for (const [index, parameter] of parameters.entries()) {
    const last = index === parameters.length - 1;
    const piece = `${parameter}${last ? ');' : ','}`;
    if (index > 0 && column + 1 + piece.length > 79) {
      text += `\n${'\t'.repeat(Math.floor(head.length / 4))}${' '.repeat(head.length % 4)}${piece}`;
      column = head.length + piece.length;
    } else {
      text += `${index === 0 ? '' : ' '}${piece}`;
      column += piece.length + (index === 0 ? 0 : 1);
    }
  }
  return text;
}

/** Where the declaration of a hook goes, and whether it is static there. */
export function hookHeader(context: TreeContext, site: GucSite, parameter: Parameter): TreePath | undefined {
  if (context.shape.gucHooksHeader) return paths.gucHooks;
  return parameter.file === site.tableFile ? undefined : (parameter.header ?? 'src/include/utils/guc.h');
}

/**
 * Offset in guc_hooks.h for the declaration of a hook. The file is in order of parameters but for a few strays, so the place is the
 * one that leaves the fewest declarations on the wrong side.
 */
export function hookOffset(
  text: string,
  name: string,
  declared: readonly { readonly name: string; readonly start: number; readonly end: number }[],
): number {
  const parameterOf = (hookName: string) => hookName.replace(/^(?:check|assign|show)_/, '').toLowerCase();
  const wanted = parameterOf(name);
  const greater = declared.map((one) => (parameterOf(one.name) > wanted ? 1 : 0));
  let wrong = greater.filter((one) => one === 0).length;
  let best = { index: 0, wrong };
  for (const [index, one] of greater.entries()) {
    wrong += one === 1 ? 1 : -1;
    if (wrong <= best.wrong) best = { index: index + 1, wrong };
  }
  const next = declared[best.index];
  const last = declared.at(-1);
  return next?.start ?? (last ? lineEnd(text, last.end) : text.length);
}
