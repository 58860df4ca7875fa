import assert from 'node:assert/strict';
import { commands, env } from 'vscode';
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

  it('has Chinese titles above views that speak the language of the tree', async () => {
    await commands.executeCommand('pgsmith.startup.focus');
    await until('all views are named in Chinese', async () => {
      const titles = await window.texts('.pane-header .title');
      return ['启动', '进程', '钩子', '共享内存'].every((title) => titles.includes(title));
    });
    await commands.executeCommand('pgsmith.structure.focus');
    await until('directories are shown in their own words', async () =>
      (await window.texts('.pane-body .monaco-list-row')).some((text) => text.startsWith('src/backend')),
    );
    await window.screenshot('view-chinese');
  });
});
