import type { StepSummary } from '../../text/tree-edit.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { ListEntry } from './calls.ts';
import type { AreaDesign, NewType, ShmemDialect } from './design.ts';
import type { LockDesign } from './locks.ts';
import type { ModuleFunctions, ModulePlace } from './module.ts';

/** A registration with everything decided: names, types, functions and places. */
export interface Registration {
  readonly place: ModulePlace;
  readonly functions: ModuleFunctions;
  readonly areas: readonly AreaDesign[];
  readonly types: readonly NewType[];
  /** A macro for a number of entries, so that it stands in one place. */
  readonly define: { readonly name: string; readonly value: string } | undefined;
  readonly lock: LockDesign | undefined;
  /** Headers that the struct's types need, and that the code needs. */
  readonly typeHeaders: readonly string[];
  readonly codeHeaders: readonly string[];
  readonly dialect: ShmemDialect;
  /** Entries of the central lists that the new ones follow; undefined where nothing is added to the list. */
  readonly after: { readonly size: ListEntry | undefined; readonly init: ListEntry | undefined; readonly subsystem: ListEntry | undefined };
}

/** What a step of the registration writes. */
export type ShmemWhat =
  | 'types'
  | 'define'
  | 'variable'
  | 'prototypes'
  | 'size-function'
  | 'init-function'
  | 'callbacks'
  | 'request-function'
  | 'size-call'
  | 'init-call'
  | 'include'
  | 'subsystem'
  | 'lock'
  | 'tranche'
  | 'wait-event'
  | 'typedefs'
  | 'makefile'
  | 'meson';

/** A step of the plan; all steps share the one registration. */
export interface ShmemStep extends StepSummary {
  readonly what: ShmemWhat;
  readonly file: TreePath;
  readonly registration: Registration;
}
