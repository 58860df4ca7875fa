import { describe, expect, test } from 'vitest';
import { memoryContext } from '../../support/context.ts';
import { placed, type Wanted } from '../../support/placing.ts';

const SOURCE = 'src/backend/kms/kms.c';
const HEADER = 'src/include/kms/kms.h';

function after(path: string, text: string, wanted: Wanted): string | undefined {
  const texts = placed(memoryContext({ [path]: text }), path, wanted);
  return typeof texts === 'string' ? texts : (texts[path] ?? text);
}

const inSource = (text: string, wanted: Wanted) => after(SOURCE, text, wanted);
const inHeader = (text: string, wanted: Wanted) => after(HEADER, text, wanted);

describe('includes', () => {
  const TOP = '/* kms.c */\n#include "postgres.h"\n\n';

  test('join the sorted block, each once, in byte order', () => {
    expect(
      inSource(`${TOP}#include "access/xlog.h"\n#include "utils/guc.h"\n\nint a;\n`, {
        includes: ['storage/lwlock.h', 'kms/kms.h', 'utils/guc.h', 'kms/kms.h', 'varatt.h'],
      }),
    ).toBe(
      `${TOP}#include "access/xlog.h"\n#include "kms/kms.h"\n#include "storage/lwlock.h"\n#include "utils/guc.h"\n#include "varatt.h"\n\nint a;\n`,
    );
  });

  test('get a paragraph of their own after postgres.h or the system headers', () => {
    expect(inSource(`${TOP.trimEnd()}\n\nint a;\n`, { includes: ['b.h', 'a.h'] })).toBe(`${TOP}#include "a.h"\n#include "b.h"\n\nint a;\n`);
    expect(inSource(`${TOP}#include <unistd.h>\nint a;\n`, { includes: ['a.h'] })).toBe(
      `${TOP}#include <unistd.h>\n\n#include "a.h"\n\nint a;\n`,
    );
  });

  test('stay out of conditions and of what is included further down', () => {
    const text = `${TOP}#include "a.h"\n#ifdef USE_SSL\n#include "b.h"\n#include "kms.h"\n#endif\n\n#define ST_SORT x\n#include "lib/sort_template.h"\n`;
    expect(inSource(text, { includes: ['kms.h'] })).toBe(text.replace('#ifdef', '#include "kms.h"\n#ifdef'));
  });

  test('go inside the guard of a header', () => {
    expect(inHeader('#ifndef KMS_H\n#define KMS_H\n\nextern int a;\n\n#endif\n', { includes: ['fmgr.h'] })).toBe(
      '#ifndef KMS_H\n#define KMS_H\n\n#include "fmgr.h"\n\nextern int a;\n\n#endif\n',
    );
  });

  test('do not join an include that makes up an enum', () => {
    const text = '#ifndef K\n#define K\n\n/* Tags. */\ntypedef enum Tag\n{\n#include "tags.h"\n} Tag;\n\n#endif\n';
    expect(inHeader(text, { includes: ['fmgr.h'] })).toBe(text.replace('/* Tags', '#include "fmgr.h"\n\n/* Tags'));
    const late = '/* a */\n#ifdef LINT\nstatic int\tid;\n#endif\n\n#include "postgres.h"\n\n#include "a.h"\n';
    expect(inSource(late, { includes: ['b.h'] })).toBe(`${late}#include "b.h"\n`);
  });

  test('keep CRLF and a place after a last line without end', () => {
    expect(inSource('#include "postgres.h"\r\n\r\n#include "a.h"\r\n', { includes: ['b.h'] })).toBe(
      '#include "postgres.h"\r\n\r\n#include "a.h"\r\n#include "b.h"\r\n',
    );
    expect(inSource('#include "postgres.h"\n\n#include "a.h"', { includes: ['b.h'] })).toBe(
      '#include "postgres.h"\n\n#include "a.h"\n#include "b.h"\n',
    );
  });
});

