import type { Outcome } from './outcome.ts';

/** One invocation, taken apart. */
export interface Call {
  /** Working directory: relative paths start here, and the tree is looked for around it. */
  readonly cwd: string;
  /** The folder named by `--tree`. */
  readonly tree: string | undefined;
  /** Words after the command. */
  readonly operands: readonly string[];
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** Says something beside the answer, on standard error. */
  readonly tell: (sentence: string) => void;
}

/** A command's work, in a module of its own that is loaded when the command is called. */
export type Run = (call: Call) => Promise<Outcome>;

/** The only value of a flag, or undefined; for flags that make sense once. */
export function single(call: Pick<Call, 'flags'>, flag: string): string | undefined {
  return call.flags.get(flag)?.at(-1);
}
