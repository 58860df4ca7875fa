import type { TreePath } from '../../tree/source-tree.ts';

/** The five types of parameters, in the words of the form. */
export type GucType = 'bool' | 'int' | 'real' | 'string' | 'enum';

/** A parameter as its row or record declares it; expressions as written in C. */
export interface GucEntry {
  readonly name: string;
  readonly type: GucType;
  readonly context: string;
  readonly group: string;
  readonly flags: readonly string[];
  readonly shortDesc: string;
  readonly longDesc: string | undefined;
  readonly variable: string;
  readonly boot: string;
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly options: string | undefined;
  readonly checkHook: string | undefined;
  readonly assignHook: string | undefined;
  readonly showHook: string | undefined;
  /** `#if` lines around the row, or the record's `ifdef`. */
  readonly conditions: readonly string[];
  readonly path: TreePath;
  /** Range of the row or record, without the comma after it. */
  readonly start: number;
  readonly end: number;
}

/** Whether a flag is a unit. */
export function isUnit(flag: string): boolean {
  return flag.startsWith('GUC_UNIT_');
}
