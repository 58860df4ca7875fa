import { describe, expect, test } from 'vitest';
import { readMake } from '../../../src/core/syntax/make.ts';

const read = (text: string) => readMake(text).map(({ name, operator, words }) => [name, operator, words.map((word) => word.text)]);

describe('variables of a Makefile', () => {
  test('are read over continuation lines, one or several words on a line', () => {
    expect(read('OBJS = \\\n\tacl.o \\\n\tbool.o char.o\nSUBDIRS := a b\n')).toEqual([
      ['OBJS', '=', ['acl.o', 'bool.o', 'char.o']],
      ['SUBDIRS', ':=', ['a', 'b']],
    ]);
  });

  test('keep references whole and leave comments out', () => {
    expect(read('OBJS = \\\n\t$(WIN32RES) \\\n\ta.o # the only one \\\n\tstill comment\nX += $(patsubst %.c, %.o, a.c)\n')).toEqual([
      ['OBJS', '=', ['$(WIN32RES)', 'a.o']],
      ['X', '+=', ['$(patsubst %.c, %.o, a.c)']],
    ]);
  });

  test('are found behind override and export, with any operator', () => {
    expect(read('override CPPFLAGS := -I.\nexport A ?= b\nB!=date\nC ::= d')).toEqual([
      ['CPPFLAGS', ':=', ['-I.']],
      ['A', '?=', ['b']],
      ['B', '!=', ['date']],
      ['C', '::=', ['d']],
    ]);
  });

  test('are not sought in recipes, targets and define blocks', () => {
    expect(read('all: CFLAGS = -O\n\tX = y\ndefine recipe\nA = b\nendef\n# B = c\nD = e\n')).toEqual([['D', '=', ['e']]]);
  });

  test('know whether they always hold', () => {
    const text = 'A = a\nifeq ($(with_ssl), yes)\nB = b\nelse\n  ifdef X\nC = c\n  endif\nD = d\nendif\nE = e\n';
    expect(readMake(text).map(({ name, conditional }) => `${name}${conditional ? '?' : ''}`)).toEqual(['A', 'B?', 'C?', 'D?', 'E']);
  });

  test('end where their text ends: CRLF, no final newline, empty value', () => {
    const text = 'OBJS = \\\r\n\ta.o \\\r\n\tb.o\r\nNONE =\r\nLAST = x';
    expect(readMake(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'OBJS = \\\r\n\ta.o \\\r\n\tb.o',
      'NONE =',
      'LAST = x',
    ]);
  });
});
