import type * as vscode from 'vscode';
import type { WireAnswers } from '../../protocol/requests.ts';

/** Answers of wizards that were left before their end, by tree and kind: nothing that was typed is lost, not by closing the window either. */
export class Drafts {
  readonly #state: vscode.Memento;

  /** @param state what VS Code keeps for the open workspace */
  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** The answers that were given when the wizard was left, if it was. */
  of(tree: string, kind: string): WireAnswers | undefined {
    return this.#state.get<WireAnswers>(keyOf(tree, kind));
  }

  /** Keeps answers. */
  async keep(tree: string, kind: string, answers: WireAnswers): Promise<void> {
    await this.#state.update(keyOf(tree, kind), answers);
  }

  /** Forgets answers that came to their end, or that the user does not want any more. */
  async clear(tree: string, kind: string): Promise<void> {
    await this.#state.update(keyOf(tree, kind), undefined);
  }
}

function keyOf(tree: string, kind: string): string {
  return `draft ${kind} ${tree}`;
}
