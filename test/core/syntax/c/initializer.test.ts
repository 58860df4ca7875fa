import { describe, expect, it } from 'vitest';
import { initializerOf, initializersOfType } from '../../../../src/core/syntax/c/initializer.ts';
import type { CElement } from '../../../../src/core/syntax/c/syntax.ts';

const ROWS = `/* The table: KmsRows[] = { 1 }; */
struct kms_row KmsRows[] =
{
	{
		/* Not for general use */
		{"kms_first", PGC_USERSET, KMS_GROUP,
			gettext_noop("Says \\"{first}\\", "
						 "and more."),
			NULL,
			KMS_A | KMS_B	/* , both */
		},
		&kms_first,
#ifdef KMS_FAST
		1,
#elif defined(KMS_SLOW)
		2,
#else
		3,
#endif
		0, MAX_KMS,
		NULL, assign_kms_first, NULL
	},

#ifdef KMS_DEBUG
	{
		{"kms_second", PGC_SUSET, KMS_GROUP,
			gettext_noop("Second"), NULL
		}, &kms_second, '}', 0, 1, NULL, NULL, NULL
	},
#endif							/* KMS_DEBUG */

	/* End-of-list marker */
	{
		{NULL, 0, 0, NULL, NULL}, NULL, 0, 0, 0, NULL, NULL, NULL
	}
};
`;

/** Texts of the elements of one level. */
function texts(elements: readonly CElement[] | undefined): readonly string[] | undefined {
  return elements?.map((element) => element.text);
}

describe('an initializer', () => {
  it('is read row by row, with comments, literals and conditionals between', () => {
    const read = initializerOf(ROWS, 'KmsRows');
    expect(ROWS[read?.start ?? 0]).toBe('{');
    expect(ROWS.slice(read?.start, read?.end).endsWith('\n}')).toBe(true);
    expect(read?.elements.map((row) => row.elements?.[0]?.elements?.[0]?.text)).toEqual(['"kms_first"', '"kms_second"', 'NULL']);
    expect(read?.elements.map((row) => row.conditions)).toEqual([[], ['#ifdef KMS_DEBUG'], []]);
    const [first, second] = read?.elements ?? [];
    expect(texts(first?.elements?.[0]?.elements)).toEqual([
      '"kms_first"',
      'PGC_USERSET',
      'KMS_GROUP',
      'gettext_noop("Says \\"{first}\\", " "and more.")',
      'NULL',
      'KMS_A | KMS_B',
    ]);
    expect(first?.elements?.slice(1, 6).map(({ text, conditions }) => [text, conditions])).toEqual([
      ['&kms_first', []],
      ['1', ['#ifdef KMS_FAST']],
      ['2', ['#elif defined(KMS_SLOW) of #ifdef KMS_FAST']],
      ['3', ['#else of #elif defined(KMS_SLOW) of #ifdef KMS_FAST']],
      ['0', []],
    ]);
    expect(texts(second?.elements?.slice(1))).toEqual(['&kms_second', "'}'", '0', '1', 'NULL', 'NULL', 'NULL']);
  });

  it('gives ranges that hold the elements without commas and comments', () => {
    const read = initializerOf(ROWS, 'KmsRows');
    const [name, , , , , flags] = read?.elements[0]?.elements?.[0]?.elements ?? [];
    expect(ROWS.slice(name?.start, name?.end)).toBe('"kms_first"');
    expect(ROWS.slice(flags?.start, flags?.end)).toBe('KMS_A | KMS_B');
    expect(ROWS.slice(0, read?.elements[0]?.start).endsWith('{\n\t')).toBe(true);
    expect(ROWS.slice(read?.elements[0]?.end).startsWith(',\n\n#ifdef')).toBe(true);
  });

  it('is the same with CRLF', () => {
    const plain = initializerOf(ROWS, 'KmsRows')?.elements;
    const crlf = initializerOf(ROWS.replaceAll('\n', '\r\n'), 'KmsRows')?.elements;
    const shape = (elements: readonly CElement[] | undefined): unknown =>
      elements?.map(({ text, designator, conditions, elements: inner }) => [text, designator, conditions, shape(inner)]);
    expect(shape(crlf)).toEqual(shape(plain));
  });

  it('may have designators of arrays and members', () => {
    const text =
      'static const char *const KmsNames[] = {\n\t[KMS_A] = "a",\n\t[KMS_B] = "b"	/* last */\n};\nKms kms = {.open = f, .keys[1].n = {1, 2},};\nint n = 1, kms_n[2] = {0};';
    expect(initializerOf(text, 'KmsNames')?.elements.map((one) => [one.designator, one.text])).toEqual([
      ['[KMS_A]', '"a"'],
      ['[KMS_B]', '"b"'],
    ]);
    const members = initializerOf(text, 'kms')?.elements;
    expect(members?.map((one) => [one.designator, one.text, texts(one.elements)])).toEqual([
      ['.open', 'f', undefined],
      ['.keys[1].n', '{1, 2}', ['1', '2']],
    ]);
    expect(texts(initializerOf(text, 'kms_n')?.elements)).toEqual(['0']);
  });

  it('may end its branches without a comma', () => {
    const text = 'int a[] = {\n#ifdef A\n\t1\n#else\n\t{2}\n#endif\n};';
    expect(initializerOf(text, 'a')?.elements.map(({ text: value, conditions }) => [value, conditions])).toEqual([
      ['1', ['#ifdef A']],
      ['{2}', ['#else of #ifdef A']],
    ]);
  });

  it('is none where the name has no list', () => {
    expect(initializerOf('extern int a[];\nint b = 1;\n/* c = {1} */ f("c = {1}");', 'a')).toBeUndefined();
    expect(initializerOf('int b = 1;', 'b')).toBeUndefined();
    expect(initializerOf('/* c = {1} */ f("c = {1}");', 'c')).toBeUndefined();
    expect(initializerOf('int d[] = {1, 2', 'd')).toBeUndefined();
    expect(initializerOf('int dd[] = {1, 2};', 'd')).toBeUndefined();
    expect(initializerOf('int e[] = {};', 'e')?.elements).toEqual([]);
  });
});

describe('the initializers of a type', () => {
  it('are those that the code has, in order, whatever comments and strings say', () => {
    const text = `/* static struct kms_row Old[] = {1};
static struct kms_row Older[] = {2};
*/
static const char *hint = "struct kms_row None[] = {3}";
extern struct kms_row Rows[];
struct kms_row	Rows[] = {
	{4}, /* struct kms_row Inner[] = {5} */
	{6}
};
static const struct kms_row More[2] =
{
	{7}
};
struct kms_row_other Other[] = {8};
struct kms_row *Pointer = NULL;
`;
    expect(initializersOfType(text, 'kms_row').map(({ name, elements }) => [name, ...elements.map((one) => one.text)])).toEqual([
      ['Rows', '{4}', '{6}'],
      ['More', '{7}'],
    ]);
  });
});
