import { basename, type TreePath } from '../../tree/source-tree.ts';
import { entryAt, type FileExtractor } from '../extractor.ts';

/** Tests, each a file: regression scripts, isolation specs, TAP scripts. */
export const tests: FileExtractor = {
  kinds: ['test'],
  files: /\/sql\/[\w.-]+\.sql$|\/input\/[\w.-]+\.source$|\/specs\/[\w.-]+\.spec$|\/t\/[\w.-]+\.pl$/,
  needle: undefined,
  extract: (path) => {
    const name = basename(path).replace(/\.\w+$/, '');
    return [entryAt('test', name, path, 0, 0, { suite: suiteOf(path) })];
  },
};

function suiteOf(path: TreePath): string {
  return path.endsWith('.spec') ? 'isolation' : path.endsWith('.pl') ? 'tap' : 'regress';
}
