import fc from 'fast-check';

/** What a hand does at a place of a text. */
export interface Keystroke {
  /** Which of the files, and where in it, both as a share from 0 to 1. */
  readonly file: number;
  readonly at: number;
  readonly what: 'letter' | 'quote' | 'brace' | 'newline' | 'delete' | 'delete line' | 'double line' | 'comment' | 'restore';
}

/** Keystrokes in comments, strings, names and between them, lines that come, go and move, and the text as it was. */
export const keystroke: fc.Arbitrary<Keystroke> = fc.record({
  file: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  what: fc.constantFrom('letter', 'quote', 'brace', 'newline', 'delete', 'delete line', 'double line', 'comment', 'restore'),
});

const TYPED: Readonly<Record<string, string>> = { letter: 'x', quote: '"', brace: '{', newline: '\n', comment: '/* x */' };

/** The text after a keystroke; `original` is what `restore` gives back. */
export function struck(text: string, original: string, { at, what }: Keystroke): string {
  const offset = Math.floor(at * text.length);
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const end = newline < 0 ? text.length : newline + 1;
  switch (what) {
    case 'restore':
      return original;
    case 'delete':
      return text.slice(0, offset) + text.slice(offset + 1);
    case 'delete line':
      return text.slice(0, start) + text.slice(end);
    case 'double line':
      return text.slice(0, end) + text.slice(start);
    default:
      return text.slice(0, offset) + (TYPED[what] ?? '') + text.slice(offset);
  }
}
