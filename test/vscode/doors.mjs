// The two ways to a window of a real VS Code: the desktop's, and a browser on the VS Code server. Suites do not know which one they are in.
import { findDesktop, installIntoDesktop, openDesktop, startDisplay } from '../../src/dev/vscode/desktop.mjs';
import { installInto, startServer } from '../../src/dev/vscode/server.mjs';
import { openWindow, startBrowser } from '../../src/dev/vscode/window.mjs';

/**
 * @typedef {object} WindowOptions
 * @property {string} home directory for its settings, extensions, state
 * @property {string} folder absolute path
 * @property {Record<string, unknown>} settings
 * @property {boolean} [isTrusted]
 * @property {string} [locale]
 * @property {string} [extension] folder of an extension that is being developed
 * @property {string} [tests] CommonJS module whose `run()` is called inside the extension host
 * @property {Record<string, string>} [env]
 *
 * @typedef {object} OpenWindow
 * @property {import('playwright-core').Page} page
 * @property {Promise<number>} ended when the tests are over, with 0 where all passed
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Door
 * @property {(options: WindowOptions) => Promise<OpenWindow>} open
 * @property {(home: string, file: string) => void} install installs a packaged extension for windows with the same `home`
 * @property {() => Promise<void>} shut
 */

/**
 * The desktop's door where a desktop VS Code can be had, else the server's; says which one in a line.
 * @returns {Promise<Door>}
 */
export async function chooseDoor() {
  const found = await findDesktop();
  if ('reason' in found) {
    process.stdout.write(`In the VS Code server: ${found.reason}\n`);
    return serverDoor();
  }
  process.stdout.write(`In the desktop VS Code ${found.executable}\n`);
  return desktopDoor(found.executable);
}

/**
 * @param {string} executable
 * @returns {Promise<Door>}
 */
async function desktopDoor(executable) {
  const display = await startDisplay();
  return {
    open: (options) => openDesktop(executable, { ...options, env: { ...options.env, ...display.env } }),
    install: (home, file) => installIntoDesktop(executable, home, file),
    shut: async () => display.stop(),
  };
}

/** @returns {Promise<Door>} */
async function serverDoor() {
  const browser = await startBrowser();
  return { open: (options) => openOnServer(browser, options), install: installInto, shut: () => browser.close() };
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {WindowOptions} options
 * @returns {Promise<OpenWindow>}
 */
async function openOnServer(browser, { home, settings, isTrusted, env, ...window }) {
  const server = await startServer({ home, settings, isTrusted, env, isSmokeTest: window.tests !== undefined });
  /** @type {(code: number) => void} */
  let end = () => undefined;
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  try {
    const { page, close } = await openWindow(browser, { ...window, origin: server.origin, onExit: end });
    return {
      page,
      ended,
      close: async () => {
        await close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
