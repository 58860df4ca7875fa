import type { WireAnswers } from '../../protocol/requests.ts';

/** Answers of wizards that were left before their end, by tree and kind: nothing that was typed is lost in a window's life. */
export class Drafts {
  readonly #drafts = new Map<string, WireAnswers>();

  /** The answers that were given when the wizard was left, if it was. */
  of(tree: string, kind: string): WireAnswers | undefined {
    return this.#drafts.get(`${kind} ${tree}`);
  }

  /** Keeps answers. */
  keep(tree: string, kind: string, answers: WireAnswers): void {
    this.#drafts.set(`${kind} ${tree}`, answers);
  }

  /** Forgets answers that came to their end, or that the user does not want any more. */
  clear(tree: string, kind: string): void {
    this.#drafts.delete(`${kind} ${tree}`);
  }
}