describe('variables', () => {
  const TEXT = `#include "postgres.h"

/* GUC variables */
int			max_kms = 10;	/* how many there
							 * may be */
bool		log_kms = false;

static int	kms_count = 0;

static void kms_start(void);

int			after_prototypes;

void
kms_start(void)
{
}
`;
  const VARIABLE = 'int\t\t\tkms_entries = 64;';

  test('go after a relative and the comment on its line', () => {
    expect(inSource(TEXT, { variables: [[VARIABLE, 'no_such', 'max_kms', 'log_kms']] })).toBe(TEXT.replace('bool', `${VARIABLE}\nbool`));
  });

  test('go after the one of a similar name, or the last of their sort', () => {
    expect(inSource(TEXT, { variables: ['bool\t\tlog_kms_errors;'] })).toBe(
      TEXT.replace('= false;\n', '= false;\nbool\t\tlog_kms_errors;\n'),
    );
    expect(inSource(TEXT, { variables: ['int\t\t\tzzz;'] })).toBe(
      TEXT.replace('after_prototypes;\n', 'after_prototypes;\nint\t\t\tzzz;\n'),
    );
    expect(inSource(TEXT, { variables: ['static bool zzz;'] })).toBe(
      TEXT.replace('kms_count = 0;\n', 'kms_count = 0;\n\nstatic bool zzz;\n'),
    );
  });

  test('with a comment, or beside a table, are set off by empty lines', () => {
    expect(inSource(TEXT, { variables: [[`/* Entries. */\n${VARIABLE}`, 'max_kms']] })).toBe(
      TEXT.replace('bool', `\n/* Entries. */\n${VARIABLE}\n\nbool`),
    );
    const table = '#include "postgres.h"\n\nconst int\tkms_sizes[] = {\n\t1,\n\t2\n};\nint\t\t\tother;\n';
    expect(inSource(table, { variables: [['int\t\t\tkms_n;', 'kms_sizes']] })).toBe(table.replace('};\n', '};\n\nint\t\t\tkms_n;\n\n'));
  });

  test('are set off from one that has a comment of its own, which is about that one', () => {
    const text = '#include "postgres.h"\n\nint\t\t\tkms_a;\n\n/* should be static */\nint\t\t\tkms_b;\n\n\nvoid\nkms_f(void)\n{\n}\n';
    expect(inSource(text, { variables: [['int\t\t\tkms_c;', 'kms_b']] })).toBe(text.replace('kms_b;\n', 'kms_b;\n\nint\t\t\tkms_c;\n'));
    const several = text.replace('kms_b;\n', 'kms_b;\nint\t\t\tkms_d;\n');
    expect(inSource(several, { variables: [['int\t\t\tkms_c;', 'kms_d']] })).toBe(several.replace('kms_d;\n', 'kms_d;\nint\t\t\tkms_c;\n'));
  });

  test('are put below the type, the macro and the function that they name', () => {
    const text = '#include "postgres.h"\n\nint\t\t\tkms_a;\n\n#define KMS_DEFAULT 3\n\nvoid\nkms_f(void)\n{\n}\n';
    expect(inSource(text, { variables: [['int\t\t\tkms_b = KMS_DEFAULT;', 'kms_a']] })).toBe(
      text.replace('DEFAULT 3\n', 'DEFAULT 3\n\nint\t\t\tkms_b = KMS_DEFAULT;\n'),
    );
    expect(
      inSource('#include "postgres.h"\n\nint\t\t\tkms_a;\n', {
        types: ['typedef struct Kms\n{\n\tint\t\t\tn;\n} Kms;'],
        variables: ['const KmsCallbacks kms_callbacks = {\n\t.init = kms_init\n};', 'static Kms *kms;'],
        prototypes: ['static void kms_init(void);'],
        functions: ['static void\nkms_init(void)\n{\n}'],
      }),
    ).toBe(`#include "postgres.h"

typedef struct Kms
{
	int			n;
} Kms;

int			kms_a;

static Kms *kms;

static void kms_init(void);

const KmsCallbacks kms_callbacks = {
	.init = kms_init
};

static void
kms_init(void)
{
}
`);
  });

  test('of a header follow the extern variables, or stand above the prototypes and their heading', () => {
    const extern = 'extern PGDLLIMPORT int kms_entries;';
    expect(
      inHeader('#ifndef K\n#define K\n\nextern int a;\nextern int b;\n\nextern void f(void);\n\n#endif\n', { variables: [extern] }),
    ).toBe(`#ifndef K\n#define K\n\nextern int a;\nextern int b;\n${extern}\n\nextern void f(void);\n\n#endif\n`);
    expect(
      inHeader('#ifndef K\n#define K\n\n/* in kms.c */\n\n/* start */\nextern void f(void);\n\n#endif\n', { variables: [extern] }),
    ).toBe(`#ifndef K\n#define K\n\n${extern}\n\n/* in kms.c */\n\n/* start */\nextern void f(void);\n\n#endif\n`);
    expect(inHeader('#ifndef K\n#define K\n#endif', { variables: [extern] })).toBe(`#ifndef K\n#define K\n\n${extern}\n\n#endif`);
  });

  test('of a header join a block that is sorted where the order wants them', () => {
    const options = ['a', 'b', 'd', 'e'].map((one) => `extern const struct entry ${one}_options[];\n`).join('');
    expect(inHeader(`#ifndef K\n#define K\n\n${options}\n#endif\n`, { variables: ['extern const struct entry c_options[];'] })).toBe(
      `#ifndef K\n#define K\n\n${options.replace('extern const struct entry d', 'extern const struct entry c_options[];\nextern const struct entry d')}\n#endif\n`,
    );
  });
});

