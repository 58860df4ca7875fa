import { type Location, NotificationType, type Range, RequestType, RequestType0, type WorkspaceEdit } from 'vscode-languageserver-protocol';

/** Why something was refused, in the engine's words. */
export interface WireProblem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly where?: Location;
  /** The field of the form that it is about. */
  readonly field?: string;
}

/** The outcome of a request that a wrong tree or a wrong answer can make fail. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: WireProblem };

/** A PostgreSQL source tree that the server has open. */
export interface WireTree {
  /** URI of its top directory; it names the tree in every other request. */
  readonly uri: string;
  readonly name: string;
  /** What the tree calls its version; shown to people, decides nothing. */
  readonly version?: string;
  /** How each area is laid out, by area. */
  readonly shapes: Readonly<Record<string, string>>;
  /** Whether everything that makes answers quick has been read once. */
  readonly state: 'reading' | 'ready';
}

/** One possible answer. */
export interface WireChoice {
  readonly value: string;
  readonly description?: string;
}

/** One question of a wizard. */
export interface WireQuestion {
  readonly name: string;
  /** How it is asked: `text` for anything that is typed; `flags` for any number of choices. */
  readonly kind: 'text' | 'choice' | 'boolean' | 'flags';
  readonly label: string;
  readonly description: string;
  /** Whether there is always an answer, given or by default; any other can be left out. */
  readonly isRequired: boolean;
  /** Whether it is asked before the first preview. */
  readonly isFirst: boolean;
  /** What Enter takes, as text; absent where there is no obvious answer. */
  readonly suggestion?: string;
  readonly choices: readonly WireChoice[];
}

/** The answers so far by name of the question, each as the text that was typed or chosen. */
export type WireAnswers = Readonly<Record<string, unknown>>;

/** The wizard of one kind of registration. */
export interface WireForm {
  readonly kind: string;
  readonly label: string;
  readonly questions: readonly WireQuestion[];
  /** The given answers, each as the text that a question shows. */
  readonly answers: Readonly<Record<string, string>>;
}

/** An edit over many files, ready for the Refactor Preview. */
export interface WirePlan {
  readonly title: string;
  readonly steps: readonly { readonly group: string; readonly why: string; readonly file: string; readonly required: boolean }[];
  readonly notes: readonly string[];
  readonly edit: WorkspaceEdit;
  /** Hash of each text that the edit was computed from, by URI: another one makes the edit stale. */
  readonly base: Readonly<Record<string, string>>;
}

/** A range of unused OIDs, both ends included, and the objects that border on it. */
export interface WireOidRange {
  readonly first: number;
  readonly last: number;
  readonly before?: string;
  readonly after?: string;
}

/** All open trees. */
export const treesRequest = new RequestType0<readonly WireTree[], void>('pgsmith/trees');

/** Sent whenever what `treesRequest` answers has changed. */
export const treesChanged = new NotificationType<readonly WireTree[]>('pgsmith/treesChanged');

/** The tree that holds a document or a folder, opened if need be; null where there is none. */
export const treeOfRequest = new RequestType<{ readonly uri: string }, WireTree | null, void>('pgsmith/treeOf');

/** The kinds of registration, in display order. */
export const kindsRequest = new RequestType0<readonly { readonly kind: string; readonly label: string }[], void>('pgsmith/kinds');

/** The wizard of a kind, with suggestions made from the answers so far. */
export const formRequest = new RequestType<
  { readonly tree: string; readonly kind: string; readonly answers: WireAnswers },
  Answer<WireForm>,
  void
>('pgsmith/form');

/** What is wrong with one answer; null for one that can stand. */
export const answerProblemRequest = new RequestType<
  { readonly tree: string; readonly kind: string; readonly answers: WireAnswers; readonly name: string },
  WireProblem | null,
  void
>('pgsmith/answerProblem');

/** The whole registration as an edit; questions without an answer get their suggestion. Nothing is applied. */
export const planRequest = new RequestType<
  { readonly tree: string; readonly kind: string; readonly answers: WireAnswers },
  Answer<WirePlan>,
  void
>('pgsmith/plan');

/** The OIDs suggested for `count` objects, and all free ranges. */
export const oidsRequest = new RequestType<
  { readonly tree: string; readonly count: number },
  Answer<{ readonly suggestion: WireOidRange; readonly free: readonly WireOidRange[] }>,
  void
