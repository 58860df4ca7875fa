// The part of npm run bench that looks at a real window of VS Code: activation, and lenses on the screen.
import { join } from 'node:path';
import { repository } from './prepare.mjs';
import { startServer } from './vscode/server.mjs';
import { openWindow, startBrowser } from './vscode/window.mjs';

const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.reduceMotion': 'on',
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};
const PATIENCE = { timeout: 180_000 };

/**
 * Opens a window on a tree and measures in milliseconds: the activation of pgsmith, loading its code included, as VS Code shows it among
 * the running extensions; and the time from the Enter that opens a file to the first lens above one of its lines.
 * @param {string} tree
 * @param {string} path of the file, in the tree
 * @param {string} work a directory for scratch files
 */
export async function measureWindow(tree, path, work) {
  const server = await startServer({ home: join(work, 'window'), settings: SETTINGS });
  const browser = await startBrowser();
  try {
    const { page } = await openWindow(browser, { origin: server.origin, folder: tree, extension: repository.replace(/\/$/, '') });
    await page.locator('.statusbar-item', { hasText: 'PG 18' }).waitFor(PATIENCE);
    await page.locator('.statusbar-item .codicon-sync').waitFor({ state: 'detached', ...PATIENCE });
    await page.keyboard.press('F1');
    await page.keyboard.type('Developer: Show Running Extensions');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Show Running Extensions' }).first().waitFor(PATIENCE);
    await page.keyboard.press('Enter');
    const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'pgsmith' }).first();
    const shown = await row.locator('.activation-time').textContent(PATIENCE);
    await page.keyboard.press('Control+p');
    await page.keyboard.type(path);
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: path.replace(/^.*\//, '') })
      .first()
      .waitFor(PATIENCE);
    const start = performance.now();
    await page.keyboard.press('Enter');
    await page.locator('.codelens-decoration a').first().waitFor(PATIENCE);
    return { activation: Number(/(\d+)\s*ms/.exec(shown ?? '')?.[1] ?? Number.NaN), lenses: performance.now() - start };
  } finally {
    await browser.close();
    await server.stop();
  }
}
