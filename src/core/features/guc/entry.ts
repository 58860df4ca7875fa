import type { TreePath } from '../../tree/source-tree.ts';

/** The five types of parameters, in the words of the form. */
export type GucType = 'bool' | 'int' | 'real' | 'string' | 'enum';

/** What a row or record says of a parameter; expressions as written in C. */
export interface Parameter {
  readonly name: string;
  readonly type: GucType;
  readonly context: string;
  readonly group: string;
  /** Units included. */
  readonly flags: readonly string[];
  readonly shortDesc: string;
  readonly longDesc: string | undefined;
  readonly variable: string;
  readonly boot: string;
  readonly min: string | undefined;
  readonly max: string | undefined;
  /** Expression of the option array. */
  readonly options: string | undefined;
  readonly checkHook: string | undefined;
  readonly assignHook: string | undefined;
  readonly showHook: string | undefined;
}

/** A parameter as the tree declares it. */
export interface GucEntry extends Parameter {
  /** `#if` lines around the row, or the record's `ifdef`. */
  readonly conditions: readonly string[];
  readonly path: TreePath;
  /** Range of the row or record, without the comma after it. */
  readonly start: number;
  readonly end: number;
  /** What stands there, the conditions around it and the type of the table: what all but the place is read from. */
  readonly text: string;
}

/** Whether a flag is a unit. */
export function isUnit(flag: string): boolean {
  return flag.startsWith('GUC_UNIT_');
}

/** The C type of a variable that holds such a parameter; stars belong to the declarator. */
export const C_TYPES: Readonly<Record<GucType, { readonly type: string; readonly stars: string }>> = {
  bool: { type: 'bool', stars: '' },
  int: { type: 'int', stars: '' },
  real: { type: 'double', stars: '' },
  string: { type: 'char', stars: '*' },
  enum: { type: 'int', stars: '' },
};

/** The `id` of a parameter's entry in config.sgml. */
export function documentationId(name: string): string {
  return `guc-${name.toLowerCase().replaceAll(/[_.]/g, '-')}`;
}
