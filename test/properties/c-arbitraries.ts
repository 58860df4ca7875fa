import fc from 'fast-check';

/** Texts of tokens that the rules look for, in no order at all. */
export const tokenSoup: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...[
        'foreach',
        'foreach_ptr',
        'KMS_LOOP',
        'PGDLLIMPORT',
        'pg_attribute_printf',
        'CATALOG(a,1,B)',
        'DECLARE_INDEX',
        'offsetof',
        'va_arg',
      ],
      ...['struct', 'enum', 'static', 'const char', 'int', 'x', 'if', 'else', 'return', '1', '=', '*', ';', ',', '.', ':', '-'],
      ...['(', ')', '{', '}', '[', ']', '"', "'", '\\', '/*', '*/', '//', '\n', '\n\t', '\r\n', ' ', '\t', 'é', '\u{1f511}', '\u2028'],
      ...[
        '\n#if A\n',
        '\n#else\n',
        '\n#elif 0\n',
        '\n#endif\n',
        '\n#define X \\\n',
        '\n#include "x"\n',
        '#',
        '\n#ifdef __cplusplus\nextern "C" {\n#endif',
      ],
    ),
    { maxLength: 60 },
  )
  .map((tokens) => tokens.join(' ').replaceAll(/ (?=[,;)\n(])/g, ''));

/** What stands at file scope, with the names that its outline has to find. */
interface Item {
  readonly text: string;
  readonly functions?: readonly string[];
  readonly variables?: readonly string[];
  readonly prototypes?: readonly string[];
  readonly types?: readonly string[];
}

const STATEMENTS = [
  'size = add_size(size, KmsSize());',
  'foreach(lc, list)\n\t{\n\t\tkeys = lappend(keys, lfirst(lc));\n\t}',
  'foreach_ptr(struct kms, k, list)\n\t\tvisit(k);',
  'if (a &&\n#ifdef KMS_FAST\n\t\tfast(a)\n#else\n\t\tslow(a)\n#endif\n\t\t)\n\t\treturn;',
  'KMS_LOOP(i)\n\t{\n\t\tereport(ERROR, (errmsg("größer \\"%s\\"", s)));\n\t}',
  'x = unconstify(char *, va_arg(args, unsigned int));',
  "/* don't (stop { here */",
  'Kms k PG_USED_FOR_ASSERTS_ONLY = {.open = f};',
  's = "a" CppAsString2(B) "\u{1f511}";',
];

const body = fc
  .array(fc.constantFrom(...STATEMENTS), { maxLength: 4 })
  .map((statements) => ['{', ...statements.map((statement) => `\t${statement}`), '}'].join('\n'));

/** An item with the number `n` in its name. */
const item = (n: number): fc.Arbitrary<Item> =>
  fc.oneof(
    fc.tuple(fc.constantFrom('void', 'static bool', 'KmsData *', 'pg_noinline static int'), body).map(([prefix, block]) => ({
      text: `${prefix}\nkms_function${n}(int a, char *b)\n${block}`,
      functions: [`kms_function${n}`],
    })),
    fc.constantFrom<Item>(
      { text: `int\t\t\tkms_a${n} = 1,\n\t\t   *kms_b${n};`, variables: [`kms_a${n}`, `kms_b${n}`] },
      { text: `extern PGDLLIMPORT kms_hook_type kms_hook${n};`, variables: [`kms_hook${n}`] },
      { text: `static const Kms kms_rows${n}[] = {\n\t{"é", 1},\n#ifdef A\n\t{"b", 2},\n#endif\n};`, variables: [`kms_rows${n}`] },
      { text: `extern void kms_declared${n}(const char *fmt,...) pg_attribute_printf(1, 2);`, prototypes: [`kms_declared${n}`] },
      { text: `typedef struct Kms${n}\n{\n\tint\t\tn;\n} Kms${n};`, types: [`Kms${n}`] },
      { text: `enum kms_kind${n}\n{\n\tKMS_A${n},\n#ifdef B\n\tKMS_B${n},\n#endif\n};`, types: [`kms_kind${n}`] },
      {
        text: `#ifdef WIN32\nint\t\t\tkms_handle${n};\n#else\nint\t\t\tkms_descriptor${n};\n#endif`,
        variables: [`kms_handle${n}`, `kms_descriptor${n}`],
      },
      { text: `PG_KMS_ROW(row${n}, "a")` },
      { text: `#define KMS_${n} /* one */ 1 /* two\n */ + 2` },
      { text: '/* extern int kms_nothing; { */' },
    ),
  );

/** A C file in PostgreSQL's manner, in either line ending, with the names of what it holds at file scope. */
export const cSource: fc.Arbitrary<Required<Item>> = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .chain(([numbers, newline, isClosed]) =>
    fc.tuple(...numbers.map((_, n) => item(n))).map((items) => {
      const all = (kind: 'functions' | 'variables' | 'prototypes' | 'types') => items.flatMap((one) => one[kind] ?? []);
      const text = `${items.map((one) => one.text).join('\n\n')}${isClosed ? '\n' : ''}`.replaceAll('\n', newline);
      return { text, functions: all('functions'), variables: all('variables'), prototypes: all('prototypes'), types: all('types') };
    }),
  );
