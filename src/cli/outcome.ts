import { lineNumber, lineStart, type Problem, type SourceTree } from '../core/api.ts';

/** A problem as the command line prints it: `line` and `column` count from one, columns in UTF-16 units. */
export interface CliProblem {
  readonly code: string;
  readonly message: string;
  readonly where?: { readonly file: string; readonly line: number; readonly column: number };
  readonly hint?: string;
}

/** What a command found. Only the half that is asked for is made. */
export interface Answer {
  readonly ok: true;
  readonly json: () => unknown;
  /** Standard output for people; bytes where files of another encoding are quoted. */
  readonly text: () => string | Uint8Array;
  /** Standard error for people. */
  readonly remarks?: () => string;
}

/** A command's end: `refused` is the tree's or the request's fault, `usage` that of the command line. */
export type Outcome = Answer | { readonly ok: false; readonly fault: 'refused' | 'usage'; readonly problem: CliProblem };

/** A command that was not called as it wants to be. */
export function usage(code: string, message: string, hint?: string): Outcome & { ok: false } {
  return { ok: false, fault: 'usage', problem: { code: `usage/${code}`, message, ...(hint === undefined ? {} : { hint }) } };
}

/** A refusal by the core or a host, its place turned into line and column of the text in `tree`. */
export function refused(problem: Problem, tree?: SourceTree): Outcome & { ok: false } {
  const { where, ...rest } = problem;
  if (!where) return { ok: false, fault: 'refused', problem: rest };
  const text = tree?.read(where.path)?.text ?? '';
  const offset = Math.min(where.offset, text.length);
  const place = { file: where.path, line: lineNumber(text, offset), column: offset - lineStart(text, offset) + 1 };
  return { ok: false, fault: 'refused', problem: { ...rest, where: place } };
}

/** A problem in one sentence after its place, where it has one. */
export function sentenceOf({ message, where }: CliProblem): string {
  return where ? `${where.file}:${where.line}:${where.column}: ${message}` : message;
}
