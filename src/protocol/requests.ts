import type { Location, Range, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { type Nothing, request } from './request.ts';

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
export const treesRequest = request<Nothing, readonly WireTree[]>('pgsmith/trees');

/** Sent whenever what `treesRequest` answers has changed. */
export const treesChanged = { method: 'pgsmith/treesChanged' } as const;

/** The tree that holds a document or a folder, opened if need be; null where there is none. */
export const treeOfRequest = request<{ readonly uri: string }, WireTree | null>('pgsmith/treeOf');

/** The kinds of registration, in display order. */
export const kindsRequest = request<Nothing, readonly { readonly kind: string; readonly label: string }[]>('pgsmith/kinds');

/** The wizard of a kind, with suggestions made from the answers so far. */
export const formRequest = request<{ readonly tree: string; readonly kind: string; readonly answers: WireAnswers }, Answer<WireForm>>(
  'pgsmith/form',
);

/** What is wrong with one answer; null for one that can stand. */
export const answerProblemRequest = request<
  { readonly tree: string; readonly kind: string; readonly answers: WireAnswers; readonly name: string },
  WireProblem | null
>('pgsmith/answerProblem');

/** The whole registration as an edit; questions without an answer get their suggestion. Nothing is applied. */
export const planRequest = request<{ readonly tree: string; readonly kind: string; readonly answers: WireAnswers }, Answer<WirePlan>>(
  'pgsmith/plan',
);

/** The OIDs suggested for `count` objects, and all free ranges. */
export const oidsRequest = request<
  { readonly tree: string; readonly count: number },
  Answer<{ readonly suggestion: WireOidRange; readonly free: readonly WireOidRange[] }>
>('pgsmith/oids');

/** Why `count` OIDs from `first` on cannot be used; null where they can. */
export const oidProblemRequest = request<{ readonly tree: string; readonly first: number; readonly count: number }, WireProblem | null>(
  'pgsmith/oidProblem',
);

/** Where a picked OID belongs at a cursor: the number or empty field that it replaces, or null for the cursor itself. */
export const oidFieldRequest = request<{ readonly uri: string; readonly offset: number }, Range | null>('pgsmith/oidField');

/** Replaces the OID at a place by the suggested unused one. */
export const replaceOidRequest = request<{ readonly uri: string; readonly offset: number }, Answer<WirePlan>>('pgsmith/replaceOid');

/** The range that the OIDs in use from `first` to `last` get when they begin at `to`, or where the policy suggests. */
export const shiftTargetRequest = request<
  { readonly tree: string; readonly first: number; readonly last: number; readonly to?: number },
  Answer<{ readonly first: number; readonly last: number }>
>('pgsmith/shiftTarget');

/** Moves the OIDs in use from `first` to `last` so that they begin at `to`. */
export const shiftOidsRequest = request<
  { readonly tree: string; readonly first: number; readonly last: number; readonly to: number },
  Answer<WirePlan>
>('pgsmith/shiftOids');

/** Where C code of the server uses an identifier. */
export const usesRequest = request<{ readonly tree: string; readonly name: string }, Answer<readonly Location[]>>('pgsmith/uses');

/** What the tree is and what it holds, as Markdown. */
export const reportRequest = request<{ readonly tree: string }, Answer<{ readonly markdown: string }>>('pgsmith/report');

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
export const viewRequest = request<{ readonly tree: string; readonly view: string; readonly id?: string }, Answer<readonly WireNode[]>>(
  'pgsmith/view',
);

/** The nodes of a view that lead to a document, outermost first, and the tree that they are of; null where there are none. */
export const viewPathRequest = request<
  { readonly uri: string; readonly view: string },
  { readonly tree: string; readonly nodes: readonly WireNode[] } | null
>('pgsmith/viewPath');

/** Everything that a view shows, wherever it stands, in its order. */
export const viewSearchRequest = request<{ readonly tree: string; readonly view: string }, Answer<readonly WireNode[]>>(
  'pgsmith/viewSearch',
);

/** The nodes of a view that lead to one of them, outermost first. */
export const viewWayRequest = request<{ readonly tree: string; readonly view: string; readonly id: string }, Answer<readonly WireNode[]>>(
  'pgsmith/viewWay',
);

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
export const startupRequest = request<
  { readonly tree: string; readonly name?: string },
  Answer<{ readonly names: readonly string[]; readonly path: WireStartup }>
>('pgsmith/startup');

/** A call of a function after a step of the start-up map, as an edit; nothing is applied. */
export const insertCallRequest = request<
  { readonly tree: string; readonly path: string; readonly step: number; readonly name: string },
  Answer<WirePlan>
>('pgsmith/insertCall');
