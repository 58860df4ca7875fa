import assert from 'node:assert/strict';
import { env } from 'vscode';
import { ready } from '../support/extension.ts';
import { quickInput, until, window } from '../support/window.ts';

describe('a window in Chinese', () => {
  before(ready);

  it('has Chinese commands and wizards', async () => {
    assert.match(env.language, /^zh-cn$/i);
    await window.press('F1');
    await until('the palette is open', async () => (await window.quickInput())?.value.startsWith('>'));
    await window.type('pgsmith: 注册配置参数');
    await until('the command is found', async () =>
      (await window.quickInput())?.items.find((item) => item.isActive && item.text.includes('注册配置参数')),
    );
    await window.press('Enter');
    const shown = await quickInput('注册');
    assert.match(shown.title, /^注册配置参数 \(GUC\): 参数名称/);
    assert.equal(shown.value, 'my_parameter');
    await window.press('Escape');
  });
});
