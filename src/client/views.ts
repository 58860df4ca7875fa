import * as vscode from 'vscode';
import { viewPathRequest, viewRequest, viewSearchRequest, viewWayRequest, type WireNode } from '../protocol/requests.ts';
import { showLocations } from './locations.ts';
import { showProblem } from './problem.ts';
import type { Session } from './session.ts';

/** Views of the manifest by the name that the server knows them by. */
const VIEWS: Readonly<Record<string, string>> = {
  'pgsmith.structure': 'structure',
  'pgsmith.startup': 'startup',
  'pgsmith.processes': 'processes',
  'pgsmith.hooks': 'hooks',
  'pgsmith.shmem': 'shmem',
};

/** What one node of a view stands for: a tree, where several are open, or a node of one. */
export interface Item {
  readonly tree: string;
  readonly node: WireNode | undefined;
  readonly parent: Item | undefined;
}

/** Registers every view of trees, and the commands that work on their nodes. */
export function registerViews(context: vscode.ExtensionContext, session: Session): void {
  const providers = new Map<string, Provider>();
  for (const [id, view] of Object.entries(VIEWS)) {
    const provider = new Provider(session, view);
    const shown = vscode.window.createTreeView(id, { treeDataProvider: provider, showCollapseAll: true });
    providers.set(view, provider);
    context.subscriptions.push(shown, provider);
    if (view === 'structure') {
      const reveal = async () => {
        const item = await provider.itemFor(vscode.window.activeTextEditor?.document.uri);
        if (item) await shown.reveal(item, { select: true, focus: false, expand: true });
        else void vscode.window.showInformationMessage(vscode.l10n.t('The active file belongs to no PostgreSQL tree.'));
      };
      const search = async () => {
        const item = await chooseNode(session, view);
        if (item) await shown.reveal(item, { select: true, focus: true, expand: true });
      };
      context.subscriptions.push(
        vscode.commands.registerCommand('pgsmith.revealInStructure', reveal),
        vscode.commands.registerCommand('pgsmith.searchStructure', search),
      );
    }
  }
  const refresh = () => {
    for (const provider of providers.values()) provider.refresh();
  };
  context.subscriptions.push(
    session.onDidChangeTrees(refresh),
    vscode.workspace.onDidSaveTextDocument(refresh),
    vscode.commands.registerCommand('pgsmith.refreshViews', refresh),
    vscode.commands.registerCommand('pgsmith.openReadme', (item: Item) => open(item)),
    vscode.commands.registerCommand('pgsmith.openNode', (item: Item) => open(item)),
  );
}

/** Asks for one of everything that a view shows. */
async function chooseNode(session: Session, view: string): Promise<Item | undefined> {
  const tree = (await session.pickTree())?.uri;
  if (tree === undefined) return undefined;
  const all = session.request(viewSearchRequest, { tree, view });
  const items = all.then((answer) =>
    answer?.ok
      ? answer.value.map(({ id, label, description, icon }) => ({
          id,
          label,
          ...(description === undefined ? {} : { description }),
          iconPath: new vscode.ThemeIcon(icon),
        }))
      : [],
  );
  const placeHolder = vscode.l10n.t('A directory, a source file, or a name that is registered');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  if (!chosen) return undefined;
  const params = { tree, view, id: chosen.id };
  const way = await session.request(viewWayRequest, params);
  return way?.ok ? itemOf(session, tree, way.value) : undefined;
}

/** The last of nodes that lead to it. */
function itemOf(session: Session, tree: string, nodes: readonly WireNode[]): Item | undefined {
  const root: Item | undefined = session.trees.length > 1 ? { tree, node: undefined, parent: undefined } : undefined;
  return nodes.reduce<Item | undefined>((parent, node) => ({ tree, node, parent }), root);
}

async function open({ node }: Item): Promise<void> {
  if (node?.location) await showLocations([node.location]);
}

/** The nodes of one view, asked for as they are opened. */
class Provider implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  readonly #session: Session;
  readonly #view: string;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(session: Session, view: string) {
    this.#session = session;
    this.#view = view;
  }

  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async getChildren(parent?: Item): Promise<readonly Item[] & Item[]> {
    const trees = this.#session.trees.filter((tree) => tree.state === 'ready');
    if (!parent && trees.length > 1) return trees.map((tree) => ({ tree: tree.uri, node: undefined, parent: undefined }));
    const tree = parent?.tree ?? trees[0]?.uri;
    if (tree === undefined) return [];
    const id = parent?.node?.id;
    const params = { tree, view: this.#view, ...(id === undefined ? {} : { id }) };
    const answer = await this.#session.request(viewRequest, params);
    if (answer && !answer.ok) void showProblem(answer.problem);
    return answer?.ok ? answer.value.map((node) => ({ tree, node, parent })) : [];
  }

  getParent(item: Item): Item | undefined {
    return item.parent;
  }

  getTreeItem({ tree, node, parent }: Item): vscode.TreeItem {
    if (!node) {
      const known = this.#session.trees.find((one) => one.uri === tree);
      const item = new vscode.TreeItem(`${known?.name ?? tree} ${known?.version ?? ''}`, vscode.TreeItemCollapsibleState.Expanded);
      item.id = tree;
      item.iconPath = new vscode.ThemeIcon('database');
      return item;
    }
    const state = node.hasChildren ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None;
    const item = new vscode.TreeItem(node.label, state);
    item.id = `${tree} ${node.id}`;
    item.iconPath = new vscode.ThemeIcon(node.icon);
    if (node.description !== undefined) item.description = node.description;
    item.tooltip = node.tooltip ?? node.description ?? node.label;
    if (node.can !== undefined) item.contextValue = node.can;
    item.accessibilityInformation = { label: [node.label, node.description].filter(Boolean).join(', ') };
    // A directory opens below itself; its README has a button of its own.
    if (node.location && node.can !== 'open-readme')
      item.command = { command: 'pgsmith.openNode', title: vscode.l10n.t('Open'), arguments: [{ tree, node, parent }] };
    return item;
  }

  /** The node of a document, or of the directory that holds it. */
  async itemFor(uri: vscode.Uri | undefined): Promise<Item | undefined> {
    if (!uri) return undefined;
    const params = { uri: uri.toString(), view: this.#view };
    const found = await this.#session.request(viewPathRequest, params);
    if (!found) return undefined;
    return itemOf(this.#session, found.tree, found.nodes);
  }
}
