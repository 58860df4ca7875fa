import { realpathSync } from 'node:fs';
import type { Connection } from 'vscode-languageserver';
import { features } from '../core/api.ts';
import { fillIndex } from '../host/index/fill-index.ts';
import { treesChanged, type WireTree } from '../protocol/requests.ts';
import { attended } from './guard.ts';
import type { OpenTree, Workspace } from './workspace.ts';

/**
 * Reads once what makes later answers quick, a kind at a time with the editor's requests in between, and tells the client
 * how far each tree is.
 */
export class TreeStates {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #ready = new Map<OpenTree, boolean>();

  constructor(connection: Connection, workspace: Workspace) {
    this.#connection = connection;
    this.#workspace = workspace;
  }

  /** Begins to read a tree that is new. One that cannot be read is ready too: its log says why, and each answer that needs it. */
  open(tree: OpenTree): void {
    if (this.#ready.has(tree)) return;
    this.#ready.set(tree, false);
    this.#tell();
    void attended(this.#connection.console, `reading ${tree.root}`, () => this.#read(tree))(undefined).then(() => {
      if (!this.#ready.has(tree)) return;
      this.#ready.set(tree, true);
      this.#tell();
    });
  }

  /** Forgets a tree. */
  close(tree: OpenTree): void {
    this.#ready.delete(tree);
    this.#workspace.close(tree);
    this.#tell();
  }

  /** All trees as the client is told of them. */
  all(): readonly WireTree[] {
    return [...this.#ready.keys()].map((tree) => this.of(tree));
  }

  /** One tree as the client is told of it. */
  of(tree: OpenTree): WireTree {
    const context = this.#workspace.contextOf(tree);
    const { versionHint, buildSystems, ...shapes } = context.ok ? context.value.shape : { versionHint: undefined, buildSystems: [] };
    return {
      uri: tree.uri,
      name: tree.root.slice(tree.root.lastIndexOf('/') + 1),
      ...(versionHint === undefined ? {} : { version: versionHint }),
      shapes: Object.fromEntries(Object.entries(shapes).map(([area, shape]) => [area, String(shape ?? 'not found')])),
      state: this.#ready.get(tree) === true ? 'ready' : 'reading',
    };
  }

  async #read(tree: OpenTree): Promise<void> {
    const progress = await this.#connection.window.createWorkDoneProgress();
    progress.begin('pgsmith', 0, `reading ${tree.root}`);
    try {
      for (const [index, feature] of features.entries()) {
        await new Promise((resolve) => setImmediate(resolve));
        const context = this.#workspace.contextOf(tree);
        if (context.ok) feature.check(context.value);
        progress.report(((index + 1) / features.length) * 50, feature.label);
      }
      const context = this.#workspace.contextOf(tree);
      if (context.ok) await fillIndex(context.value, realpathSync(tree.root), { progress: (share) => progress.report(50 + share * 50) });
      // Texts that were read for this are not needed again so soon.
      this.#workspace.refresh(tree);
    } finally {
      progress.done();
    }
  }

  #tell(): void {
    void this.#connection.sendNotification(treesChanged.method, this.all());
  }
}
