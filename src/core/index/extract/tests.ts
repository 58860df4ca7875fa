import { basename, type TreePath } from '../../tree/source-tree.ts';
import { entryAt, type FileExtractor } from '../extractor.ts';

/** Tests, each a file: regression scripts, isolation specs, TAP scripts, programs of ecpg; the last are scheduled with their directory. */
export const tests: FileExtractor = {
  kinds: ['test'],
  files: /\/sql\/[\w.-]+\.sql$|\/input\/[\w.-]+\.source$|\/specs\/[\w.-]+\.spec$|\/t\/(?:[\w.-]+\/)?[\w.-]+\.pl$|\/\w*test\/\w+\/\w+\.pgc$/,
  needle: undefined,
  extract: (path) => {
    const own = path.endsWith('.pgc') ? path.split('/').slice(-2).join('/') : basename(path);
    const name = own.replace(/\.\w+$/, '');
    return [entryAt('test', name, path, 0, 0, { suite: suiteOf(path) })];
  },
};

/** Suites by the ending of their files, but those of pg_regress. */
const SUITES: Readonly<Record<string, string>> = { spec: 'isolation', pl: 'tap', pgc: 'ecpg' };

function suiteOf(path: TreePath): string {
  return SUITES[path.slice(path.lastIndexOf('.') + 1)] ?? 'regress';
}
