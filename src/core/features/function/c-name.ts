import type { Problem } from '../../base/result.ts';
import { definesFunction } from '../../index/c-functions.ts';
import { declaredIn } from '../../place/declared-names.ts';
import { type Clash, nameClash } from '../../place/new-name.ts';
import { filesWith } from '../../place/sources.ts';
import type { TreeContext } from '../../tree/context.ts';

/**
 * Why no C function of this name can be written: the generated fmgrprotos.h declares it wherever the server calls built-in functions, so
 * that it meets what the system, a header, or a C file for itself declares.
 */
export function cNameProblem(context: TreeContext, name: string): Problem | undefined {
  const clash = nameClash(context, name, []) ?? hiddenName(context, name);
  if (!clash || isPrototype(context, name, clash)) return undefined;
  return {
    code: 'function/c-name-taken',
    message: `No C function can be called ${name}: it ${clash.why}, and fmgrprotos.h would declare the function beside it`,
    ...(clash.where ? { where: clash.where } : {}),
    hint: `Give cName another name, for example ${otherName(context, name)}.`,
  };
}

/** A name for a C function that no SQL name, word of C or function of the server is in the way of. */
export function otherName(context: TreeContext, name: string): string {
  const plain = name.replaceAll(/\W/g, '_').toLowerCase();
  const names = [`pg_${plain}`, `${plain}_sql`, `pg_${plain}_sql`];
  return names.find((one) => !definesFunction(context, one)) ?? `my_${plain}`;
}

/** What a C file, a grammar or a scanner of the server keeps to itself. Static functions of C files are told about elsewhere. */
function hiddenName(context: TreeContext, name: string): Clash | undefined {
  for (const ending of ['.c', '.y', '.l'])
    for (const { path, text } of filesWith(context, 'src/backend', ending, name)) {
      // Those of a grammar or a scanner stand after its rules.
      const code = ending === '.c' ? text.length : text.lastIndexOf('\n%%');
      const own = declaredIn(text.slice(Math.max(0, code)), name, ['function']);
      const found = declaredIn(text, name, ['type', 'macro', 'variable']) ?? (own && { ...own, offset: code + own.offset });
      if (found) return { why: `is a ${found.sort} of ${path}`, where: { path, offset: found.offset } };
    }
  return undefined;
}

/** Whether what has the name is the declaration of the function itself. */
function isPrototype(context: TreeContext, name: string, { where }: Clash): boolean {
  const text = where && context.tree.read(where.path)?.text;
  if (!where || text === undefined) return false;
  const before = text.slice(0, where.offset);
  return /\bDatum\s+$/.test(before) && /^\s*\(\s*PG_FUNCTION_ARGS\s*\)\s*;/.test(text.slice(where.offset + name.length));
}
