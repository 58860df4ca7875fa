import * as vscode from 'vscode';
import { oidFieldRequest, oidProblemRequest, oidsRequest, type WireOidRange, type WireProblem } from '../protocol/requests.ts';
import { problemText, showProblem } from './problem.ts';
import type { Session } from './session.ts';

/** A picked block of OIDs. */
interface Block {
  readonly first: number;
  readonly count: number;
}

/** What is to be picked: how many OIDs, and whether each can be copied instead. */
interface Wish {
  readonly count: number;
  readonly canCopy: boolean;
}

/** A picked block, and whether it goes to the clipboard. */
interface Picked extends Block {
  readonly isCopy: boolean;
}

interface OidItem extends vscode.QuickPickItem {
  /** First OID of the block; undefined for what cannot be taken. */
  readonly first: number | undefined;
}

type Offer = { readonly suggestion: WireOidRange; readonly free: readonly WireOidRange[] };

/**
 * "Insert Unused OID…": into the field under the cursor, or at the cursor; to the clipboard where that is asked for, or where no editor
 * takes it.
 */
export async function insertOid(session: Session): Promise<void> {
  const tree = await session.pickTree();
  const picked = tree && (await pickOids(session, tree.uri, vscode.l10n.t('Insert Unused OID'), { count: 1, canCopy: true }));
  if (!picked) return;
  const text = numbersOf(picked).join('\n');
  if (!picked.isCopy && (await insertText(session, text, picked.count === 1))) return;
  await vscode.env.clipboard.writeText(text);
  void vscode.window.showInformationMessage(vscode.l10n.t('Copied {0}.', blockText(picked)));
}

/** Puts a text into the active editor; false where there is none, or it takes none. */
async function insertText(session: Session, text: string, intoField: boolean): Promise<boolean> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return false;
  const { document, selection } = editor;
  const params = { uri: document.uri.toString(), offset: document.offsetAt(selection.active) };
  const field = intoField && selection.isEmpty ? await session.request(oidFieldRequest, params) : null;
  const range = field ? new vscode.Range(field.start.line, field.start.character, field.end.line, field.end.character) : selection;
  return editor.edit((builder) => builder.replace(range, text));
}

/** "Reserve OID Block…": keeps a block in the workspace's settings, so that no later suggestion touches it, and copies it. */
export async function reserveOids(session: Session): Promise<void> {
  const tree = await session.pickTree();
  if (!tree) return;
  const title = vscode.l10n.t('Reserve OID Block');
  const validateInput = (value: string) =>
    /^[1-9]\d{0,3}$/.test(value.trim()) ? undefined : vscode.l10n.t('A whole number from 1 to 9999.');
  const prompt = vscode.l10n.t('How many consecutive OIDs?');
  const count = await vscode.window.showInputBox({ title, prompt, value: '10', ignoreFocusOut: true, validateInput });
  const block = count === undefined ? undefined : await pickOids(session, tree.uri, title, { count: Number(count), canCopy: false });
  if (!block) return;
  const settings = vscode.workspace.getConfiguration('pgsmith');
  const reserved = settings.get<readonly string[]>('reservedOids', []);
  await settings.update('reservedOids', [...reserved, blockText(block)], vscode.ConfigurationTarget.Workspace);
  await vscode.env.clipboard.writeText(blockText(block));
  void vscode.window.showInformationMessage(vscode.l10n.t('Reserved {0} in the workspace settings, and copied it.', blockText(block)));
}

