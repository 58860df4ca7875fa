// The packaged extension in a clean VS Code, driven from outside only: a parameter registered and taken back by one undo, then a parameter,
// a function and an area registered, the tree built, and the server asked.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveAway, make, runAs, scratchCopy, warningsOf, withServer, workDirectory } from '../../src/dev/postgres.mjs';
import { treesDir } from '../../src/dev/trees.mjs';
import { packageExtension } from '../../src/dev/vscode/package.mjs';
import { commands } from './control.mjs';

/** The wizards, files that each certainly changes on 18, and the one that is shown then, where something else is done after it. */
const WIZARDS = [
  {
    title: 'Register Configuration Parameter (GUC)',
    proof: ['src/backend/utils/misc/postgresql.conf.sample', 'my_parameter'],
    shows: 'guc_tables.c',
  },
  { title: 'Register SQL Function', proof: ['src/include/catalog/pg_proc.dat', 'pg_my_function'], shows: 'pg_proc.dat' },
  { title: 'Register Shared Memory', proof: ['src/backend/storage/ipc/ipci.c', 'MyShmemInit'] },
];

/**
 * @param {import('./doors.mjs').Door} door
 * @param {(name: string, holds: boolean, detail?: string) => void} check
 * @param {string} pictures
 * @param {Set<() => Promise<void>>} running what to stop when the program is ended
 */
export async function judgePackage(door, check, pictures, running) {
  const home = mkdtempSync(join(tmpdir(), 'pgsmith-packaged-'));
  const work = workDirectory('packaged');
  const { copy, warnings } = scratchCopy({ name: '18', path: join(treesDir, '18') }, work);
  spawnSync('chown', ['-R', String(process.getuid?.() ?? 0), copy]);
  door.install(home, packageExtension(home));
  const settings = { 'workbench.startupEditor': 'none', 'chat.disableAIFeatures': true };
  const { page, close } = await door.open({ home, folder: copy, settings });
  running.add(close);
  try {
    await page.locator('.statusbar-item', { hasText: 'PG 18' }).waitFor({ timeout: 90_000 });
    check('the packaged extension is installed and has read the tree', true);
    const before = contentsBelow(copy);
    await register(page, copy, WIZARDS[0]);
    check('it registers a parameter', changedSince(copy, before).length >= 4);
    await undo(page);
    await until(
      () => changedSince(copy, before).length === 0,
      () => changedSince(copy, before).join(),
    );
    check('one undo brings every byte back', true);
    for (const wizard of WIZARDS) {
      await register(page, copy, wizard);
      check(`${wizard.title} writes into the tree`, true);
    }
  } catch (error) {
    await commands.screenshot(page, 'packaged-failed', pictures);
    check('the packaged extension does what it should', false, error instanceof Error ? error.message : String(error));
    return;
  } finally {
    await close();
    running.delete(close);
    rmSync(home, { recursive: true, force: true });
  }
  giveAway(copy);
  const built = make(copy, []);
  const fresh = [...warningsOf(built.stderr)].filter((warning) => !warnings.has(warning));
  check('the tree builds without a new warning', built.status === 0 && fresh.length === 0, built.stderr.slice(-1500));
  runAs(copy, 'make', ['-s', 'install', `DESTDIR=${join(copy, 'tmp_install')}`]);
  withServer(copy, work, ({ value }) => {
    check('SHOW knows the parameter', value('SHOW my_parameter') === 'off', value('SHOW my_parameter'));
    check('the function answers', value('SELECT pg_my_function()') === 'f', value('SELECT pg_my_function()'));
    check('the area is there', value("SELECT count(*) FROM pg_shmem_allocations WHERE name = 'My State'") === '1');
  });
  rmSync(work, { recursive: true, force: true });
}

/** Runs a wizard with Enter alone, applies its preview, and waits until the editor shows what came of it, which takes the focus. */
async function register(page, copy, wizard) {
  const { title, shows } = wizard;
  await page.keyboard.press('F1');
  await until(async () => (await commands.quickInput(page))?.value.startsWith('>'));
  await page.keyboard.type(`pgsmith: ${title}`);
  await until(async () => (await commands.quickInput(page))?.items.some((item) => item.isActive && item.text.includes(title)));
  await page.keyboard.press('Enter');
  for (let last = ''; ; ) {
    const shown = await until(async () => {
      const input = await commands.quickInput(page);
      const isReady = input && /\(\d\/\d\)/.test(input.title) && input.title !== last;
      return isReady && (input.items.length === 0 || input.items.some((item) => item.isActive)) ? input : null;
    });
    last = shown.title;
    await page.keyboard.press('Enter');
    if (shown.items.some((item) => item.text.includes('Preview now'))) break;
  }
  await page.locator('.bulk-edit-panel .monaco-button', { hasText: 'Apply' }).click({ timeout: 90_000 });
  await page.locator('.bulk-edit-panel .monaco-list-row').first().waitFor({ state: 'hidden', timeout: 90_000 });
  await until(() => holds(copy, wizard));
  if (shows) await page.locator('.tab.active', { hasText: shows }).waitFor({ timeout: 90_000 });
}

/** Undoes in an editor of a changed file, everywhere, and saves. */
async function undo(page) {
  await page.keyboard.press('Control+p');
  await until(async () => (await commands.quickInput(page))?.title !== undefined);
  await page.keyboard.type('postgresql.conf.sample');
  await until(async () =>
    (await commands.quickInput(page))?.items.some((item) => item.isActive && item.text.includes('postgresql.conf.sample')),
  );
  await page.keyboard.press('Enter');
  await page.locator('.tab', { hasText: 'postgresql.conf.sample' }).waitFor();
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('s');
}

function holds(copy, { proof: [path, text] }) {
  return readFileSync(join(copy, path), 'utf8').includes(text);
}

/** Every file of the directories that registrations touch. */
function contentsBelow(copy) {
  return new Map(
    ['src/backend', 'src/include', 'doc', 'src/test/regress']
      .flatMap((path) => filesBelow(copy, path))
      .map((path) => [path, readFileSync(join(copy, path))]),
  );
}

function changedSince(copy, before) {
  const now = contentsBelow(copy);
  return [...new Set([...now.keys(), ...before.keys()])].filter((path) => !now.get(path)?.equals(before.get(path) ?? Buffer.from('\0')));
}

function filesBelow(root, path) {
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const below = `${path}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, below) : entry.isFile() ? [below] : [];
  });
}

/** Waits until `look` gives something that is true. */
async function until(look, explain = () => '') {
  const end = Date.now() + 90_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`Waited in vain for ${look}: ${explain()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
