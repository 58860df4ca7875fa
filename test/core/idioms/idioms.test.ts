import { describe, expect, test } from 'vitest';
import { idiomsOf } from '../../../src/core/api.ts';
import { sign, signs } from '../../../src/core/idioms/signs.ts';
import { memoryTree, overlayTree } from '../../../src/core/tree/memory-tree.ts';
import type { SourceTree } from '../../../src/core/tree/source-tree.ts';
import { expand, tabStops } from '../../../src/dev/expand-snippet.mjs';
import { contexts } from '../../postgres/snippets/contexts.mjs';
import { cSyntax } from '../../support/context.ts';
import { textOf } from '../../tidy/files.ts';
import { newTree, oldTree } from './trees.ts';

const variables = { TM_FILENAME: 'kms.c', TM_FILENAME_BASE: 'kms', RELATIVE_FILEPATH: 'src/kms.c', CURRENT_YEAR: '2026', RANDOM: '123456' };
const hook = 'typedef bool (*kms_fetch_hook_type) (const char *, int flags);\nextern PGDLLIMPORT kms_fetch_hook_type kms_fetch_hook;\n';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

function fixedSnippets(path: string): readonly Snippet[] {
  return Object.values(JSON.parse(textOf(path)) as Record<string, Snippet>);
}

function bodyOf(tree: SourceTree, prefix: string): string {
  const idiom = idiomsOf(tree).find((one) => one.prefix === prefix);
  if (!idiom) throw new Error(`${prefix} is not offered`);
  return idiom.body;
}

function offers(tree: SourceTree): readonly string[] {
  return idiomsOf(tree).map((idiom) => idiom.prefix);
}

describe('signs', () => {
  test('a tree of old headers shows none but its own, one of new headers shows the rest', () => {
    const shown = (tree: SourceTree) => signs.filter((name) => sign(tree, name) === true);
    expect(shown(oldTree())).toEqual(['shmemHashTwoSizes']);
    expect(shown(newTree())).toEqual(signs.filter((name) => !['shmemHashTwoSizes', 'singleFuncCall'].includes(name)));
  });

  test('where a directory is missing nothing is known', () => {
    const partial = memoryTree(new Map([['src/include/c.h', '']]));
    expect(sign(partial, 'noreturnInFront')).toBe(false);
    expect(sign(partial, 'customWaitEvents')).toBeUndefined();
  });
});

describe('idiomsOf', () => {
  test('a tree gets the form that its headers declare', () => {
    expect(bodyOf(oldTree(), 'pgmagic')).toBe('PG_MODULE_MAGIC;');
    expect(bodyOf(newTree(), 'pgmagic')).toContain('PG_MODULE_MAGIC_EXT(');
    expect(bodyOf(oldTree(), 'pgsignal')).toContain('save_errno = errno;');
    expect(bodyOf(newTree(), 'pgsignal')).not.toContain('errno');
    expect(bodyOf(oldTree(), 'pgworker')).toContain('_main(Datum main_arg) pg_attribute_noreturn();');
    expect(bodyOf(newTree(), 'pgworker')).toContain('pg_noreturn PGDLLEXPORT void');
  });

  test('what a tree lacks is not offered', () => {
    const added = offers(newTree()).filter((prefix) => !offers(oldTree()).includes(prefix));
    expect(added.toSorted()).toEqual(['pgdsm', 'pgdsmhash', 'pgereturn', 'pgforeachint', 'pgforeachptr', 'pgresowner', 'pgwaitevent']);
  });

  test('PostgreSQL judges every snippet for C: contexts.mjs says where each is typed', () => {
    const fixed = fixedSnippets('snippets/backend-c.json').map((snippet) => snippet.prefix);
    const offered = [oldTree(), newTree()].flatMap(offers).filter((prefix) => !prefix.startsWith('pghook'));
    expect(Object.keys(contexts).toSorted()).toEqual([...new Set([...fixed, ...offered])].toSorted());
  });

  test('each sign decides by itself, since forks mix them', () => {
    const hooks = oldTree({ 'src/include/miscadmin.h': 'extern shmem_request_hook_type shmem_request_hook;\n' });
    expect(bodyOf(hooks, 'pgshmem')).toContain('prev_shmem_request_hook');
    expect(bodyOf(hooks, 'pgshmem')).toContain('RequestAddinShmemSpace');
    expect(bodyOf(oldTree(), 'pgshmem')).not.toContain('shmem_request_hook');
    expect(bodyOf(newTree(), 'pgshmem')).toContain('RegisterShmemCallbacks');
    const one = newTree({ 'src/include/storage/dsm_registry.h': 'extern void *GetNamedDSMSegment(const char *name, size_t size);\n' });
    expect(bodyOf(one, 'pgdsm')).toMatch(/_init\(void \*ptr\)$/m);
    expect(bodyOf(newTree(), 'pgdsm')).toMatch(/_init\(void \*ptr, void \*arg\)$/m);
  });

  test('headers are in order, that of wait events is the one of the tree', () => {
    const includes = (tree: SourceTree) => idiomsOf(tree).find((idiom) => idiom.prefix === 'pglatchsocket')?.includes;
    const others = ['postmaster/interrupt.h', 'storage/latch.h'];
    expect(includes(oldTree())).toEqual(['<sys/socket.h>', 'miscadmin.h', 'pgstat.h', ...others]);
    expect(includes(newTree())).toEqual(['<sys/socket.h>', 'miscadmin.h', ...others, 'utils/wait_event.h']);
  });

  test('a partial checkout leaves out what it cannot decide', () => {
    const partial = memoryTree(new Map([['src/include/fmgr.h', '#define PG_MODULE_MAGIC int magic\n']]));
    expect(offers(partial)).toEqual(['pgmagic', 'pginit', 'pgsrfmaterialize']);
  });

  test('unsaved text of a header counts', () => {
    const typing = overlayTree(oldTree(), new Map([['src/include/fmgr.h', '#define PG_MODULE_MAGIC_EXT(...) int magic\n']]));
    expect(bodyOf(typing, 'pgmagic')).toContain('PG_MODULE_MAGIC_EXT');
  });
});

