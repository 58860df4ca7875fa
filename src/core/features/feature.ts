import type { Place, Problem, Result } from '../base/result.ts';
import type { Change, StepSummary, TreeEdit } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
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
  /** Other places that take part in it, each with what it is. */
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
}

/** What a click on a lens or on a code action does. */
export type Target =
  /** Shows places: jumps to a single one, lists several. */
  | { readonly kind: 'places'; readonly places: readonly Place[] }
  /** Shows where the server defines C functions or variables or declares parameters: looked up when it is clicked, since edits above move them. */
  | { readonly kind: 'definitions'; readonly of: 'function' | 'variable' | 'parameter'; readonly names: readonly string[] }
  /** Looks for all uses of a C identifier in the server and shows them. */
  | { readonly kind: 'uses'; readonly name: string }
  /** Opens the wizard of a kind with what is known already. */
  | { readonly kind: 'register'; readonly feature: string; readonly values: Readonly<Record<string, unknown>> }
  /** Replaces the OID at a place by an unused one. */
  | { readonly kind: 'replace-oid'; readonly place: Place }
  /** Asks where to shift the block of OIDs around a place. */
  | { readonly kind: 'shift-oids'; readonly first: number; readonly last: number };

/** A short text above a line of a file, and what a click on it does. */
export interface Lens {
  readonly title: string;
  readonly target?: Target;
}

/** Lenses with their place. A table of many lines keeps the lenses of each, which stay as they are when an edit moves the line. */
export interface LensLine {
  /** Offset in the file for which the lenses were asked; its line gets them. */
  readonly offset: number;
  readonly lenses: readonly Lens[];
}

/** A code action: what can be done with what the cursor or the selection is on. */
export interface Offer {
  readonly title: string;
  readonly target: Target;
  /** Codes of the findings at that place which it puts right; without one it is a refactoring. */
  readonly fixes?: string;
}

/** Another place that has to do with an entry. */
export interface Link {
  /** What the place is to the entry, for example `variable`, `documentation` or `test`. */
  readonly role: string;
  readonly place: Place;
  /** What stands there, or when it matters, in a few words. */
  readonly text?: string;
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
  /** What of a site could not be read: registrations are refused because of it, all else goes by what is left. Without it, nothing. */
  readonly unread?: (site: Site) => readonly Problem[];
  /** Whether something unread is a fault of the file, to be shown as a finding, and not only beyond what is understood; all are where it is absent. */
  readonly isFault?: (site: Site, problem: Problem) => boolean;
  readonly list: (context: TreeContext, site: Site) => readonly Entry[];
  /** Choices of the fields whose answers the tree knows, by field name. */
  readonly choices: (context: TreeContext, site: Site) => Readonly<Record<string, readonly Choice[]>>;
  readonly plan: (context: TreeContext, site: Site, request: RequestOf<F>) => Result<Plan<S>>;
  readonly render: (context: TreeContext, site: Site, request: RequestOf<F>, steps: readonly S[]) => Result<readonly Change[]>;
  readonly check: (context: TreeContext, site: Site) => readonly Finding[];
  /** The field that each problem of `plan` and `render` is about, by code, where it is about one. */
  readonly problemFields: Readonly<Record<string, string>>;
  /**
   * A sane value for every field that has no default and is not given, so that what the user does not care about is right:
   * made from what is given and from the tree. A field without an obvious value is left out.
   */
  readonly suggest: (context: TreeContext, site: Site, given: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** What the lines of one file have to do with this kind. */
  readonly lenses: (context: TreeContext, site: Site, path: TreePath) => readonly LensLine[];
  /** Everything in the tree that belongs to an entry of `list`. */
  readonly links: (context: TreeContext, site: Site, entry: Entry) => readonly Link[];
  /** Names of entries by the C variable that holds their value, read from less than `list` reads; without it, none has such a variable. */
  readonly variables?: (site: Site) => readonly (readonly [variable: string, name: string])[];
  /** Columns of a table of entries between name and place, each with the fields of which it shows the first one; without it, all fields are listed. */
  readonly table?: readonly TableColumn[];
  /** What can be done at `[start, end)` of one file. */
  readonly offers: (context: TreeContext, site: Site, path: TreePath, start: number, end: number) => readonly Offer[];
}

/** A column of a table of entries. */
export interface TableColumn {
  readonly heading: string;
  readonly fields: readonly string[];
}

/** A feature with its types sealed, as hosts see it. */
export interface Feature {
  readonly kind: string;
  readonly label: string;
  readonly form: Form;
  readonly table: readonly TableColumn[] | undefined;
  /** Why the kind, or a part of it, cannot be read; what `list` gives is not all then. */
  readonly unread: (context: TreeContext) => readonly Problem[];
  readonly list: (context: TreeContext) => Result<readonly Entry[]>;
  readonly variables: (context: TreeContext) => Result<readonly (readonly [variable: string, name: string])[]>;
  readonly choices: (context: TreeContext) => Result<Readonly<Record<string, readonly Choice[]>>>;
  readonly check: (context: TreeContext) => Result<readonly Finding[]>;
  readonly suggest: (context: TreeContext, given: Readonly<Record<string, unknown>>) => Result<Readonly<Record<string, unknown>>>;
  readonly lenses: (context: TreeContext, path: TreePath) => Result<readonly LensLine[]>;
  readonly links: (context: TreeContext, entry: Entry) => Result<readonly Link[]>;
  readonly offers: (context: TreeContext, path: TreePath, start: number, end: number) => Result<readonly Offer[]>;
  /** The first half of `register`: decodes the input and decides what goes where, without writing a text. */
  readonly plan: (context: TreeContext, input: unknown) => Result<Plan<StepSummary>>;
  /** The whole way from raw input to an edit that has been proved clean; nothing is written. */
  readonly register: (context: TreeContext, input: unknown) => Result<TreeEdit>;
}
