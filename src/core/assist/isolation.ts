import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Completion } from './answers.ts';
import { type Word, wordAt } from './conf.ts';

/** A step of an isolation test. */
export interface Step {
  readonly name: string;
  /** Of its name where it is declared. */
  readonly offset: number;
  readonly session: string;
  readonly sql: string;
}

/** The steps that a specification declares, by name. */
function stepsOf(context: TreeContext, path: TreePath): ReadonlyMap<string, Step> {
  return remember(context, `steps ${path}`, ({ tree }) => {
    const found = new Map<string, Step>();
    let session = '';
    for (const match of (tree.read(path)?.text ?? '').matchAll(/^(session|step)([ \t]+"?)(\w+)"?[ \t]*(?:\{([^}]*)\})?/gm)) {
      const [, word = '', blank = '', name = '', sql = ''] = match;
      if (word === 'session') session = name;
      else found.set(name, { name, offset: match.index + word.length + blank.length, session, sql: sql.trim() });
    }
    return found;
  });
}

/** The step that a word names: where it is declared, or on the lines of a permutation. */
export function stepAt(context: TreeContext, path: TreePath, offset: number): { readonly word: Word; readonly step: Step } | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const word = wordAt(text, offset, '\\w');
  const step = word && stepsOf(context, path).get(word.text);
  return word && step && (word.start === step.offset || isInPermutation(text, word.start)) ? { word, step } : undefined;
}

/** Where the permutations name a step. */
export function stepUses(context: TreeContext, path: TreePath, { name }: Step): readonly number[] {
  const text = context.tree.read(path)?.text ?? '';
  return [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].map((match) => match.index).filter((at) => isInPermutation(text, at));
}

/** Steps that a permutation can name. */
export function completeStep(context: TreeContext, path: TreePath, offset: number): readonly Completion[] {
  const text = context.tree.read(path)?.text ?? '';
  const word = /\w*$/.exec(text.slice(Math.max(0, offset - 80), offset))?.[0] ?? '';
  const start = offset - word.length;
  if (!isInPermutation(text, start) || /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))) return [];
  return [...stepsOf(context, path).values()].map(({ name, session, sql }) => ({
    start,
    end: offset,
    label: name,
    kind: 'value',
    detail: session,
    markdown: `\`\`\`sql\n${sql}\n\`\`\``,
  }));
}

/** A permutation goes on until something else begins a line. */
function isInPermutation(text: string, offset: number): boolean {
  const begins = text.slice(0, offset).match(/^(?:permutation|session|step|setup|teardown)\b/gm);
  return begins?.at(-1) === 'permutation' && !/#[^\n]*$/.test(text.slice(0, offset));
}
