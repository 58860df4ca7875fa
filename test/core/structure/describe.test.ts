import { describe, expect, test } from 'vitest';
import { describeDirectory, describeFile } from '../../../src/core/structure/describe.ts';
import { memoryContext } from '../../support/context.ts';

/** What a directory says of itself where these are its files, and others of the tree. */
function said(directory: string, files: Readonly<Record<string, string>>): string | undefined {
  return describeDirectory(memoryContext(files), directory)?.text;
}

const source = (name: string, words: string) => `/*-----\n *\n * ${name}\n *\t  ${words}\n *\n * Portions Copyright (c) X\n */\n`;

describe('a directory is described', () => {
  test('by the comment of its control file, of several by that of its name', () => {
    expect(said('contrib/kms', { 'contrib/kms/kms.control': "comment = 'keys, it''s safe'\n" })).toBe("keys, it's safe");
    expect(said('contrib/two', { 'contrib/two/a.control': "comment = 'a'\n", 'contrib/two/b.control': "comment = 'b'\n" })).toBeUndefined();
  });

  test('by the list of a README above it before its own', () => {
    const files = {
      'src/test/README': 'Tests\n=====\n\nmb/\n  Tests for multibyte\n  encoding\n\nssl/\n  Other\n',
      'src/test/mb/README': 'old words\n',
    };
    expect(said('src/test/mb', files)).toBe('Tests for multibyte encoding');
  });

  test('by the purpose of its reference page, whatever the page is called', () => {
    const page = '<refname>pg_test_it</refname>\n<refpurpose>measure <productname>PostgreSQL</productname>\n things</refpurpose>';
    expect(said('src/bin/pg_test_it', { 'src/bin/pg_test_it/x.c': '', 'doc/src/sgml/ref/pgtestit.sgml': page })).toBe(
      'measure PostgreSQL things',
    );
  });

  test('by the title of its page after its name, or the first paragraph', () => {
    const page = (title: string) => `<title>${title}</title>\n<para><filename>auth_kms</filename> guards keys. More.</para>`;
    const files = (title: string) => ({ 'contrib/auth_kms/auth_kms.c': '', 'doc/src/sgml/auth-kms.sgml': page(title) });
    expect(said('contrib/auth_kms', files('auth_kms &mdash; guard keys'))).toBe('guard keys');
    expect(said('contrib/auth_kms', files('auth_kms'))).toBe('auth_kms guards keys');
    expect(said('contrib/auth_kms', files('Something Else'))).toBeUndefined();
  });

  test('by its README: the heading, what follows a mere name, or all headings where the first is about a file', () => {
    const readme = (directory: string, text: string, files = {}) => said(directory, { [`${directory}/README`]: text, ...files });
    expect(readme('src/backend/a', 'src/backend/a/README\n\nGiST Indexing\n=====\n\nText.\n')).toBe('GiST Indexing');
    expect(readme('src/backend/jit', 'What is JIT?\n============\n\nCompiling just in time. And more.\n')).toBe('Compiling just in time');
    expect(readme('src/backend/lib', 'This directory contains lists, for all. And more.\n')).toBe('lists, for all');
    expect(readme('src/backend/parser', 'Parser\n======\n\nThis directory parses. And more.\n')).toBe('This directory parses');
    expect(readme('src/backend/a', 'OVERVIEW\n=====\n\nThis module is small.\n')).toBe('This module is small');
    expect(readme('src/backend/a', 'Walker - API\n---\n\nx\n\nWalker IPC\n---\n\ny\n', { 'src/backend/a/walker.c': '' })).toBe(
      'Walker - API; Walker IPC',
    );
    expect(readme('src/backend/a', 'a_hooks is an example of use.\n\nFunctions\n=====\n')).toBe('a_hooks is an example of use');
  });

  test('not by a README on one of its files; then by what a README above it tells in passing', () => {
    const files = {
      'src/backend/opt/README':
        'Opt\n===\n\nThe /plan directory generates the\nactual plan, the /path code finds ways.  /util is utility stuff.\n',
      'src/backend/opt/plan/README': 'Subselects\n==========\n\nText.\n',
      'src/backend/opt/plan/subselect.c': '',
      'src/backend/opt/util/x.c': '',
    };
    expect(said('src/backend/opt/plan', files)).toBe('generates the actual plan');
    expect(said('src/backend/opt/util', files)).toBe('utility stuff');
  });

  test('by the comment of its Makefile, but for paths and what is about the code below', () => {
    const make = (text: string) => said('src/backend/a', { 'src/backend/a/Makefile': text });
    expect(
      make('#----\n#\n# Makefile--\n#    Makefile for the access methods module\n#\n# IDENTIFICATION\n#    src/x\n#----\n\nx = y\n'),
    ).toBe('the access methods module');
    expect(make('# Makefile for src/backend/a\n\n# Note on what follows\nx = y\n')).toBeUndefined();
    expect(make('# src/backend/a/Makefile\n\nx = y\n')).toBeUndefined();
  });

  test('by the file of its name, or the largest that bears its name, never by one that only happens to', () => {
    const big = source('heapam.c', 'heap access method code') + ' '.repeat(100);
    const heap = { 'src/backend/heap/heapam.c': big, 'src/backend/heap/pruneheap.c': source('pruneheap.c', 'pruning') };
    expect(said('src/backend/heap', heap)).toBe('heap access method code');
    const cache = {
      'src/backend/cache/attcache.c': source('attcache.c', 'attributes'),
      'src/backend/cache/relcache.c': source('relcache.c', 'relations'),
    };
    expect(said('src/backend/cache', cache)).toBeUndefined();
  });

  test('where it holds headers, by the code that they are of', () => {
    const files = { 'src/include/access/x.h': '', 'src/backend/access/README': 'Access Methods\n===\n' };
    expect(said('src/include/access', files)).toBe('Access Methods');
  });
});

test('a file is described without its name, its licence and its author', () => {
  const text =
    '/*\n * kms.c\n *\n * Copyright (c) X\n *\n * Licensed under the X License;\n * you may not use it otherwise.\n *\n * Author: Somebody\n *\n * Keeps the keys safe.  And more.\n */\n';
  expect(describeFile(memoryContext({ 'src/backend/kms.c': text }), 'src/backend/kms.c')).toBe('Keeps the keys safe');
});
