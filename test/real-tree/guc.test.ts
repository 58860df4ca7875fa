import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guc } from '../../src/core/features/guc/feature.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';

/** Parameters of all C tables and record files by a line pattern that knows nothing of our readers. */
function namesByPattern(root: string): readonly string[] {
  const names: string[] = [];
  for (const file of ['guc.c', 'guc_tables.c', 'guc_parameters.dat']) {
    let text = '';
    try {
      text = readFileSync(join(root, 'src/backend/utils/misc', file), 'utf8');
    } catch {
      continue;
    }
    const row = /^\s*\{\s*(?:\/\*(?:[^*]|\*(?!\/))*\*\/\s*)*(?:"([\w.]+)",\s*PGC_|name => '([\w.]+)')/gm;
    for (const match of text.matchAll(row)) names.push(match[1] ?? match[2] ?? '');
  }
  return names.sort();
}

describe.each(cachedTrees())('PostgreSQL $name', ({ path }) => {
  test('lists every parameter that its tables hold', () => {
    const listed = guc.list(realContext(path));
    expect(listed.ok && listed.value.map((entry) => entry.name).sort()).toEqual(namesByPattern(path));
  });

  test('explains every context, group, flag, unit and array of options that a wizard offers', () => {
    const choices = guc.choices(realContext(path));
    const silent = Object.entries(choices.ok ? choices.value : {}).flatMap(([field, all]) =>
      all.filter(({ description }) => !description).map(({ value }) => `${field} ${value}`),
    );
    expect(silent).toEqual([]);
    expect(choices.ok && choices.value['context']?.length).toBeGreaterThan(5);
  });

  test('suggests for a parameter without relatives a group that everybody may set and that asks for no flag', () => {
    const context = realContext(path);
    const [suggested, listed] = [guc.suggest(context, { name: 'zzyzx' }), guc.list(context)];
    if (!suggested.ok || !listed.ok) throw new Error('unreadable');
    expect(suggested.value['flags']).toBeUndefined();
    const members = listed.value.filter(({ fields }) => fields['group'] === suggested.value['group']);
    expect(members.filter(({ fields }) => fields['context'] === 'PGC_USERSET').length).toBeGreaterThan(members.length / 2);
  });

  test('gets hooks of a parameter that belongs to no module where its own such hooks are', () => {
    const context = realContext(path);
    const plan = guc.plan(context, { name: 'zzyzx', type: 'int', group: 'RESOURCES_MEM', shortDesc: 'Sets it.', checkHook: true });
    const files = plan.ok ? plan.value.steps.flatMap(({ what, file }) => (what === 'hook' ? [file] : [])) : [plan.problem.message];
    const hasTables = context.tree.read('src/backend/utils/misc/guc_tables.c') !== undefined;
    expect(files).toEqual([hasTables ? 'src/backend/commands/variable.c' : 'src/backend/utils/misc/guc.c']);
  });

  test('has no finding but parameters that its texts for users leave out', () => {
    const found = guc.check(realContext(path));
    const codes = new Set(found.ok ? found.value.map((finding) => finding.code) : ['unreadable']);
    expect([...codes].filter((code) => code !== 'guc/undocumented' && code !== 'guc/not-in-sample')).toEqual([]);
    expect(found.ok && found.value.length).toBeLessThan(5);
  });
});
