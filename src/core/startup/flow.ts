import type { Place } from '../base/result.ts';
import { functionsOf } from '../index/c-functions.ts';
import { directiveEnd, foldBlanks, matchBracket, skipOpaque } from '../syntax/c/lex.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** A call in a function, with what must hold for it to be reached. */
export interface FlowCall {
  readonly name: string;
  readonly start: number;
  /** After the `;` of its statement, or the end of the call where that is a condition. */
  readonly end: number;
  /** What stands between the brackets. */
  readonly arguments: string;
  /** Conditions of the statements around it, outermost first: `if (…)`, `not if (…)`, `case X`, `while (…)`. */
  readonly conditions: readonly string[];
  /** Conditions of the preprocessor around it inside of the function, outermost first. */
  readonly compiled: readonly string[];
}

const HEADS = new Set(['if', 'while', 'for', 'switch']);
const NOT_CALLS = new Set([...HEADS, 'return', 'sizeof', 'defined', 'offsetof', 'lengthof', 'Assert', 'AssertState', 'StaticAssertStmt']);

/** A block, or a single statement that an `if` without braces holds. */
interface Block {
  readonly braces: boolean;
  readonly isSwitch: boolean;
  readonly head: string | undefined;
  /** Labels of a switch that lead to the current statement. */
  labels: readonly string[];
  /** Whether a statement has come since the last label, so that a new label replaces the others. */
  used: boolean;
  /** Whether it ends the function. */
  returns: boolean;
  /** Conditions that hold since an earlier statement of it would have ended the function otherwise. */
  readonly passed: string[];
}

/** The calls in a function's body in order of place; empty where the file does not define the function. */
export function flowOf(context: TreeContext, path: TreePath, name: string): readonly FlowCall[] {
  return remember(context, `flow ${path} ${name}`, (inner) => {
    const definition = functionsOf(inner, path).find((one) => one.name === name);
    return definition ? readFlow(inner.tree.read(path)?.text ?? '', definition.offset) : [];
  });
}

/** The calls of the function whose definition begins at an offset. */
export function readFlow(text: string, definition: number): readonly FlowCall[] {
  const open = text.indexOf('{', definition);
  const close = open < 0 ? -1 : matchBracket(text, open);
  const calls: FlowCall[] = [];
  const top = blockOf(true, undefined);
  const blocks: Block[] = [];
  const compiled: string[] = [];
  const heads: { readonly close: number; readonly text: string; readonly isSwitch: boolean }[] = [];
  let head: { readonly text: string; readonly isSwitch: boolean } | undefined;
  let lastIf = '';
  const conditions = () => [top, ...blocks].flatMap((block) => [...ownCondition(block), ...block.passed]);
  /** Leaves the innermost block; where it was an `if` that ended the function, what follows it has passed its condition. */
  const leave = () => {
    const block = blocks.pop();
    const head = block?.head;
    if (block?.returns && head?.startsWith('if ')) (blocks.at(-1) ?? top).passed.push(`not ${head}`);
    lastIf = head?.replace(/^not /, '') ?? lastIf;
  };
  const token = /["']|\/[*/]|^[ \t]*#|[A-Za-z_]\w*|[;{}]/gm;
  token.lastIndex = open + 1;
  for (let match = token.exec(text); match && match.index < close; match = token.exec(text)) {
    const at = match.index;
    const [found] = match;
    const ready = heads.at(-1);
    if (ready && at > ready.close) {
      heads.pop();
      head = ready;
    }
    if (/^["'/]/.test(found)) token.lastIndex = skipOpaque(text, at);
    else if (found.endsWith('#')) {
      token.lastIndex = directiveEnd(text, at);
      follow(compiled, foldBlanks(text.slice(at, token.lastIndex)));
    } else if (found === '{') {
      blocks.push(blockOf(true, head));
      head = undefined;
    } else if (found === '}') {
      while (blocks.at(-1)?.braces === false) blocks.pop();
      leave();
      while (blocks.at(-1)?.braces === false) leave();
    } else if (found === ';') {
      if (heads.length > 0) continue;
      head = undefined;
      while (blocks.at(-1)?.braces === false) leave();
      const around = blocks.at(-1);
      if (around) around.used = true;
    } else if (found === 'case' || found === 'default') {
      const colon = text.indexOf(':', at);
      const around = blocks.at(-1);
      if (around?.isSwitch) {
        around.labels = [...(around.used ? [] : around.labels), foldBlanks(text.slice(at, colon))];
        around.used = false;
      }
      token.lastIndex = colon + 1;
    } else if (found === 'else') head = { text: `not ${lastIf}`, isSwitch: false };
    else {
      if (head && (HEADS.has(found) || heads.length === 0)) {
        blocks.push(blockOf(false, head));
        head = undefined;
      }
      const inner = blocks.at(-1);
      if (found === 'return' && inner) inner.returns = true;
      const bracket = /^\s*\(/.exec(text.slice(token.lastIndex, token.lastIndex + 40));
      const end = bracket ? matchBracket(text, token.lastIndex + bracket[0].length - 1) : -1;
      if (end < 0) continue;
      if (HEADS.has(found))
        heads.push({
          close: end,
          text: `${found} ${foldBlanks(text.slice(token.lastIndex, end + 1)).replace(/^ /, '')}`,
          isSwitch: found === 'switch',
        });
      if (NOT_CALLS.has(found)) continue;
      const argumentsStart = token.lastIndex + (bracket?.[0].length ?? 0);
      calls.push({
        name: found,
        start: at,
        end: heads.length > 0 ? end + 1 : text.indexOf(';', end) + 1,
        arguments: foldBlanks(text.slice(argumentsStart, end)),
        conditions: conditions(),
        compiled: [...compiled],
      });
    }
  }
  return calls;
}

function blockOf(braces: boolean, head: { readonly text: string; readonly isSwitch: boolean } | undefined): Block {
  return { braces, isSwitch: head?.isSwitch ?? false, head: head?.text, labels: [], used: false, returns: false, passed: [] };
}

function ownCondition({ isSwitch, labels, head }: Block): readonly string[] {
  if (isSwitch) return labels.length > 0 ? [labels.join(', ')] : [];
  return head === undefined ? [] : [head];
}

/** Keeps the stack of open preprocessor conditions. */
function follow(compiled: string[], line: string): void {
  if (/^# ?if/.test(line)) compiled.push(line);
  else if (/^# ?el/.test(line)) compiled.push(`${line} of ${compiled.pop()}`);
  else if (/^# ?endif/.test(line)) compiled.pop();
}

/** A call as a place. */
export function callPlace(path: TreePath, call: FlowCall): Place {
  return { path, offset: call.start };
}
