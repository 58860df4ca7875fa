import { describe, expect, it } from 'vitest';
import { features } from '../../src/core/api.ts';
import { CLAIMS } from '../../src/core/features/function/choices.ts';
import { TYPES } from '../../src/core/features/guc/list.ts';
import { DESIGNS } from '../../src/core/features/shmem/list.ts';
import { decodeSettings, defaultSettings } from '../../src/protocol/settings.ts';
import { PURPOSES } from '../../src/server/purpose.ts';
import { codeBelow, textOf } from './files.ts';

const manifest = textOf('package.json');
const { contributes } = JSON.parse(manifest) as {
  contributes: { configuration: { properties: Readonly<Record<string, { default: unknown }>> } };
};
const keysOf = (path: string) => Object.keys(JSON.parse(textOf(path)) as object).sort();

/** What wizards and previews show in words of the engine's own: names and explanations of kinds, questions, choices and purposes. */
function engineWords(): readonly string[] {
  const questions = features.flatMap(({ form }) => Object.values(form).flatMap(({ label, description }) => [label, description]));
  const choices = [TYPES, ...Object.values(CLAIMS), ...Object.values(DESIGNS)].flat().flatMap(({ description }) => description ?? []);
  return [...features.map(({ label }) => label), ...questions, ...choices, ...PURPOSES];
}

describe('translations', () => {
  it('of the manifest are complete in both languages, and nothing more', () => {
    const used = [...new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? ''))].sort();
    expect(used.length).toBeGreaterThan(30);
    expect(keysOf('package.nls.json')).toEqual(used);
    expect(keysOf('package.nls.zh-cn.json')).toEqual(used);
  });

  it('of the client, and of the fixed words of the engine that it shows, are complete', () => {
    const texts = codeBelow('src/client').map(textOf).join('\n');
    const used = [...new Set([...texts.matchAll(/\bl10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map((match) => match[1] ?? ''))].sort();
    expect(used.length).toBeGreaterThan(30);
    expect(keysOf('l10n/bundle.l10n.zh-cn.json')).toEqual([...new Set([...used, ...engineWords()])].sort());
  });
});

describe('settings', () => {
  it('are the same in the manifest and in the protocol, with the same defaults', () => {
    const declared = Object.entries(contributes.configuration.properties).filter(([key]) => key !== 'pgsmith.trace.server');
    const { codeLens, ...others } = defaultSettings;
    const lenses = Object.entries(codeLens).map(([kind, on]) => [`pgsmith.codeLens.${kind}`, on]);
    const known = [...lenses, ...Object.entries(others).map(([key, value]) => [`pgsmith.${key}`, value])];
    expect(Object.fromEntries(declared.map(([key, { default: value }]) => [key, value]))).toEqual(Object.fromEntries(known));
  });

  it('keep what is good where something is not', () => {
    expect(decodeSettings({ codeLens: { guc: false, shmem: 'no' }, diagnostics: 3, reservedOids: ['8000', 5] })).toEqual({
      ...defaultSettings,
      codeLens: { ...defaultSettings.codeLens, guc: false },
      reservedOids: ['8000'],
    });
    expect(decodeSettings(null)).toEqual(defaultSettings);
  });
});
