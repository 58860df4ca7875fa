import { conditionals } from '../../syntax/c/conditionals.ts';
import { own } from '../../text/own.ts';
import type { TreeContext } from '../../tree/context.ts';
import { settled } from '../../tree/memo.ts';
import { joinParts, rememberParts } from '../../tree/parts.ts';
import { dirname, type TreePath } from '../../tree/source-tree.ts';

/** A header as `#include` names it: relative to src/include, undefined where it is elsewhere. */
export function includeName(header: TreePath): string | undefined {
  return /^src\/include\/(.+\.h)$/.exec(header)?.[1];
}

/** The files that a C file sees through its includes, itself first. Those inside an `#if` that may not hold are left out. */
export function visibleFiles(context: TreeContext, path: TreePath): readonly TreePath[] {
  const seen = new Set<TreePath>([path]);
  for (const file of seen) {
    for (const found of includedBy(context, file)) seen.add(found);
  }
  return [...seen];
}

/** The files that one file includes. */
function includedBy(context: TreeContext, file: TreePath): readonly TreePath[] {
  return settled(context, `includes ${file}`, ({ tree, memo }) => {
    const text = tree.read(file)?.text ?? '';
    const includes = joinParts(rememberParts(memo, `includes ${file}`, text, quotedIncludes));
    return plainIncludes(text, includes).flatMap((header) => {
      const found = [`${dirname(file)}/${header}`, `src/include/${header}`].find((one) => tree.stamp(one) !== undefined);
      return found ?? [];
    });
  });
}

interface Include {
  readonly header: string;
  readonly offset: number;
}

function quotedIncludes(text: string): readonly Include[] {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]+"([^"\n]+)"/gm)].map((match) => ({
    header: own(match[1] ?? ''),
    offset: match.index,
  }));
}

/** Quoted includes that hold in every backend file: outside any `#if` but an include guard and one that keeps out frontend code. */
function plainIncludes(text: string, includes: readonly Include[]): readonly string[] {
  if (includes.length === 0) return [];
  let doubtful = 0;
  const open: boolean[] = [];
  const marks = conditionals(text.slice(0, includes.at(-1)?.offset));
  let next = 0;
  return includes.flatMap((include) => {
    for (let mark = marks[next]; mark && mark.start < include.offset; mark = marks[++next]) {
      if (mark.kind === 'if') open.push(!isHarmless(text, mark.line, mark.end));
      else if (mark.kind === 'endif') doubtful -= open.pop() ? 1 : 0;
      if (mark.kind === 'if' && open.at(-1)) doubtful += 1;
    }
    return doubtful === 0 ? [include.header] : [];
  });
}

function isHarmless(text: string, line: string, end: number): boolean {
  const name = /^#ifndef (\w+)$/.exec(line)?.[1];
  return name !== undefined && (name === 'FRONTEND' || new RegExp(`^\\s*#[ \\t]*define[ \\t]+${name}\\b`).test(text.slice(end)));
}
