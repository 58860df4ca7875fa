import { functionPlace } from '../../index/c-functions.ts';
import { matchBracket } from '../../syntax/c/lex.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { Area } from './areas.ts';

/** Longest size expression that a title shows. */
const LONGEST = 40;

/** The size of an area in the words of the code, where they tell more than that there is one: constants, or a short expression. */
export function sizeText(context: TreeContext, area: Area): string | undefined {
  const written = (area.options['size'] ?? area.options['nelems'])?.replaceAll(/\s+/g, ' ');
  const size = written === undefined ? undefined : resolved(context, area, written);
  if (size === undefined) return undefined;
  const text = area.kind === 'hash' ? `${size} entries` : size;
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}\u2026`;
}

/** An expression; of a local variable what was assigned to it last, of a function what it returns if that is constant. */
function resolved(context: TreeContext, area: Area, written: string): string | undefined {
  const called = /^(\w+)\(\)$/.exec(written)?.[1];
  if (called !== undefined) return constantOf(context, called);
  if (!/^[a-z_]\w*$/.test(written)) return written;
  const before = area.file.text.slice(area.inFunction.body.start, area.call.start);
  const assigned = [...before.matchAll(new RegExp(`\\b${written}\\s*=\\s*([^;]+);`, 'g'))].at(-1)?.[1]?.replaceAll(/\s+/g, ' ');
  const inner = /^(\w+)\(\)$/.exec(assigned ?? '')?.[1];
  if (inner !== undefined) return constantOf(context, inner);
  return assigned !== undefined && isConstant(assigned) ? assigned : undefined;
}

/** What a size function adds up, if all of it is constant. */
function constantOf(context: TreeContext, name: string): string | undefined {
  const place = functionPlace(context, name);
  const text = place ? (context.tree.read(place.path)?.text ?? '') : '';
  const open = place ? text.indexOf('{', place.offset) : -1;
  const body = open < 0 ? '' : text.slice(open, matchBracket(text, open)).replaceAll(/\/\*[\s\S]*?\*\//g, '');
  if (/\b(?:if|for|while|switch)\s*\(|\?/.test(body)) return undefined;
  const parts = [...body.matchAll(/(?:\bsize\s*=|\breturn)\s*([^;]+);/g)].map(([, value = '']) => value.replaceAll(/\s+/g, ' ').trim());
  const added = parts.map((part) => /^add_size\(size, (.*)\)$/.exec(part)?.[1] ?? part).filter((part) => part !== 'size' && part !== '0');
  return added.length > 0 && added.every(isConstant) ? added.join(' + ') : undefined;
}

/** Whether an expression is made of numbers, macros and sizes of types. */
function isConstant(expression: string): boolean {
  const rest = expression.replaceAll(/\b(?:sizeof|offsetof)\s*\([^()]*\)/g, '').replaceAll(/\b(?:add_size|mul_size)\(/g, '(');
  return (rest.match(/[A-Za-z_]\w*\(?/g) ?? []).every((word) => /^[A-Z][A-Z0-9_]*\(?$/.test(word));
}
