// The channel by which tests inside the extension host drive the window that they run in, as a person would.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * Serves the commands of `window.ts` on a port of this machine, once `show` has told which window they are for; what the suites report comes
 * the same way, with or without a window.
 * @param {string} pictures directory for screenshots
 * @param {(line: string) => void} onReport
 */
export async function startControl(pictures, onReport) {
  const token = randomBytes(16).toString('hex');
  /** @type {(page: import('playwright-core').Page) => void} */
  let show = () => undefined;
  /** @type {Promise<import('playwright-core').Page>} */
  const shown = new Promise((resolve) => {
    show = resolve;
  });
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.headers['x-token'] !== token) {
      response.writeHead(403).end();
      return;
    }
    try {
      const { command, argument } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      const answer = command === 'report' ? onReport(argument) : await commands[command](await shown, argument, pictures);
      response.end(JSON.stringify({ answer: answer ?? null }));
    } catch (error) {
      response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { env: { PGSMITH_CONTROL: `http://127.0.0.1:${port}/ ${token}` }, show, stop: () => server.close() };
}

/**
 * What tests can do with a window.
 * @type {Record<string, (page: import('playwright-core').Page, argument: any, pictures: string) => Promise<any>>}
 */
export const commands = {
  press: (page, key) => page.keyboard.press(key),
  type: (page, text) => page.keyboard.type(text),
  click: (page, selector) => page.locator(selector).first().click({ timeout: 60_000 }),
  hover: (page, selector) => page.locator(selector).first().hover({ timeout: 60_000 }),
  screenshot: (page, name, pictures) => page.screenshot({ path: `${pictures}/${name}.png` }),
  /** Texts of everything visible that matches. */
  texts: (page, selector) =>
    page.evaluate((wanted) => {
      const visible = [...document.querySelectorAll(wanted)].filter((one) => one instanceof HTMLElement && one.getClientRects().length > 0);
      return visible.map((one) => (one instanceof HTMLElement ? one.innerText : '').replaceAll('\u00a0', ' ').trim());
    }, selector),
  /** Texts of everything that matches inside of pages of extensions, which are frames. */
  frameTexts: async (page, selector) => {
    const texts = await Promise.all(
      page.frames().map((frame) =>
        frame
          .locator(selector)
          .allTextContents()
          .catch(() => []),
      ),
    );
    return texts.flat();
  },
  /** Chooses an option of the only select box in a page of an extension. */
  choose: async (page, option) => {
    for (const frame of page.frames())
      if (await frame.locator('select#name').count()) await frame.locator('select#name').selectOption(option);
  },
  clickInFrame: async (page, selector) => (await inFrame(page, selector)).click({ timeout: 10_000 }),
  focusInFrame: async (page, selector) => (await inFrame(page, selector)).focus(),
  frameColors: async (page, selector) =>
    (await inFrame(page, selector)).evaluate((step) =>
      ['text', 'rect'].map((part) => getComputedStyle(step.querySelector(part) ?? step).fill),
    ),
  quickInput: (page) =>
    page.evaluate(() => {
      const widget = document.querySelector('.quick-input-widget');
      if (!(widget instanceof HTMLElement) || widget.style.display === 'none') return null;
      const text = (/** @type {string} */ selector) => {
        const one = widget.querySelector(selector);
        return one instanceof HTMLElement ? one.innerText.trim() : '';
      };
      const input = widget.querySelector('.quick-input-box input, .quick-input-box textarea');
      return {
        title: text('.quick-input-title'),
        value: input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement ? input.value : '',
        message: text('.quick-input-message'),
        items: [...widget.querySelectorAll('.quick-input-list .monaco-list-row')].map((row) => ({
          label: (row.querySelector('.quick-input-list-label-name, .label-name')?.textContent ?? '').trim(),
          text: (row.getAttribute('aria-label') ?? '').trim(),
          isActive: row.classList.contains('focused'),
        })),
        buttons: [...widget.querySelectorAll('.quick-input-titlebar .action-label')].map((one) => one.getAttribute('aria-label') ?? ''),
      };
    }),
};

/**
 * The first element that matches in a page of an extension.
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 */
async function inFrame(page, selector) {
  for (const frame of page.frames()) if (await frame.locator(selector).count()) return frame.locator(selector).first();
  throw new Error(`no ${selector} in any frame`);
}
