import { describe, expect, test } from 'vitest';
import { questionsOf } from '../../../src/core/api.ts';
import { guc } from '../../../src/core/features/guc/feature.ts';
import { shmem } from '../../../src/core/features/shmem/feature.ts';
import { memoryContext } from '../../support/context.ts';
import { rowTree } from '../../support/guc-trees.ts';
import { treeOf } from './shmem/trees.ts';

type Asked = typeof guc;

function asked(feature: Asked, files: Readonly<Record<string, string>>, answers: Readonly<Record<string, unknown>>): readonly string[] {
  const questions = questionsOf(memoryContext(files), feature, answers);
  if (!questions.ok) throw new Error(questions.problem.message);
  return questions.value.map(({ name }) => name);
}

describe('a question is asked where it has a meaning', () => {
  test('with an answer that is given', () => {
    expect(asked(guc, rowTree, { type: 'int' })).toEqual(expect.arrayContaining(['min', 'max', 'unit', 'context']));
    expect(asked(guc, rowTree, { type: 'enum' })).toEqual(expect.arrayContaining(['options', 'optionsArray']));
    expect(asked(guc, rowTree, { type: 'enum' })).not.toContain('min');
  });

  test('with one that is suggested, or taken where none is given', () => {
    expect(asked(guc, rowTree, {})).not.toContain('unit');
    expect(asked(guc, rowTree, { default: '8' })).toContain('unit');
    expect(asked(shmem, treeOf('subsystem-list'), {})).not.toContain('lockName');
    expect(asked(shmem, treeOf('subsystem-list'), { lock: 'named', kind: 'hash' })).toEqual(
      expect.arrayContaining(['lockName', 'keyType']),
    );
  });

  test('and where it is answered, so that the answer can be taken back', () => {
    expect(asked(guc, rowTree, { type: 'bool', unit: 'kB' })).toContain('unit');
  });
});
