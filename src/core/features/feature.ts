import type { Place, Result } from '../base/result.ts';
import type { Change, StepSummary, TreeEdit } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import type { Form, RequestOf } from './form.ts';

/** Something registered in the tree, as `pgsmith list` shows it. */
export interface Entry {
  readonly name: string;
  readonly place: Place;
  /** Parsed fields, in the words of the form where it has them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An imperfection of a tree, whoever made it. Codes are stable: `kind/reason`. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly where: Place;
}

/** One possible answer to a question, read from the tree. */
export interface Choice {
  readonly value: string;
  readonly description?: string;
}

/** What goes where and why. Features extend the step with what `render` needs. */
export interface Plan<S extends StepSummary> {
  readonly title: string;
  readonly steps: readonly S[];
  readonly notes: readonly string[];
}

/**
 * The parts of one kind of registration. `locate` reads the tree and decides its dialect, `plan` validates the request
 * against it and decides what goes where, `render` only writes text, `check` judges a tree whoever edited it.
 */
export interface FeatureParts<F extends Form, Site, S extends StepSummary> {
  readonly kind: string;
  readonly label: string;
  readonly form: F;
  readonly locate: (context: TreeContext) => Result<Site>;
  readonly list: (context: TreeContext, site: Site) => readonly Entry[];
  /** Choices of the fields whose answers the tree knows, by field name. */
  readonly choices: (context: TreeContext, site: Site) => Readonly<Record<string, readonly Choice[]>>;
  readonly plan: (context: TreeContext, site: Site, request: RequestOf<F>) => Result<Plan<S>>;
  readonly render: (context: TreeContext, site: Site, request: RequestOf<F>, steps: readonly S[]) => Result<readonly Change[]>;
  readonly check: (context: TreeContext, site: Site) => readonly Finding[];
}

/** A feature with its types sealed, as hosts see it. */
export interface Feature {
  readonly kind: string;
  readonly label: string;
  readonly form: Form;
  readonly list: (context: TreeContext) => Result<readonly Entry[]>;
  readonly choices: (context: TreeContext) => Result<Readonly<Record<string, readonly Choice[]>>>;
  readonly check: (context: TreeContext) => Result<readonly Finding[]>;
  /** The whole way from raw input to an edit that has been proved clean; nothing is written. */
  readonly register: (context: TreeContext, input: unknown) => Result<TreeEdit>;
}