describe('bodies', () => {
  const versioned = [oldTree({ 'src/include/kms.h': hook }), newTree({ 'src/include/kms.h': hook })].flatMap(idiomsOf);
  const fixed = fixedSnippets('snippets/backend-c.json').map((snippet) => ({ ...snippet, body: snippet.body.join('\n') }));

  test('parse as C, in the scope that they name', () => {
    const damaged = versioned.filter(({ body, scope }) => {
      const text = expand(body, variables);
      return cSyntax.damage(scope === 'file' ? text : `void\nf(void)\n{\n${text}\n}\n`) > 0;
    });
    expect(damaged.map((idiom) => idiom.prefix)).toEqual([]);
    const inFunction = fixed.filter(({ body }) => {
      const text = expand(body, variables);
      return cSyntax.damage(text) > 0 && cSyntax.damage(`void\nf(void)\n{\n${text}\n}\n`) > 0;
    });
    expect(inFunction.map((snippet) => snippet.prefix)).toEqual([]);
  });

  test('are indented by TABs, end without blanks and keep to the width of pgindent', () => {
    const wide = [...versioned, ...fixed.map((snippet) => ({ ...snippet, scope: 'file' }))].flatMap(({ prefix, scope, body }) =>
      expand(body, variables)
        .split('\n')
        .map((line) => (scope === 'function' ? `\t${line}` : line))
        .filter((line) => /^ {2}|\S[ \t]+$/.test(line) || (columns(line) > 79 && !line.includes('"')))
        .map((line) => `${prefix}: ${line}`),
    );
    expect(wide).toEqual([]);
  });

  test('have tab stops without gaps', () => {
    const gaps = [...versioned, ...fixed].filter(({ body }) => {
      const stops = tabStops(body).filter((stop: number) => stop > 0);
      return stops.some((stop: number, index: number) => stop !== index + 1);
    });
    expect(gaps.map((idiom) => idiom.prefix)).toEqual([]);
  });
});

describe('names', () => {
  test('no prefix is offered twice, in one tree or through both doors', () => {
    const prefixes = [
      ...offers(newTree({ 'src/include/kms.h': hook })),
      ...fixedSnippets('snippets/backend-c.json').map((one) => one.prefix),
    ];
    expect(prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index)).toEqual([]);
    expect(prefixes.filter((prefix) => !/^pg\w+$/.test(prefix))).toEqual([]);
  });

  test('labels and descriptions are plain and end without a full stop', () => {
    const all = [...idiomsOf(newTree()), ...fixedSnippets('snippets/backend-c.json')];
    const odd = all.filter(({ description }) => description.replace(/ Needs .*/, '').length > 110 || description.endsWith('.'));
    expect(odd.map((one) => one.prefix)).toEqual([]);
  });

  test('the manifest gives every snippet file to a language of its own', () => {
    const { contributes } = JSON.parse(textOf('package.json')) as {
      contributes: { snippets: { language: string; path: string }[]; languages: { id: string }[] };
    };
    const known = new Set(['c', 'sql', 'makefile', 'perl', ...contributes.languages.map((language) => language.id)]);
    expect(contributes.snippets.filter(({ language }) => !known.has(language))).toEqual([]);
    for (const { path } of contributes.snippets) {
      const prefixes = fixedSnippets(path.slice(2)).map((snippet) => snippet.prefix);
      expect(new Set(prefixes).size).toBe(prefixes.length);
    }
  });
});

function columns(line: string): number {
  let column = 0;
  for (const char of line) column = char === '\t' ? column + 4 - (column % 4) : column + 1;
  return column;
}
