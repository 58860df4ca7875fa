import { basename, type TreePath } from '../tree/source-tree.ts';

/** What a file is to PostgreSQL, by its name and, where that is not enough, its place. */
export type Language =
  | 'catalog'
  | 'guc'
  | 'wait-events'
  | 'lwlocks'
  | 'errcodes'
  | 'conf'
  | 'control'
  | 'isolation'
  | 'schedule'
  | 'script'
  | 'c';

const NAMES: Readonly<Record<string, Language>> = {
  'guc_parameters.dat': 'guc',
  'wait_event_names.txt': 'wait-events',
  'lwlocknames.txt': 'lwlocks',
  'errcodes.txt': 'errcodes',
  'postgresql.conf': 'conf',
  'postgresql.conf.sample': 'conf',
  'postgresql.auto.conf': 'conf',
};

/** The language of a file; undefined for what pgsmith knows nothing about. */
export function languageOf(path: TreePath): Language | undefined {
  const name = basename(path);
  if (Object.hasOwn(NAMES, name)) return NAMES[name];
  if (/^src\/include\/catalog\/pg_\w+\.dat$/.test(path)) return 'catalog';
  if (/^\w+_schedule$/.test(name)) return 'schedule';
  const [, ending] = /\.(\w+)$/.exec(name) ?? [];
  if (ending === 'control') return 'control';
  if (ending === 'spec' && /(?:^|\/)specs\//.test(path)) return 'isolation';
  if (/^(?:c|h|y|l)$/.test(ending ?? '')) return 'c';
  return /^(?:sql|out|source|pl|pm|sgml)$/.test(ending ?? '') ? 'script' : undefined;
}
