import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { ready, root } from '../support/extension.ts';
import { until, window } from '../support/window.ts';

/** Waits until the palette offers commands of ours, or does not. */
async function untilOffered(isOffered: boolean): Promise<void> {
  await until(`commands are ${isOffered ? '' : 'not '}offered`, async () => {
    await window.press('F1');
    await until('the palette is open', async () => (await window.quickInput())?.value.startsWith('>'));
    await window.type('pgsmith: Insert');
    const shown = await until('the palette has looked', async () => {
      const input = await window.quickInput();
      return input?.value === '>pgsmith: Insert' && input.items.length > 0 ? input : null;
    });
    await window.press('Escape');
    return shown.items.some((item) => item.text.startsWith('pgsmith: Insert')) === isOffered;
  });
}

const statusItems = async () => (await window.texts('.statusbar-item')).filter((text) => text.includes('PG '));

describe('a tree that goes away', () => {
  before(ready);

  it('takes our commands and the status item along, and brings them back when it returns', async () => {
    await untilOffered(true);
    const [there, away] = [join(root.fsPath, 'src'), join(root.fsPath, 'away')];
    renameSync(there, away);
    await until('the status item is gone', async () => (await statusItems()).length === 0);
    await untilOffered(false);
    renameSync(away, there);
    await until('the status item is back', async () => (await statusItems()).length === 1);
    await untilOffered(true);
  });
});
