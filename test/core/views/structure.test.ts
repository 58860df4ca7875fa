import { expect, test } from 'vitest';
import { type Kind, pluralOf, type ViewNode, viewNodes, viewPath, viewSearch, viewWay } from '../../../src/core/api.ts';
import { memoryContext } from '../../support/context.ts';

const context = memoryContext({
  'src/backend/kms/README': 'Keys\n====\n',
  'src/backend/kms/kms.c': '/*\n * kms.c\n *\t  Keeps the keys safe\n */\n',
  'src/backend/kms/grammar.y': '',
  'src/backend/kms/po/de.po': '',
  'src/bin/scripts/one.c': '/* one.c -- first thing */\nint\nmain(int argc, char **argv)\n{\n}\n',
  'src/bin/scripts/two.c': 'int\nmain(int argc, char **argv)\n{\n}\n',
  'src/bin/scripts/common.c': '',
});
const labels = (nodes: readonly ViewNode[]) => nodes.map((node) => node.label);

test('a directory shows its sources, each in its own words', () => {
  expect(labels(viewNodes(context, 'structure', 'src/backend/kms'))).toEqual(['C sources']);
  const [grammar, kms] = viewNodes(context, 'structure', 'src/backend/kms|source');
  expect(grammar?.label).toBe('grammar.y');
  expect(kms).toMatchObject({ label: 'kms.c', description: 'Keeps the keys safe', place: { path: 'src/backend/kms/kms.c' } });
});

test('a program shows its main file and what it shares, not the main files of others', () => {
  const program = viewNodes(context, 'structure', 'src/bin/scripts').find((node) => node.label === 'one');
  const sources = viewNodes(context, 'structure', program?.id);
  expect(sources.map((node) => [node.label, node.description])).toEqual([
    ['common.c', undefined],
    ['one.c', 'main'],
  ]);
});

test('the way to a source leads through its directory, to another file no further than that', () => {
  expect(labels(viewPath(context, 'structure', 'src/backend/kms/kms.c'))).toEqual(['src/backend', 'kms', 'C sources', 'kms.c']);
  expect(labels(viewPath(context, 'structure', 'src/backend/kms/README'))).toEqual(['src/backend', 'kms']);
  expect(viewPath(context, 'structure', 'README')).toEqual([]);
});

test('everything that is found has a way that leads to it', () => {
  const found = viewSearch(context, 'structure');
  expect(labels(found)).toEqual(expect.arrayContaining(['src/backend/kms', 'kms.c', 'one', 'two.c']));
  for (const { id } of found) expect(viewWay(context, 'structure', id).at(-1)?.id).toBe(id);
  expect(viewSearch(context, 'hooks')).toEqual([]);
});

test('several of a kind are named in proper English', () => {
  const kinds: readonly Kind[] = ['process', 'guc', 'shmem', 'oid', 'callback-table', 'custom-guc', 'lwlock'];
  expect(kinds.map(pluralOf)).toEqual([
    'server processes',
    'configuration parameters (GUC)',
    'shared-memory areas of the server',
    'OIDs assigned by hand',
    'tables of callbacks',
    'customized options of a module',
    'predefined LWLocks',
  ]);
});
