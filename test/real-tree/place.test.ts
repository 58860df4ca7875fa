import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeInCFile } from '../../src/core/place/c-file.ts';
import { fileScope } from '../../src/core/place/file-scope.ts';
import type { CFilePieces } from '../../src/core/place/pieces.ts';
import type { COutline } from '../../src/core/syntax/c/syntax.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import type { TreePath } from '../../src/core/tree/source-tree.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';

const SAMPLE = 50;

/** An even sample of the files of a kind below a directory. Files that other languages or generators own are left out. */
function sampleOf(root: string, directory: string, ending: string): readonly TreePath[] {
  const all = readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !/^jit\/|\bsnowball\b|regguts/.test(name))
    .map((name) => `${directory}/${name}`)
    .sort();
  return Array.from({ length: SAMPLE }, (_, index) => all[Math.floor((index * all.length) / SAMPLE)] ?? '');
}

function piecesOf(path: TreePath): CFilePieces {
  const piece = (text: string) => ({ step: 'test', text });
  const isHeader = path.endsWith('.h');
  return {
    path,
    description: '',
    includes: [{ step: 'test', header: 'kms/kms.h' }],
    types: [piece('/*\n * State of the key cache.\n */\ntypedef struct KmsState\n{\n\tint\t\t\tnkeys;\n} KmsState;')],
    variables: isHeader
      ? [piece('extern PGDLLIMPORT int kms_entries;'), piece('extern PGDLLIMPORT KmsState *kms_state;')]
      : [piece('int\t\t\tkms_entries = 64;'), piece('static KmsState *kms_state = NULL;')],
    prototypes: isHeader ? [piece('extern void kms_reset(KmsState *state);')] : [piece('static void kms_reset(KmsState *state);')],
    functions: isHeader
      ? []
      : [piece('static void\nkms_reset(KmsState *state)\n{\n\tstate->nkeys = kms_entries;\n\tkms_state = state;\n}')],
  };
}

/** What is wrong with a file after everything was placed in it. */
function faults(text: string, outline: COutline, isHeader: boolean): readonly string[] {
  const scope = fileScope(text);
  const found = {
    include: outline.includes.find((one) => one.header === 'kms/kms.h'),
    type: outline.types.find((one) => one.name === 'KmsState'),
    entries: outline.variables.find((one) => one.name === 'kms_entries'),
    state: outline.variables.find((one) => one.name === 'kms_state'),
    prototype: outline.prototypes.find((one) => one.name === 'kms_reset'),
    function: outline.functions.find((one) => one.name === 'kms_reset'),
  };
  const present = Object.entries(found).filter(([sort]) => sort !== 'function' || !isHeader);
  const at = (sort: keyof typeof found) => found[sort]?.start ?? text.length;
  return [
    ...present.flatMap(([sort, item]) =>
      item === undefined ? [`${sort} is missing`] : scope.isConditional(item.start) ? [`${sort} stands in an #if`] : [],
    ),
    ...(at('type') < Math.min(at('state'), at('prototype')) ? [] : ['the type stands below what uses it']),
    ...(isHeader || Math.max(at('entries'), at('state'), at('prototype')) < at('function')
      ? []
      : ['the function stands above what it uses']),
  ];
}

const trees = cachedTrees();

test('there are trees to look at', () => {
  expect(trees.length).toBeGreaterThan(3);
});

describe.each(trees)('in PostgreSQL $name', ({ path: root }) => {
  const context = realContext(root);
  test.each([
    ['src/backend', '.c'],
    ['src/include', '.h'],
  ])('any file below %s takes an include, a type, variables, a prototype and a function', { timeout: 120_000 }, (directory, ending) => {
    const wrong: string[] = [];
    for (const path of sampleOf(root, directory, ending)) {
      const text = context.tree.read(path)?.text ?? '';
      const changes = placeInCFile(context, piecesOf(path));
      if (!changes.ok) {
        wrong.push(`${path}: ${changes.problem.message}`);
        continue;
      }
      const edits = changes.value.map((change) => ({ start: 0, end: 0, ...change }));
      const edited = applyEdits(text, edits);
      if (context.c.damage(edited) > context.c.damage(text)) wrong.push(`${path}: damaged`);
      wrong.push(...faults(edited, context.c.outline(edited), ending === '.h').map((fault) => `${path}: ${fault}`));
    }
    expect(wrong).toEqual([]);
  });
});
