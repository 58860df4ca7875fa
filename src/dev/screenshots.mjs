// npm run screenshots: the pictures of the README, taken from a real window on PostgreSQL 18.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ensureBundle, ensureModules, ensurePrograms, repository } from './prepare.mjs';
import { ensureTrees, treesDir } from './trees.mjs';
import { startServer } from './vscode/server.mjs';
import { openWindow, startBrowser } from './vscode/window.mjs';

const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.minimap.enabled': false,
  'editor.codeLensFontSize': 12,
  'git.enabled': false,
  // The preview stands beside the edits that it shows.
  'workbench.panel.defaultLocation': 'right',
  'diffEditor.renderSideBySide': false,
};

/** The window without its title and its status. */
const INSIDE = { x: 52, y: 36, width: 1224, height: 732 };
/** The quick input and a little of what is behind it. */
const QUICK_INPUT = { x: 310, y: 0, width: 660, height: 410 };

ensurePrograms(['fetch', 'vscode', 'window']);
ensureModules();
ensureBundle();
ensureTrees(['18']);
const scratch = mkdtempSync(join(tmpdir(), 'pgsmith-pictures-'));
const tree = join(scratch, 'postgresql-18');
spawnSync('cp', ['-a', '--reflink=auto', join(treesDir, '18'), tree]);
writeFileSync(join(tree, 'postgresql.conf'), '# memory\nshared_buffers = 1GB\n');
const server = await startServer({ home: join(scratch, 'home'), settings: SETTINGS });
const browser = await startBrowser();
try {
  const { page } = await openWindow(browser, { origin: server.origin, folder: tree, extension: repository.replace(/\/$/, '') });
  await page.locator('.statusbar-item', { hasText: 'PG 18' }).waitFor({ timeout: 300_000 });
  await page.locator('.statusbar-item .codicon-sync').waitFor({ state: 'detached', timeout: 300_000 });
  await page.keyboard.press('Control+b');
  await lenses(page);
  await completion(page);
  await wizardAndPreview(page);
  await oidPicker(page);
  await views(page);
} finally {
  await browser.close();
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}

async function lenses(page) {
  await open(page, 'ipci.c', ':127');
  await page.locator('.codelens-decoration', { hasText: 'XLogPrefetchStats' }).first().waitFor({ timeout: 300_000 });
  await shoot(page, 'lenses', { ...INSIDE, width: 1000 });
}

async function completion(page) {
  await open(page, 'postgresql.conf', ':2');
  await page.locator('.tab.active', { hasText: /postgresql\.conf$/ }).waitFor();
  await page.locator('.statusbar-item', { hasText: 'PostgreSQL configuration' }).waitFor();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('work_m');
  const suggested = page.locator('.suggest-widget .monaco-list-row', { hasText: 'work_mem' }).first();
  await suggested.waitFor({ timeout: 10_000 }).catch(() => page.keyboard.press('Control+Space'));
  await suggested.waitFor({ timeout: 120_000 });
  const details = page.locator('.suggest-details-container', { hasText: 'work_mem' });
  await details.waitFor({ timeout: 3_000 }).catch(() => page.keyboard.press('Control+Space'));
  await details.waitFor({ timeout: 10_000 });
  await shoot(page, 'completion', { ...INSIDE, width: 900, height: 300 });
  await page.keyboard.press('Escape');
}

async function wizardAndPreview(page) {
  await palette(page, 'pgsmith: Register Configuration Parameter (GUC)');
  await step(page, 'Parameter name');
  await page.keyboard.type('kms_cache_size');
  await page.keyboard.press('Enter');
  await step(page, 'Type');
  await page.keyboard.type('int');
  await page.keyboard.press('Enter');
  await step(page, 'Default');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('64');
  await page.keyboard.press('Enter');
  await step(page, 'Group');
  await page.keyboard.type('Resource Usage');
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'RESOURCES_MEM' }).waitFor();
  await shoot(page, 'wizard', { ...QUICK_INPUT, height: 240 });
  await page.keyboard.press('Enter');
  await step(page, 'Short description');
  await page.keyboard.press('Enter');
  await step(page, '(6/6)');
  await page.keyboard.press('Enter');
  const rows = page.locator('.bulk-edit-panel .monaco-list-row');
  await rows
    .filter({ hasText: /^Code: / })
    .first()
    .waitFor({ timeout: 120_000 });
  await drag(page, '.part.panel', 'left', 800);
  await rows.filter({ hasText: 'gettext_noop' }).click();
  await page.locator('.multiDiffEditor, .monaco-editor', { hasText: 'kms_cache_size' }).first().waitFor({ timeout: 120_000 });
  await shoot(page, 'preview', INSIDE);
  await page.locator('.bulk-edit-panel .monaco-button', { hasText: 'Discard' }).click();
}

