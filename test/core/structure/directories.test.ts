import { expect, test } from 'vitest';
import { subdirectories, topDirectories } from '../../../src/core/structure/directories.ts';
import { memoryContext } from '../../support/context.ts';

test('what is built in the tree is no part of its structure', () => {
  const context = memoryContext({
    'src/backend/main/main.c': '',
    'src/backend/tmp_check/log.c': '',
    'src/include/c.h': '',
    'build/.gitignore': '# Meson wrote this file\n*\n',
    'build/src/x.c': '',
    'contrib/.gitignore': '*.o\n/results/\n',
    'contrib/kms/kms.c': '',
    'src/backend/out/.gitignore': '*\r\n',
    'src/backend/out/x.c': '',
  });
  expect(topDirectories(context)).toEqual(['src/backend', 'src/include', 'contrib']);
  expect(subdirectories(context, 'src/backend')).toEqual(['src/backend/main']);
});
