/** The quick input as it is shown now. */
export interface ShownQuickInput {
  readonly title: string;
  readonly value: string;
  readonly message: string;
  readonly items: readonly { readonly label: string; readonly text: string; readonly isActive: boolean }[];
  readonly buttons: readonly string[];
}

const [address = '', token = ''] = (process.env['PGSMITH_CONTROL'] ?? '').split(' ');

async function send<T>(command: string, argument?: unknown): Promise<T> {
  const response = await fetch(address, { method: 'POST', headers: { 'x-token': token }, body: JSON.stringify({ command, argument }) });
  const { answer, error } = (await response.json()) as { readonly answer: T; readonly error?: string };
  if (error !== undefined) throw new Error(`${command}: ${error}`);
  return answer;
}

/** Tells the program that opened this window how a test went. */
export const report = (line: string): Promise<void> => send('report', line);

/** The window that the tests run in, driven from outside as by a person. */
export const window = {
  press: (key: string) => send<void>('press', key),
  type: (text: string) => send<void>('type', text),
  click: (selector: string) => send<void>('click', selector),
  hover: (selector: string) => send<void>('hover', selector),
  screenshot: (name: string) => send<void>('screenshot', name),
  texts: (selector: string) => send<readonly string[]>('texts', selector),
  choose: (option: string) => send<void>('choose', option),
  frameTexts: (selector: string) => send<readonly string[]>('frameTexts', selector),
  /** The colours of the text and of the box of the first call of a picture. */
  frameColors: (selector: string) => send<readonly string[]>('frameColors', selector),
  clickInFrame: (selector: string) => send<void>('clickInFrame', selector),
  focusInFrame: (selector: string) => send<void>('focusInFrame', selector),
  quickInput: () => send<ShownQuickInput | null>('quickInput'),
};

/** Waits until `look` gives something that is true, and returns it; says what it saw last when it never does. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + 60_000;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end)
      throw new Error(`Waited in vain until ${what}; saw ${last instanceof Error ? last.message : JSON.stringify(last)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Types the name of a command into the palette and runs it. */
export async function runFromPalette(title: string): Promise<void> {
  await window.press('F1');
  await until('the palette is open', async () => (await window.quickInput())?.value.startsWith('>'));
  await window.type(title);
  await until(`the palette offers ${title}`, async () =>
    (await window.quickInput())?.items.find((item) => item.isActive && item.text.includes(title)),
  );
  await window.press('Enter');
}

/** Waits for a quick input whose title has `title` and returns it. */
export function quickInput(title: string): Promise<ShownQuickInput> {
  return until(`the quick input "${title}" is shown`, async () => {
    const shown = await window.quickInput();
    return shown?.title.includes(title) ? shown : null;
  });
}

/** Opens the preview of a parameter: of a name, or of the one that is suggested; Enter answers everything else. */
export async function previewParameter(name?: string): Promise<void> {
  await runFromPalette('pgsmith: Register Configuration Parameter (GUC)');
  await quickInput('Parameter name');
  if (name !== undefined) {
    await window.press('Control+a');
    await window.type(name);
  }
  for (const step of ['Parameter name', 'Type', 'Default', 'Group', 'Short description']) {
    await quickInput(step);
    await window.press('Enter');
  }
  await until('the preview is offered', async () =>
    (await window.quickInput())?.items.some((item) => item.isActive && item.text.includes('Preview now')),
  );
  await window.press('Enter');
  await until('the preview is open', async () => (await window.texts('.bulk-edit-panel .monaco-list-row')).length > 0);
}
