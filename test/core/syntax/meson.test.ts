import { describe, expect, test } from 'vitest';
import { readMeson } from '../../../src/core/syntax/meson.ts';

const lists = (text: string) =>
  readMeson(text).lists.map(({ form, variable, elements, conditional }) => [
    `${form}${conditional ? '?' : ''}`,
    variable,
    elements.map((element) => element.value),
  ]);

describe('lists of a meson.build', () => {
  test('are files() calls and array literals, with the variable they belong to', () => {
    expect(lists("backend_sources += files(\n  'a.c',\n  'b.c',\n)\nnames = ['x', 'y']\n")).toEqual([
      ['files', 'backend_sources', ['a.c', 'b.c']],
      ['array', 'names', ['x', 'y']],
    ]);
  });

  test('inside other things belong to no variable', () => {
    expect(lists("lib = shared_module('m', files('a.c') + ['b.c'], args: {'k': ['v']})\n")).toEqual([
      ['files', undefined, ['a.c']],
      ['array', undefined, ['b.c']],
      ['array', undefined, ['v']],
    ]);
    expect(lists("a = b + files('c.c')\n")).toEqual([['files', undefined, ['c.c']]]);
  });

  test('are not subscripts, comments or strings', () => {
    expect(lists("x = args['link']\n# y = ['no']\nz = '[\\'a\\']'\nm = '''\nfiles('b.c')\n'''\n")).toEqual([]);
  });

  test('know whether they always hold', () => {
    const text =
      "if host == 'windows'\n  a = files('w.c')\nelse\n  b = files('u.c')\nendif\nforeach f : ['q']\n  c += ['r']\nendforeach\nd = ['s']\n";
    expect(lists(text).map(([form, , elements]) => [form, elements])).toEqual([
      ['files?', ['w.c']],
      ['files?', ['u.c']],
      ['array?', ['q']],
      ['array?', ['r']],
      ['array', ['s']],
    ]);
  });

  test('have ranges from their first to their last character', () => {
    const text = "a += files( # why\r\n  'b.c' # last\r\n)";
    expect(readMeson(text).lists.map(({ start, end, open, close }) => [text.slice(start, end), text.slice(open, close)])).toEqual([
      ["files( # why\r\n  'b.c' # last\r\n)", " # why\r\n  'b.c' # last\r\n"],
    ]);
  });
});

test('subdirectories are read with their conditions', () => {
  const text = "subdir('access')\nif x\n  subdir('win32')\nendif\nsubdir('po', if_found: libintl)";
  expect(readMeson(text).subdirs.map(({ name, conditional, start, end }) => [name, conditional, text.slice(start, end)])).toEqual([
    ['access', false, "subdir('access')"],
    ['win32', true, "subdir('win32')"],
    ['po', false, "subdir('po', if_found: libintl)"],
  ]);
});
