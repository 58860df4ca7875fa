import { describe, expect, it } from 'vitest';
import { conditionals, isUsuallyCompiled, resolveConditionals } from '../../../../src/core/syntax/c/conditionals.ts';

/** What is left of a text, without the white space that takes the place of the rest. */
function left(text: string): string {
  const resolved = resolveConditionals(text);
  expect(resolved).toHaveLength(text.length);
  expect(resolved.replaceAll(/[^\n]/g, '')).toBe(text.replaceAll(/[^\n]/g, ''));
  return resolved.split(/\s+/).filter(Boolean).join(' ');
}

describe('conditionals', () => {
  it('are found with continued lines and comments, outside of comments and literals', () => {
    const text =
      '/*\n#if 0\n*/\n#if defined(A) && \\\n\tdefined(B)\t/* both\n */\n  #  ifdef C\n#\telif D\n#else // none\n#endif\n"\n#define X \\\n#if\n#endif';
    expect(conditionals(text).map(({ kind, line }) => `${kind}: ${line}`)).toEqual([
      'if: #if defined(A) && defined(B)',
      'if: #ifdef C',
      'elif: #elif D',
      'else: #else',
      'endif: #endif',
      'endif: #endif',
    ]);
  });
});

describe('resolving', () => {
  it('takes the first branch of what cuts a statement, a list or a body', () => {
    expect(left('void\nf(void)\n{\n\tif (a &&\n#ifdef A\n\t\tb\n#elif B\n\t\tc\n#else\n\t\td\n#endif\n\t\t)\n\t\tg();\n}\n')).toBe(
      'void f(void) { if (a && b ) g(); }',
    );
    expect(left('int a[] = {\n#ifdef A\n\t1,\n#else\n\t2,\n#endif\n\t3};\n')).toBe('int a[] = { 1, 3};');
    expect(left('#ifndef A\nint\nf(void)\n#else\nint\nf(int a)\n#endif\n{\n}\n')).toBe('int f(void) { }');
  });

  it('takes the next branch where the condition is false in a server on a Unix-like system', () => {
    expect(left('int a =\n#ifdef WIN32\n1\n#else\n2\n#endif\n;')).toBe('int a = 2 ;');
    expect(left('int a =\n#if defined(WIN32) || defined(FRONTEND)\n1\n#elif 0\n2\n#elif A\n3\n#else\n4\n#endif\n;')).toBe('int a = 3 ;');
    expect(left('int a =\n#if 0\n1 +\n#endif\n2;')).toBe('int a = 2;');
  });

  it('keeps what holds whole declarations at file scope, in every branch', () => {
    const text =
      '#ifdef WIN32\nint\nf(void)\n{\n\treturn 1;\n}\n#else\nint\tg(void);\n\n#ifdef A\n#define B\nint b;\n#endif\n#endif\nint c;\n';
    expect(resolveConditionals(text)).toBe(text);
  });

  it('resolves inside of what it keeps, and groups without code', () => {
    expect(left('#ifdef WIN32\nint a =\n#ifdef A\n1\n#else\n2\n#endif\n;\n#endif\n')).toBe('#ifdef WIN32 int a = 1 ; #endif');
    expect(left('typedef struct K\n{\n\tint n;\n}\n#ifdef A\n/* nothing */\n#endif\nK;\n')).toBe(
      'typedef struct K { int n; } /* nothing */ K;',
    );
  });

  it('takes both halves of what is opened in one lone branch and closed in another', () => {
    expect(left('#if 0\nstatic int a[] =\n{\n#endif\n#ifdef A\n\t1,\n#endif\n#if 0\n};\n#endif\nint b;\n')).toBe(
      'static int a[] = { 1, }; int b;',
    );
  });

  it('leaves directives alone that have no counterpart', () => {
    expect(left('#endif\n#else\nint a =\n#ifdef A\n1;\n')).toBe('#endif #else int a = #ifdef A 1;');
  });
});

describe('elements of a list', () => {
  it('are compiled in an ordinary build unless they stand in another branch', () => {
    const compiled = (...conditions: string[]) => isUsuallyCompiled({ conditions }, (macro) => macro === 'NEVER');
    expect(compiled()).toBe(true);
    expect(compiled('#ifdef A')).toBe(true);
    expect(compiled('#else of #ifdef A')).toBe(false);
    expect(compiled('#ifdef WIN32')).toBe(false);
    expect(compiled('#else of #ifdef WIN32')).toBe(true);
    expect(compiled('#ifdef A', '#elif B of #if C')).toBe(false);
    expect(compiled('#elif A of #ifdef WIN32')).toBe(true);
    expect(compiled('#else of #elif A of #ifdef WIN32')).toBe(false);
    expect(compiled('#else of #elif 0 of #ifdef WIN32')).toBe(true);
    expect(compiled('#ifdef NEVER')).toBe(false);
    expect(compiled('#else of #elif defined(NEVER) of #if defined( NEVER )')).toBe(true);
    expect(compiled('#ifndef NEVER')).toBe(true);
  });
});
