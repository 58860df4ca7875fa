// The part of npm run bench that looks at a real window of VS Code.
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
 * Opens a window on a tree and gives the milliseconds of extension-host time that the activation of pgsmith took, loading its code included, as
 * VS Code shows them among the running extensions.
 * @param {string} tree
 * @param {string} work a directory for scratch files
 */
export async function measureActivation(tree, work) {
  const server = await startServer({ home: join(work, 'window'), settings: SETTINGS });
  const browser = await startBrowser();
  try {
    const { page } = await openWindow(browser, { origin: server.origin, folder: tree, extension: repository.replace(/\/$/, '') });
    await page.locator('.statusbar-item', { hasText: 'PG 18' }).waitFor(PATIENCE);
    await page.locator('.statusbar-item .codicon-sync').waitFor({ state: 'detached', ...PATIENCE });
    await page.keyboard.press('F1');
    await page.keyboard.type('Developer: Show Running Extensions');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Show Running Extensions' }).first().click(PATIENCE);
    // They are sorted by their times, and only rows in sight exist.
    await page.setViewportSize({ width: 1280, height: 4000 });
    const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'pgsmith' }).first();
    const shown = await row.locator('.activation-time').textContent(PATIENCE);
    return Number(/(\d+)\s*ms/.exec(shown ?? '')?.[1] ?? Number.NaN);
  } finally {
    await browser.close();
    await server.stop();
  }
}