>('pgsmith/oids');

/** Why `count` OIDs from `first` on cannot be used; null where they can. */
export const oidProblemRequest = new RequestType<
  { readonly tree: string; readonly first: number; readonly count: number },
  WireProblem | null,
  void
>('pgsmith/oidProblem');

/** Where a picked OID belongs at a cursor: the number or empty field that it replaces, or null for the cursor itself. */
export const oidFieldRequest = new RequestType<{ readonly uri: string; readonly offset: number }, Range | null, void>('pgsmith/oidField');

/** Replaces the OID at a place by the suggested unused one. */
export const replaceOidRequest = new RequestType<{ readonly uri: string; readonly offset: number }, Answer<WirePlan>, void>(
  'pgsmith/replaceOid',
);

/** The range that the OIDs in use from `first` to `last` get when they begin at `to`, or where the policy suggests. */
export const shiftTargetRequest = new RequestType<
  { readonly tree: string; readonly first: number; readonly last: number; readonly to?: number },
  Answer<{ readonly first: number; readonly last: number }>,
  void
>('pgsmith/shiftTarget');

/** Moves the OIDs in use from `first` to `last` so that they begin at `to`. */
export const shiftOidsRequest = new RequestType<
  { readonly tree: string; readonly first: number; readonly last: number; readonly to: number },
  Answer<WirePlan>,
  void
>('pgsmith/shiftOids');

/** Where C code of the server uses an identifier. */
export const usesRequest = new RequestType<{ readonly tree: string; readonly name: string }, Answer<readonly Location[]>, void>(
  'pgsmith/uses',
);

/** What the tree is and what it holds, as Markdown. */
export const reportRequest = new RequestType<{ readonly tree: string }, Answer<{ readonly markdown: string }>, void>('pgsmith/report');

/** A node of a view of a tree. */
export interface WireNode {
  /** Names the node in its view. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** A product icon of VS Code. */
  readonly icon: string;
  readonly location?: Location;
  readonly hasChildren: boolean;
  /** What can be done with it beside opening its place. */
  readonly can?: 'open-readme' | 'insert-call';
}

/** The nodes at the top of a view, or those below one. */
export const viewRequest = new RequestType<
  { readonly tree: string; readonly view: string; readonly id?: string },
  Answer<readonly WireNode[]>,
  void
>('pgsmith/view');

/** The nodes of a view that lead to a document, outermost first, and the tree that they are of; null where there are none. */
export const viewPathRequest = new RequestType<
  { readonly uri: string; readonly view: string },
  { readonly tree: string; readonly nodes: readonly WireNode[] } | null,
  void
>('pgsmith/viewPath');

/** Everything that a view shows, wherever it stands, in its order. */
export const viewSearchRequest = new RequestType<{ readonly tree: string; readonly view: string }, Answer<readonly WireNode[]>, void>(
  'pgsmith/viewSearch',
);

/** The nodes of a view that lead to one of them, outermost first. */
export const viewWayRequest = new RequestType<
  { readonly tree: string; readonly view: string; readonly id: string },
  Answer<readonly WireNode[]>,
  void
>('pgsmith/viewWay');

/** One call of the start-up map. */
export interface WireStep {
  readonly name: string;
  readonly depth: number;
  readonly location: Location;
  readonly conditions: readonly string[];
  /** What holds once the call has returned, in words. */
  readonly milestone?: string;
  /** What does not exist yet when the call is made, in words. */
  readonly missing: readonly string[];
}

/** How one mode or process starts. */
export interface WireStartup {
  readonly name: string;
  readonly origin: string;
  readonly steps: readonly WireStep[];
  readonly mermaid: string;
}

/** The start-up map of a tree: the names of all modes and processes, and the one that is asked for, or the first. */
export const startupRequest = new RequestType<
  { readonly tree: string; readonly name?: string },
  Answer<{ readonly names: readonly string[]; readonly path: WireStartup }>,
  void
>('pgsmith/startup');

/** A call of a function after a step of the start-up map, as an edit; nothing is applied. */
export const insertCallRequest = new RequestType<
  { readonly tree: string; readonly path: string; readonly step: number; readonly name: string },
  Answer<WirePlan>,
  void
>('pgsmith/insertCall');
