import { describe, expect, it } from 'vitest';
import { withoutBodies } from '../../../../src/core/syntax/c/bodies.ts';

/** Lines of C as one text. */
function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

describe('withoutBodies', () => {
  it('leaves what is at file scope, with all offsets', () => {
    const text = lines(
      'static int a;',
      'void',
      'f(int b)',
      '{',
      '\ta = b;',
      '}',
      '',
      'struct s',
      '{',
      '\tint c;',
      '};',
      'int',
      'g(void)',
      '{',
      '\treturn 1;',
      '};',
    );
    const found = withoutBodies(text);
    expect(found.text.trim().split(/\s+/)).toEqual('static int a; void f(int b) { } struct s { int c; }; int g(void) { };'.split(' '));
    for (const word of ['f(int', '{', 'struct', 'g(void)']) expect(found.at(found.text.indexOf(word))).toBe(text.indexOf(word));
    expect(found.at(found.text.indexOf('}'))).toBe(text.indexOf('}'));
    expect(found.at(found.text.length)).toBe(text.length);
  });

  it('keeps a body in which a conditional or a comment does not end', () => {
    const cut = lines('void', 'f(void)', '{', '#ifdef A', '\ta();', '}', '#else', '\tb();', '}', '#endif');
    expect(withoutBodies(cut).text).toBe(cut);
    const comment = lines('void', 'f(void)', '{', '/*', '}', '*/', '\ta();', '}');
    expect(withoutBodies(comment).text).toBe(comment);
    const whole = lines('void', 'f(void)', '{', '#ifdef A', '\ta();', '#endif', '}');
    expect(withoutBodies(whole).text).not.toContain('a()');
  });

  it('takes no brace of a macro for the end, and reads lines that end with a carriage return', () => {
    const macro = lines('void', 'f(void)', '{', '#define X do { \\', '} while (0)', '\ta();', '}', 'int b;');
    expect(withoutBodies(macro).text.trim().split(/\s+/)).toEqual(['void', 'f(void)', '{', '}', 'int', 'b;']);
    const windows = lines('void', 'f(void)', '{', '\ta();', '}').replaceAll('\n', '\r\n');
    expect(withoutBodies(windows).text).not.toContain('a()');
  });
});