/**
 * Drags the border that a part of the window has at one of its sides to a place.
 * @param {import('playwright-core').Page} page
 * @param {string} part
 * @param {'left' | 'right'} side
 * @param {number} to in pixels from the left of the window
 */
async function drag(page, part, side, to) {
  const box = await page.locator(part).boundingBox();
  if (!box) throw new Error(`${part} is not shown`);
  const middle = box.y + box.height / 2;
  await page.mouse.move(side === 'left' ? box.x - 2 : box.x + box.width, middle);
  await page.mouse.down();
  await page.mouse.move(to, middle, { steps: 5 });
  await page.mouse.up();
}

async function oidPicker(page) {
  await palette(page, 'pgsmith: Insert Unused OID');
  await step(page, 'Insert Unused OID');
  await page.locator('.quick-input-list .monaco-list-row').nth(3).waitFor();
  await shoot(page, 'oid-picker', QUICK_INPUT);
  await page.keyboard.press('Escape');
}

async function views(page) {
  await palette(page, 'View: Close All Editors');
  await open(page, 'nbtree/README', ':1');
  await palette(page, 'pgsmith: Reveal Active File in Structure');
  await page.locator('.pane-header.expanded', { hasText: 'PostgreSQL Structure' }).waitFor({ timeout: 300_000 });
  await drag(page, '.part.sidebar', 'right', 720);
  // The structure alone: the folders and the outline make room.
  for (const other of ['Outline', 'Timeline', 'postgresql-18']) {
    const header = page.locator('.pane-header.expanded', { hasText: other });
    if (await header.count()) await header.first().click();
  }
  await palette(page, 'pgsmith: Reveal Active File in Structure');
  await page.locator('.monaco-list-row', { hasText: 'Btree Indexing' }).waitFor({ timeout: 120_000 });
  await page.locator('.tab.active').click();
  await shoot(page, 'structure', { ...INSIDE, x: 0, width: 1240 });
  await page.keyboard.press('Control+b');
  await palette(page, 'pgsmith: Show Start-up Map');
  const picture = page
    .frameLocator('iframe.webview')
    .frameLocator('iframe#active-frame')
    .locator('.step', { hasText: 'CreateSharedMemoryAndSemaphores' });
  await picture.first().waitFor({ timeout: 300_000 });
  await picture.first().evaluate((step) => step.scrollIntoView({ block: 'center' }));
  await shoot(page, 'startup-map');
  await page.locator('.activitybar .action-label[aria-label^="pgsmith"]').click();
  await page.locator('.pane-header', { hasText: 'Start-Up' }).first().click();
  await page.locator('.pane-header', { hasText: 'Hooks' }).first().click();
  const hook = page.locator('.monaco-list-row', { hasText: 'ExecutorStart_hook' });
  await hook.first().waitFor({ timeout: 300_000 });
  await hook.first().click();
  await page.keyboard.press('ArrowRight');
  await page.locator('.monaco-list-row', { hasText: 'installer' }).first().waitFor({ timeout: 300_000 });
  await shoot(page, 'hooks', { x: 0, y: 0, width: 760, height: 800 });
}

function step(page, title) {
  return page.locator('.quick-input-title', { hasText: title }).waitFor({ timeout: 120_000 });
}

async function palette(page, title) {
  await page.keyboard.press('F1');
  await page.keyboard.type(title);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor({ timeout: 120_000 });
  await page.keyboard.press('Enter');
}

async function open(page, name, line) {
  await page.keyboard.press('Control+p');
  await page.keyboard.type(name);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: basename(name) }).waitFor({ timeout: 120_000 });
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @param {{ x: number, y: number, width: number, height: number }} [clip]
 */
async function shoot(page, name, clip) {
  await page.mouse.move(640, 790);
  await page.screenshot({ path: join(repository, 'src/media', `${name}.png`), ...(clip ? { clip } : {}) });
  process.stdout.write(`src/media/${name}.png\n`);
}
