import { expect, test } from 'vitest';
import { guc } from '../../../src/core/features/guc/feature.ts';
import { paths } from '../../../src/core/tree/shape.ts';
import { memoryContext } from '../../support/context.ts';
import { rowTree } from '../../support/guc-trees.ts';

const SIDES = '<<<<<<< HEAD\n/* ours */\n=======\n/* theirs */\n>>>>>>> topic\n';
const request = {
  name: 'kms_limit',
  type: 'int',
  default: 5,
  min: 0,
  max: 9,
  context: 'userset',
  group: 'RESOURCES_MEM',
  shortDesc: 'Sets it.',
};

/** The refusal of a registration in a tree whose file is otherwise, as code and line. */
function refusal(path: string, edit: (text: string) => string): string {
  const text = edit(rowTree[path] ?? '');
  expect(text).not.toBe(rowTree[path]);
  const registered = guc.register(memoryContext({ ...rowTree, [path]: text }), request);
  if (registered.ok) return '';
  const { code, where } = registered.problem;
  return `${code} ${text.slice(where?.offset).split('\n')[0]}`;
}

test('a file with a conflict is not edited, wherever in it the conflict is', () => {
  expect(refusal(paths.gucTables, (text) => `${text}${SIDES}`)).toBe('tree/conflict <<<<<<< HEAD');
  expect(refusal(paths.sample, (text) => `${SIDES}${text}`.replaceAll('\n', '\r\n'))).toBe('tree/conflict <<<<<<< HEAD\r');
});

test('a table with a conflict between its rows is said to have one, once, and lists the rows of both sides', () => {
  const row = (name: string) =>
    `\t{\n\t\t{"${name}", PGC_USERSET, RESOURCES_MEM,\n\t\t\tgettext_noop("Sets it."),\n\t\t\tNULL\n\t\t},\n\t\t&${name},\n\t\t5, 0, 9,\n\t\tNULL, NULL, NULL\n\t},\n`;
  const between = (text: string) =>
    text.replace(
      /(ConfigureNamesInt\[\] =\n\{\n)/,
      (head) => `${head}<<<<<<< HEAD\n${row('kms_ours')}=======\n${row('kms_theirs')}>>>>>>> topic\n`,
    );
  expect(refusal(paths.gucTables, between)).toBe('tree/conflict <<<<<<< HEAD');
  const context = memoryContext({ ...rowTree, [paths.gucTables]: between(rowTree[paths.gucTables] ?? '') });
  const listed = guc.list(context);
  expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(expect.arrayContaining(['kms_ours', 'kms_theirs']));
  const codes = (problems: readonly { readonly code: string }[]) => problems.map(({ code }) => code);
  const checked = guc.check(context);
  expect([codes(guc.unread(context)), codes(checked.ok ? checked.value : []).filter((code) => code === 'tree/conflict')]).toEqual([
    ['tree/conflict'],
    ['tree/conflict'],
  ]);
});

test('a heading underlined with equals signs is no conflict', () => {
  expect(refusal(paths.sample, (text) => `# Notes\n=======\n${text}`)).not.toContain('tree/conflict');
});