/** Lets the user pick `count` unused OIDs: the suggestion by policy, a free range, or a number that is typed. */
async function pickOids(session: Session, tree: string, title: string, { count, canCopy }: Wish): Promise<Picked | undefined> {
  const params = { tree, count };
  const offer = await session.request(oidsRequest, params);
  if (!offer) return undefined;
  if (!offer.ok) {
    await showProblem(offer.problem);
    return undefined;
  }
  const more = { iconPath: new vscode.ThemeIcon('list-ordered'), tooltip: vscode.l10n.t('How many consecutive OIDs?') };
  const copy = { iconPath: new vscode.ThemeIcon('copy'), tooltip: vscode.l10n.t('Copy') };
  const withCopy = (item: OidItem): OidItem => (canCopy && item.first !== undefined ? { ...item, buttons: [copy] } : item);
  const pick = vscode.window.createQuickPick<OidItem>();
  pick.title = count === 1 ? title : `${title} (${count})`;
  pick.placeholder = vscode.l10n.t('Press Enter for the suggestion, or type a number');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.buttons = [more];
  const items = itemsOf(offer.value, count).map(withCopy);
  pick.items = items;
  const judge = async (value: string): Promise<WireProblem | undefined> => {
    const asked = { tree, first: Number(value), count };
    return (await session.request<typeof asked, WireProblem | null>(oidProblemRequest, asked)) ?? undefined;
  };
  const picked = await new Promise<Picked | 'count' | undefined>((resolve) => {
    const take = (first: number | undefined, isCopy: boolean) => {
      if (first !== undefined) resolve({ first, count, isCopy });
    };
    pick.onDidTriggerButton(() => resolve('count'));
    pick.onDidTriggerItemButton(({ item }) => take(item.first, true));
    pick.onDidHide(() => resolve(undefined));
    pick.onDidAccept(async () => {
      const { value } = pick;
      // A number is taken as it was typed, be the list drawn already or not.
      if (!/^\d+$/.test(value)) take(pick.activeItems[0]?.first, false);
      else if (!(await judge(value))) take(Number(value), false);
    });
    pick.onDidChangeValue(async (value) => {
      if (!/^\d+$/.test(value)) {
        pick.items = items;
        return;
      }
      const problem = await judge(value);
      if (pick.value === value) pick.items = [withCopy(typedItem(Number(value), problem)), ...items];
    });
    pick.show();
  });
  pick.dispose();
  if (picked !== 'count') return picked;
  const wanted = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('How many consecutive OIDs?'),
    value: String(count),
    validateInput: (value) => (/^[1-9]\d{0,3}$/.test(value.trim()) ? undefined : vscode.l10n.t('A whole number from 1 to 9999.')),
  });
  return wanted === undefined ? undefined : pickOids(session, tree, title, { count: Number(wanted), canCopy });
}

function itemsOf({ suggestion, free }: Offer, count: number): readonly OidItem[] {
  const suggested = count === 1 ? String(suggestion.first) : `${suggestion.first} - ${suggestion.first + count - 1}`;
  return [
    { label: `$(star-full) ${suggested}`, description: vscode.l10n.t('suggested by the policy for patches'), first: suggestion.first },
    { label: vscode.l10n.t('Free ranges'), kind: vscode.QuickPickItemKind.Separator, first: undefined },
    ...free
      .filter((range) => range.last - range.first + 1 >= count)
      .map((range) => ({
        label: range.first === range.last ? String(range.first) : `${range.first} - ${range.last}`,
        description: vscode.l10n.t('{0} unused', range.last - range.first + 1),
        ...neighbours(range),
        first: range.first,
      })),
  ];
}

function neighbours({ before, after }: WireOidRange): { detail?: string } {
  if (before === undefined && after === undefined) return {};
  return { detail: vscode.l10n.t('after {0}, before {1}', before ?? '—', after ?? '—') };
}

function typedItem(first: number, problem: WireProblem | undefined): OidItem {
  const label = problem ? `$(error) ${first}` : `$(check) ${first}`;
  const description = problem ? problemText(problem) : vscode.l10n.t('unused');
  return { label, description, alwaysShow: true, first: problem ? undefined : first };
}

function numbersOf({ first, count }: Block): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

function blockText({ first, count }: Block): string {
  return count === 1 ? String(first) : `${first}-${first + count - 1}`;
}