describe('prototypes', () => {
  test('go beside relatives, in the rhythm of the header', () => {
    const apart =
      '#ifndef K\n#define K\n\nextern void kms_start(int a,\n\t\t\t\t\t  int b);\n\n/* stop */\nextern void kms_stop(void);\n\n#endif\n';
    expect(inHeader(apart, { prototypes: ['extern void kms_start_all(void);'] })).toBe(
      apart.replace('/* stop */', 'extern void kms_start_all(void);\n\n/* stop */'),
    );
    const together = '#ifndef K\n#define K\n\nextern void a(void);\nextern void b(void);\n\n#endif\n';
    expect(
      inHeader(together, {
        prototypes: [
          ['extern Size s(void);', 'a'],
          ['extern void i(void);', 'a'],
        ],
      }),
    ).toBe(together.replace('extern void b', 'extern Size s(void);\nextern void i(void);\nextern void b'));
  });

  test('stay inside of extern "C", and of nothing that may not hold', () => {
    const text =
      '#ifndef K\n#define K\n#ifdef __cplusplus\nextern "C"\n{\n#endif\n\ntypedef int K;\n\n#ifdef USE_X\nextern void f(void);\n#endif\n\n#ifdef __cplusplus\n}\n#endif\n\n#endif\t/* K */\n';
    expect(inHeader(text, { prototypes: ['extern void kms(void);'] })).toBe(
      text.replace('#ifdef __cplusplus\n}', 'extern void kms(void);\n\n#ifdef __cplusplus\n}'),
    );
  });

  test('of a source file stand above its functions', () => {
    const text = '#include "postgres.h"\n\n#define A 1\n\nint\na(void)\n{\n\treturn A;\n}\n';
    expect(inSource(text, { prototypes: ['static int b(void);'] })).toBe(
      text.replace('#define A 1\n', '#define A 1\n\nstatic int b(void);\n'),
    );
  });
});

describe('types', () => {
  const KMS = 'typedef struct Kms\n{\n\tint\t\t\tn;\n} Kms;';

  test('of a header follow the last type above what may use them', () => {
    const text = '#ifndef K\n#define K\n\ntypedef int A;\n\nextern A a;\n\ntypedef int Z;\n\n#endif\n';
    expect(inHeader(text, { types: [KMS] })).toBe(text.replace('typedef int A;\n', `typedef int A;\n\n${KMS}\n`));
    expect(inHeader(text, { types: [[KMS, 'Z']] })).toBe(text.replace('typedef int Z;\n', `typedef int Z;\n\n${KMS}\n`));
  });

  test('of a header do not part a type from the variable that is declared below it', () => {
    const pair = '/* Called. */\ntypedef void (*call_hook_type) (void);\nextern PGDLLIMPORT call_hook_type call_hook;\n';
    const text = `#ifndef K\n#define K\n\ntypedef int A;\n\n${pair}\n#endif\n`;
    expect(inHeader(text, { types: [KMS] })).toBe(text.replace('int A;\n', `int A;\n\n${KMS}\n`));
    const alone = `#ifndef K\n#define K\n\n${pair}\n#endif\n`;
    expect(inHeader(alone, { types: [KMS] })).toBe(alone.replace('/* Called', `${KMS}\n\n/* Called`));
    const kin = text.replaceAll('call_hook', 'kms_hook');
    expect(inHeader(kin, { types: [KMS] })).toBe(kin.replace('kms_hook;\n', `kms_hook;\n\n${KMS}\n`));
  });

  test('of a source file follow its macros', () => {
    const text = '#include "postgres.h"\n#define A 1\nint\t\t\ta;\n';
    expect(inSource(text, { types: [KMS] })).toBe(`#include "postgres.h"\n#define A 1\n\n${KMS}\n\nint\t\t\ta;\n`);
  });
});

