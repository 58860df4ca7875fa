// The README's first command where no desktop VS Code is installed: the address that it prints shows a tree with pgsmith at work.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repository } from '../../src/dev/prepare.mjs';
import { treesDir } from '../../src/dev/trees.mjs';
import { startBrowser } from '../../src/dev/vscode/window.mjs';
import { commands } from './control.mjs';

const PATIENCE = { timeout: 180_000 };

/**
 * @param {(name: string, holds: boolean, detail?: string) => void} check
 * @param {string} pictures
 * @param {Set<() => Promise<void>>} running what to stop when the program is ended
 */
export async function judgeStart(check, pictures, running) {
  const { DISPLAY, WAYLAND_DISPLAY, PATH = '', ...env } = process.env;
  const path = PATH.split(delimiter).filter((directory) => !existsSync(join(directory, 'code')));
  const start = spawn(process.execPath, [join(repository, 'src/dev/start.mjs'), join(treesDir, '18')], {
    env: { ...env, PATH: path.join(delimiter) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(start, 'exit');
  const stop = async () => {
    start.kill('SIGINT');
    await ended;
  };
  running.add(stop);
  const browser = await startBrowser();
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  try {
    await page.goto(await addressOf(start), PATIENCE);
    await page.locator('.statusbar-item', { hasText: 'PG 18' }).waitFor(PATIENCE);
    check('npm start prints an address where pgsmith has read the tree', true);
    await page.keyboard.press('Control+P');
    await page.keyboard.type('ipci.c');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'ipci.c' }).first().click(PATIENCE);
    await page.locator('.tab.active', { hasText: 'ipci.c' }).waitFor(PATIENCE);
    await page.keyboard.press('Control+G');
    await page.keyboard.type('120');
    await page.keyboard.press('Enter');
    await page.locator('.codelens-decoration', { hasText: 'XLogPrefetchStats' }).first().waitFor(PATIENCE);
    check('its lenses are there', true);
  } catch (error) {
    await commands.screenshot(page, 'start-failed', pictures);
    check('npm start shows pgsmith at work', false, error instanceof Error ? error.message : String(error));
  } finally {
    await browser.close();
    start.kill('SIGINT');
    const [code] = await ended;
    running.delete(stop);
    check('Ctrl-C ends it', code === 0, `it ended with ${code}`);
  }
}

/**
 * The address that the program prints.
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, null>} start
 * @returns {Promise<string>}
 */
function addressOf(start) {
  return new Promise((resolve, reject) => {
    let said = '';
    start.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
      const address = /http:\/\/\S+/.exec(said)?.[0];
      if (address) resolve(address);
    });
    start.on('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)));
  });
}
