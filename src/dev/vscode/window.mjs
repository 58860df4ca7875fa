// A VS Code window in Chromium on a VS Code server.
import { chromium } from 'playwright-core';

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/** Starts the browser that shows windows. */
export function startBrowser() {
  return chromium.launch({ executablePath: process.env.PGSMITH_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/**
 * Opens a window on a folder.
 * @param {import('playwright-core').Browser} browser
 * @param {object} options
 * @param {string} options.origin where the server listens
 * @param {string} options.folder absolute path
 * @param {string} [options.extension] folder of an extension that is being developed
 * @param {string} [options.tests] CommonJS module whose `run()` is called inside the extension host
 * @param {string} [options.locale] language of the workbench
 * @param {(code: number) => void} [options.onExit]
 */
export async function openWindow(browser, { origin, folder, extension, tests, locale = 'en', onExit = () => undefined }) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  // The workbench of this server speaks English only; what it tells extensions of the user's language is this variable.
  await context.addInitScript((language) => {
    if (language !== 'en') Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => language, set: () => undefined });
  }, locale);
  const page = await context.newPage();
  await page.exposeFunction('codeAutomationLog', () => undefined);
  await page.exposeFunction('codeAutomationExit', onExit);
  const remote = (/** @type {string} */ path) => `vscode-remote://${new URL(origin).host}${path}`;
  const payload = [
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
  ];
  const url = new URL(origin);
  url.searchParams.set('folder', folder);
  url.searchParams.set('payload', JSON.stringify(payload));
  // A busy machine may take its time.
  await page.goto(url.href, { timeout: 300_000 });
  return { page, close: () => context.close() };
}
