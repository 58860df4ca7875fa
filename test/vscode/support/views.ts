import { commands } from 'vscode';
import { until, window } from './window.ts';

/** Rows of the views that are shown, top to bottom. */
export function rows(): Promise<readonly string[]> {
  return window.texts('.pane-body .monaco-list-row');
}

/** Shows a view and waits for a row: one of its first, since the views share the side bar, and what has no room there is not drawn. */
export async function show(view: string, row: RegExp): Promise<readonly string[]> {
  await commands.executeCommand(`${view}.focus`);
  return until(`${view} shows ${row}`, async () => {
    const shown = await rows();
    return shown.some((text) => row.test(text)) ? shown : null;
  });
}

/** The row that has the focus, on one line. */
export async function focused(): Promise<string> {
  return (await window.texts('.pane-body .monaco-list:focus-within .monaco-list-row.focused')).join(' ').replaceAll(/\s+/g, ' ');
}

/** After so many milliseconds a list takes what is typed for a new word. */
const WORD_ENDS = 2000;

/**
 * Goes to a row of the focused view by typing its label, as lists of VS Code find it. A window that is slow takes a label for two words,
 * and goes elsewhere: then it is typed again.
 */
export async function goTo(view: string, label: string): Promise<void> {
  const isFocused = async () => (await window.texts('.pane-body .monaco-list-row.focused')).some((text) => text.startsWith(label));
  await until(`${label} is focused`, async () => {
    await commands.executeCommand(`${view}.focus`);
    await commands.executeCommand('list.focusFirst');
    await window.type(label);
    for (const end = Date.now() + WORD_ENDS; Date.now() < end; ) if (await isFocused()) return true;
    return false;
  });
}

/** Opens a row of a view and waits for one below it. A view that is filled anew meanwhile loses the focus: then the row is gone to again. */
export async function expand(view: string, label: string, below: RegExp): Promise<void> {
  const isShown = async () => (await rows()).some((text) => below.test(text));
  await until(`${below} is shown below ${label}`, async () => {
    await goTo(view, label);
    await window.press('ArrowRight');
    for (const end = Date.now() + WORD_ENDS; Date.now() < end; ) if (await isShown()) return true;
    return false;
  });
}
