import { blanked, directiveEnd, isSpace, skipOpaque } from './lex.ts';

/** One idea about what the C grammar does not understand. */
export interface MaskRule {
  /** What the rule looks for: a part of a regular expression with the flags `gm` and without capturing groups. */
  readonly pattern: string;
  /** Masks what stands in `[start, end)`, which matches the pattern; returns where the sweep goes on. */
  readonly apply: (sweep: Sweep, start: number, end: number) => number;
}

/** A pass over one text from start to end: rules read the text and say what to write over it. */
export interface Sweep {
  readonly text: string;
  /** Writes `replacement` over as many characters from `start`; of overlapping ones the first stays. */
  put(start: number, replacement: string): void;
  /** Writes spaces over a range, all but its line ends. */
  blank(start: number, end: number): void;
  /** Offset of the last character before `at` that belongs to code: no white space, comment or directive; -1 where there is none. */
  codeBefore(at: number): number;
}

interface Patch {
  readonly start: number;
  readonly text: string;
}

/**
 * Makes a function that sweeps a text once with all the rules. Comments and literals are passed over; directives go to
 * `directive`, which other rules never see. Where several rules match at one place, the first of the list applies.
 */
export function sweeper(rules: readonly MaskRule[], directive: (sweep: Sweep, start: number, end: number) => number) {
  const token = new RegExp(`${rules.map((rule) => `(${rule.pattern})`).join('|')}|/\\*|//|["']|^[ \\t]*#`, 'gm');
  return (text: string): string => {
    const patches: Patch[] = [];
    const passed: number[] = [];
    const sweep = sweepOf(text, patches, passed);
    token.lastIndex = 0;
    for (let match = token.exec(text); match; match = token.exec(text)) {
      const start = match.index;
      const rule = ruleOf(rules, match);
      if (rule) token.lastIndex = rule.apply(sweep, start, start + match[0].length);
      else if (match[0].endsWith('#')) {
        const end = directiveEnd(text, start);
        passed.push(start, end);
        token.lastIndex = Math.max(directive(sweep, start, end), start + 1);
      } else {
        const end = Math.max(skipOpaque(text, start), start + 1);
        if (text[start] === '/') passed.push(start, end);
        token.lastIndex = end;
      }
    }
    return applyPatches(text, patches);
  };
}

function ruleOf(rules: readonly MaskRule[], match: RegExpExecArray): MaskRule | undefined {
  for (let i = 1; i < match.length; i += 1) if (match[i] !== undefined) return rules[i - 1];
  return undefined;
}

/** `passed` holds start and end of every comment and directive so far, in order. */
function sweepOf(text: string, patches: Patch[], passed: readonly number[]): Sweep {
  return {
    text,
    put: (start, replacement) => patches.push({ start, text: replacement }),
    blank: (start, end) => patches.push({ start, text: blanked(text, start, end) }),
    codeBefore(at) {
      let last = passed.length - 2;
      let i = at - 1;
      for (; i >= 0; i -= 1) {
        while (last >= 0 && (passed[last + 1] ?? 0) > i + 1) last -= 2;
        if (last >= 0 && passed[last + 1] === i + 1) i = passed[last] ?? 0;
        else if (!isSpace(text.charCodeAt(i))) return i;
      }
      return -1;
    },
  };
}

function applyPatches(text: string, patches: readonly Patch[]): string {
  let result = '';
  let at = 0;
  for (const patch of [...patches].sort((a, b) => a.start - b.start)) {
    if (patch.start < at) continue;
    result += text.slice(at, patch.start) + patch.text;
    at = patch.start + patch.text.length;
  }
  return at === 0 ? text : result + text.slice(at);
}
