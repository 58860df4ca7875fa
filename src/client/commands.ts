import * as vscode from 'vscode';
import { clientCommands } from '../protocol/commands.ts';
import { replaceOidRequest, reportRequest, usesRequest, type WireAnswers } from '../protocol/requests.ts';
import { showLocations, type WireLocation } from './locations.ts';
import { insertOid, reserveOids } from './oid-picker.ts';
import { shiftOids } from './oid-shift.ts';
import { showPage } from './pages.ts';
import { patiently } from './patience.ts';
import { previewOrTell } from './preview.ts';
import { showProblem } from './problem.ts';
import type { Session } from './session.ts';
import { insertCallAt, type StartupMap } from './startup-map.ts';
import type { Item } from './views.ts';
import type { Drafts } from './wizard/drafts.ts';
import { runWizard } from './wizard/wizard.ts';

/** What commands work with. */
export interface Surroundings {
  readonly session: Session;
  readonly log: vscode.LogOutputChannel;
  readonly drafts: Drafts;
  readonly map: StartupMap;
}

/** Which kind the wizards of the palette register; everything else about a kind comes from the server. */
const WIZARDS: Readonly<Record<string, string>> = {
  'pgsmith.registerShmem': 'shmem',
  'pgsmith.registerGuc': 'guc',
  'pgsmith.registerFunction': 'function',
};

/** Registers every command of the manifest, each guarded: what fails in it is logged and told in one sentence. */
export function registerCommands(context: vscode.ExtensionContext, surroundings: Surroundings): void {
  const { session, log, drafts, map } = surroundings;
  const register = async (kind: string, tree: string | undefined, seed: WireAnswers) => {
    const uri = tree ?? (await session.pickTree())?.uri;
    if (uri !== undefined) await runWizard({ session, drafts, tree: uri, kind }, seed);
  };
  const commands: Readonly<Record<string, (...given: never[]) => unknown>> = {
    ...Object.fromEntries(Object.entries(WIZARDS).map(([id, kind]) => [id, () => register(kind, undefined, {})])),
    'pgsmith.insertOid': () => insertOid(session),
    'pgsmith.reserveOids': () => reserveOids(session),
    'pgsmith.showTreeReport': () => showReport(session),
    'pgsmith.restartServer': () => session.restart(),
    'pgsmith.showLog': () => log.show(),
    'pgsmith.openWalkthrough': () => openWalkthrough(context),
    'pgsmith.showMenu': () => showMenu(),
    'pgsmith.showStartupMap': () => map.show(),
    'pgsmith.insertCall': (item: Item) => insertCallAt(session, item),
    [clientCommands.show]: (locations: readonly WireLocation[]) => showLocations(locations),
    [clientCommands.showUses]: (tree: string, name: string) => showUses(session, tree, name),
    [clientCommands.register]: (tree: string, kind: string, seed: WireAnswers) => register(kind, tree, seed),
    [clientCommands.replaceOid]: (uri: string, offset: number) => {
      const params = { uri, offset };
      return previewOrTell(session, (token) => session.request(replaceOidRequest, params, token));
    },
    [clientCommands.shiftOids]: (tree: string, first: number, last: number) => shiftOids(session, tree, first, last),
  };
  for (const [id, run] of Object.entries(commands)) {
    const guarded = async (...given: never[]) => {
      try {
        await run(...given);
      } catch (error) {
        log.error(error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage(vscode.l10n.t('pgsmith: {0}', error instanceof Error ? error.message : String(error)));
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(id, guarded));
  }
}

async function showUses(session: Session, tree: string, name: string): Promise<void> {
  const params = { tree, name };
  const uses = await patiently(vscode.l10n.t('Looking for uses of {0}', name), (token) => session.request(usesRequest, params, token));
  if (!uses) return;
  if (!uses.ok) return showProblem(uses.problem);
  if (uses.value.length > 0) return showLocations(uses.value);
  void vscode.window.showInformationMessage(vscode.l10n.t('No C code of this tree uses {0}.', name));
}

async function showReport(session: Session): Promise<void> {
  const tree = await session.pickTree();
  if (!tree) return;
  const params = { tree: tree.uri };
  const report = await patiently(vscode.l10n.t('Reading the tree'), (token) => session.request(reportRequest, params, token));
  if (report && !report.ok) return showProblem(report.problem);
  if (report) await showPage(vscode.l10n.t('Report of {0}', tree.name), report.value.markdown);
}

async function openWalkthrough(context: vscode.ExtensionContext): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#pgsmith.start`, false);
}

async function showMenu(): Promise<void> {
  const entries: readonly (vscode.QuickPickItem & { readonly command: string })[] = [
    { label: vscode.l10n.t('Show Tree Report'), command: 'pgsmith.showTreeReport' },
    { label: vscode.l10n.t('Show Log'), command: 'pgsmith.showLog' },
    { label: vscode.l10n.t('Restart Server'), command: 'pgsmith.restartServer' },
    { label: vscode.l10n.t('Open Walkthrough'), command: 'pgsmith.openWalkthrough' },
  ];
  const chosen = await vscode.window.showQuickPick(entries, { title: 'pgsmith' });
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}
