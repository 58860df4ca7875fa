import { expect, test } from 'vitest';
import { subdirectories, topDirectories } from '../../../src/core/structure/directories.ts';
import { memoryContext } from '../../support/context.ts';

test('what is built in the tree is no part of its structure', () => {
  const context = memoryContext({
    'src/backend/main/main.c': '',
    'src/backend/tmp_check/log.c': '',
    'src/backend/out/x.c': '',
    'src/include/c.h': '',
    'build/src/x.c': '',
    'contrib/kms/kms.c': '',
  });
  // A host lists nothing of what git ignores.
  const list = (path: string) => (/^build$|\/out$/.test(path) ? [] : context.tree.list(path));
  const built = { ...context, tree: { ...context.tree, list } };
  expect(topDirectories(built)).toEqual(['src/backend', 'src/include', 'contrib']);
  expect(subdirectories(built, 'src/backend')).toEqual(['src/backend/main']);
});
