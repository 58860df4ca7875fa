import * as vscode from 'vscode';
import { type Answer, insertCallRequest, startupRequest, type WireStartup } from '../protocol/requests.ts';
import { showLocations } from './locations.ts';
import { patiently } from './patience.ts';
import { previewOrTell } from './preview.ts';
import { showProblem } from './problem.ts';
import type { Session } from './session.ts';
import { startupSvg } from './startup-svg.ts';
import type { Item } from './views.ts';

type StartupAnswer = Answer<{ readonly names: readonly string[]; readonly path: WireStartup }>;

/** What the picture's page says. */
type Message =
  | { readonly kind: 'open'; readonly step: number }
  | { readonly kind: 'insert'; readonly step: number }
  | { readonly kind: 'choose'; readonly name: string }
  | { readonly kind: 'export'; readonly format: 'svg' | 'mermaid' };

/** Shows how a mode or process starts, as a picture: one page, which a second call brings to the front. */
export class StartupMap implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #session: Session;
  #panel: vscode.WebviewPanel | undefined;
  #shown: { readonly tree: string; readonly path: WireStartup } | undefined;

  constructor(context: vscode.ExtensionContext, session: Session) {
    this.#context = context;
    this.#session = session;
  }

  /** Opens the picture of the active tree. */
  async show(): Promise<void> {
    const tree = await this.#session.pickTree();
    if (!tree) return;
    this.#panel ??= this.#open();
    this.#panel.reveal();
    await this.#load(tree.uri, undefined);
  }

  /** Draws what is shown anew, where it changed with the tree; the reader stays at the same call. */
  async refresh(): Promise<void> {
    const shown = this.#shown;
    if (!shown) return;
    const answer = await this.#ask(shown.tree, shown.path.name);
    if (!answer?.ok || this.#shown !== shown) return;
    const before = startupSvg(shown.path);
    const svg = startupSvg(answer.value.path);
    this.#shown = { tree: shown.tree, path: answer.value.path };
    if (svg !== before) await this.#panel?.webview.postMessage({ svg });
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): vscode.WebviewPanel {
    const roots = [vscode.Uri.joinPath(this.#context.extensionUri, 'src', 'media', 'startup-map')];
    const panel = vscode.window.createWebviewPanel('pgsmith.startupMap', vscode.l10n.t('Start-up Map'), vscode.ViewColumn.Active, {
      enableScripts: true,
      retainContextWhenHidden: true,
      localResourceRoots: roots,
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#shown = undefined;
    });
    panel.webview.html = `<!DOCTYPE html><p>${escaped(vscode.l10n.t('Following the calls from main'))}\u2026</p>`;
    panel.webview.onDidReceiveMessage((message: Message) => this.#hear(message));
    return panel;
  }

  async #load(tree: string, name: string | undefined): Promise<void> {
    const answer = await patiently(vscode.l10n.t('Following the calls from main'), (token) => this.#ask(tree, name, token));
    if (!answer || !this.#panel) return;
    if (!answer.ok) return showProblem(answer.problem);
    const { names, path } = answer.value;
    this.#shown = { tree, path };
    this.#panel.title = vscode.l10n.t('Start-up Map: {0}', path.name);
    this.#panel.webview.html = this.#page(this.#panel.webview, names, path);
  }

  #ask(tree: string, name: string | undefined, token?: vscode.CancellationToken): Promise<StartupAnswer | undefined> {
    const params = { tree, ...(name === undefined ? {} : { name }) };
    return this.#session.request(startupRequest, params, token);
  }

  #page(webview: vscode.Webview, names: readonly string[], path: WireStartup): string {
    const file = (name: string) => vscode.Uri.joinPath(this.#context.extensionUri, 'src', 'media', 'startup-map', name);
    const style = webview.asWebviewUri(file('map.css')).toString();
    const script = webview.asWebviewUri(file('map.js')).toString();
    const options = names.map((name) => `<option${name === path.name ? ' selected' : ''}>${escaped(name)}</option>`).join('');
    return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource} 'unsafe-inline'; script-src ${webview.cspSource};">
<link rel="stylesheet" href="${style}">
<title>${escaped(path.name)}</title>
</head>
<body>
<header>
<label>${escaped(vscode.l10n.t('Mode or process'))} <select id="name">${options}</select></label>
<span class="origin">${escaped(path.origin)}</span>
<button id="svg">${escaped(vscode.l10n.t('Save as SVG'))}</button>
<button id="mermaid">${escaped(vscode.l10n.t('Save as Mermaid'))}</button>
</header>
<p class="help">${escaped(vscode.l10n.t('Up and Down go from call to call, Enter opens it, Insert puts a call of yours after it.'))}</p>
<main>${startupSvg(path)}</main>
<script src="${script}"></script>
</body>
</html>`;
  }

  /** The picture by itself, which has no theme around it. */
  async #withColors(svg: string): Promise<string> {
    const style = await vscode.workspace.fs.readFile(
      vscode.Uri.joinPath(this.#context.extensionUri, 'src', 'media', 'startup-map', 'print.css'),
    );
    return svg.replace('>', `><style>${Buffer.from(style).toString('utf8')}</style><rect class="page" width="100%" height="100%"/>`);
  }

  async #hear(message: Message): Promise<void> {
    if (!this.#shown) return;
    const { tree, path } = this.#shown;
    if (message.kind === 'choose') return this.#load(tree, message.name);
    if (message.kind === 'open') {
      const location = path.steps[message.step]?.location;
      if (location) await showLocations([location]);
      return;
    }
    if (message.kind === 'insert') {
      const name = path.steps[message.step]?.name;
      if (name !== undefined) await insertCall(this.#session, { tree, path: path.name, step: message.step }, name);
      return;
    }
    await save(
      `${path.name.replaceAll(/\W+/g, '-')}.${message.format === 'svg' ? 'svg' : 'mmd'}`,
      message.format === 'svg' ? await this.#withColors(startupSvg(path)) : path.mermaid,
    );
  }
}

/** Inserts a call after the step that a node of the view is. */
export async function insertCallAt(session: Session, { tree, node }: Item): Promise<void> {
  const [path = '', step] = node?.id.split('|') ?? [];
  if (node && step !== undefined) await insertCall(session, { tree, path, step: Number(step) }, node.label);
}

/** Asks for a function and inserts a call of it after a step, by the Refactor Preview; what does not exist yet there is told first. */
async function insertCall(session: Session, at: { tree: string; path: string; step: number }, after: string): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Insert a call after {0}', after),
    prompt: vscode.l10n.t('A function of the server without arguments'),
    ignoreFocusOut: true,
    validateInput: (value) => (/^[A-Za-z_]\w*$/.test(value.trim()) ? undefined : vscode.l10n.t('The name of a C function.')),
  });
  if (name === undefined) return;
  const params = { ...at, name: name.trim() };
  await previewOrTell(session, (token) => session.request(insertCallRequest, params, token));
}

async function save(name: string, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {});
  if (target) await vscode.workspace.fs.writeFile(target, Buffer.from(text, 'utf8'));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