describe('functions', () => {
  const F = (name: string) => `/* ${name} */\nvoid\n${name}(void)\n{\n}`;

  test('go after a relative or to the end, one empty line apart', () => {
    const text = `#include "postgres.h"\n\n${F('kms_a')}\n\n\n${F('other')}\n`;
    expect(inSource(text, { functions: [F('kms_a_b'), F('kms_a_c')] })).toBe(
      text.replace('}\n\n\n', `}\n\n${F('kms_a_b')}\n\n${F('kms_a_c')}\n\n\n`),
    );
    expect(inSource(text, { functions: [[F('kms_a_b'), 'other'], F('zzz')] })).toBe(`${text}\n${F('kms_a_b')}\n\n${F('zzz')}\n`);
    expect(inSource(text.trimEnd(), { functions: [F('zzz')] })).toBe(`${text}\n${F('zzz')}\n`);
  });

  test('stay inside of an #if around the whole file, and out of any other', () => {
    const whole = `#include "postgres.h"\n\n#ifdef USE_X\n\n${F('kms_a')}\n\n#endif\t/* USE_X */\n`;
    expect(inSource(whole, { functions: [F('zzz')] })).toBe(whole.replace('#endif', `${F('zzz')}\n\n#endif`));
    const below = `#include "postgres.h"\n\n#include "kms/kms.h"\n\n#ifdef KMS_DEBUG\n${F('kms_a')}\n#endif\n`;
    expect(inSource(below, { functions: [F('kms_a_b')] })).toBe(`${below}\n${F('kms_a_b')}\n`);
    const part = `#include "postgres.h"\n\nint\t\t\ta;\n\n#ifdef USE_X\n${F('kms_a')}\n#else\n${F('kms_a')}\n#endif\n\n${F('b')}\n`;
    expect(inSource(part, { functions: [F('kms_a_b')] })).toBe(`${part}\n${F('kms_a_b')}\n`);
    const macro = `#include "postgres.h"\n\n#ifndef A\n#define A ""\n#endif\n\n${F('kms_a')}\n`;
    expect(inSource(macro, { functions: [F('kms_a_b')] })).toBe(`${macro}\n${F('kms_a_b')}\n`);
    expect(inSource(part, { functions: [[F('kms_a_b'), 'kms_a', 'b']] })).toBe(`${part}\n${F('kms_a_b')}\n`);
  });

  test('are put below the variable that they use', () => {
    const text = `#include "postgres.h"\n\n${F('kms_a')}\n\nstatic int\tkms_n;\n\n${F('b')}\n`;
    expect(inSource(text, { functions: ['int\nkms_a_n(void)\n{\n\treturn kms_n;\n}'] })).toBe(
      text.replace('kms_n;\n', 'kms_n;\n\nint\nkms_a_n(void)\n{\n\treturn kms_n;\n}\n'),
    );
  });
});

test('a file that would not hold the declaration as such is refused', () => {
  const refused = (text: string) => placed(memoryContext({ [HEADER]: text }), HEADER, { variables: ['extern int kms_entries;'] });
  const message = `${HEADER} is no C file that takes declarations: `;
  expect(refused('/* kmslist.h */\n#ifdef A\nPG_KMS(1, One)\n#endif\nPG_KMS(2, Two)\n')).toBe(`${message}it is a list for macros`);
  expect(refused('{1, "one"},\n{2, "two"},\n')).toBe(`${message}kms_entries would not be read as a variable here`);
  expect(refused('#define KMS 1\n')).toEqual({ [HEADER]: '#define KMS 1\n\nextern int kms_entries;\n' });
});
