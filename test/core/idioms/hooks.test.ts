import { describe, expect, test } from 'vitest';
import { idiomsOf } from '../../../src/core/api.ts';
import { expand } from '../../../src/dev/expand-snippet.mjs';
import { newTree, oldTree } from './trees.ts';

function hookText(header: string, more: Readonly<Record<string, string>> = {}): string {
  const idiom = idiomsOf(newTree({ 'src/include/kms/kms.h': header, ...more })).find((one) => one.prefix.startsWith('pghookkms'));
  return idiom ? expand(idiom.body, { TM_FILENAME_BASE: 'kms' }) : '';
}

describe('an idiom of a hook', () => {
  test('keeps the hook before it and calls it first', () => {
    expect(hookText('typedef void (*kms_hook_type) (int flags);\nextern PGDLLIMPORT kms_hook_type kms_hook;\n')).toBe(
      `static kms_hook_type prev_kms_hook = NULL;

static void my_kms(int flags);

/*
 * Module load callback
 */
void
_PG_init(void)
{
	prev_kms_hook = kms_hook;
	kms_hook = my_kms;
}

/*
 * kms_hook: what it is for
 */
static void
my_kms(int flags)
{
	if (prev_kms_hook)
		prev_kms_hook(flags);

	/* own work */
}`,
    );
  });

  test('calls the standard function where nobody was hooked in, from the header that declares it', () => {
    const header = 'typedef List *(*kms_hook_type) (Query *query, const char *name);\nextern kms_hook_type kms_hook;\n';
    const more = { 'src/include/kms/standard.h': 'extern List *standard_kms(Query *query, const char *name);\n' };
    expect(hookText(header, more)).toContain('\telse\n\t\treturn standard_kms(query, name);\n}');
    const idiom = idiomsOf(newTree({ 'src/include/kms/kms.h': header, ...more })).find((one) => one.label === 'kms_hook');
    expect(idiom?.includes).toEqual(['fmgr.h', 'kms/kms.h', 'kms/standard.h']);
  });

  test.each([
    ['bool', 'false'],
    ['List *', 'NIL'],
    ['char *', 'NULL'],
    ['const char *', 'NULL'],
    ['int32', '0'],
  ])('gives a neutral result of type %s', (type, neutral) => {
    const text = hookText(`typedef ${type} (*kms_hook_type) (void);\nextern kms_hook_type kms_hook;\n`);
    expect(text).toContain(`\treturn ${neutral};\n}`);
    expect(text).toContain(`static ${type}${type.endsWith('*') ? '' : ' '}my_kms(void);`);
  });

  test('names parameters that have no name', () => {
    expect(
      hookText('typedef void (*kms_hook_type) (Port *, int, const char *, struct node, unsigned int);\nextern kms_hook_type kms_hook;\n'),
    ).toContain('my_kms(Port *arg1, int arg2, const char *arg3, struct node arg4,\n\t   unsigned int arg5)');
  });

  test('knows the parameters of functions that SQL calls', () => {
    const text = hookText('typedef Datum (*kms_hook_type) (PG_FUNCTION_ARGS);\nextern kms_hook_type kms_hook;\n');
    expect(text).toContain('static Datum my_kms(PG_FUNCTION_ARGS);');
    expect(text).toContain('\t\treturn prev_kms_hook(fcinfo);');
    expect(text).toContain('\treturn (Datum) 0;');
  });

  test('has both hooks where one type serves two, and keeps the name that tells them apart', () => {
    const header = 'typedef void (*kms_hook_type) (void);\nextern kms_hook_type kms_hook_read;\nextern kms_hook_type kms_hook_write;\n';
    const labels = idiomsOf(newTree({ 'src/include/kms.h': header })).map((idiom) => `${idiom.prefix} ${idiom.label}`);
    expect(labels.slice(-2)).toEqual(['pghookkms_read kms_hook_read', 'pghookkms_write kms_hook_write']);
  });

  test.each([
    ['inside of an #if', '#ifdef USE_KMS\ntypedef void (*kms_hook_type) (void);\nextern kms_hook_type kms_hook;\n#endif\n'],
    ['in a comment', '/*\ntypedef void (*kms_hook_type) (void);\nextern kms_hook_type kms_hook;\n*/\n'],
    ['without a typedef', 'extern kms_hook_type kms_hook;\n'],
    ['with a pointer to a function', 'typedef void (*kms_hook_type) (void (*callback) (int));\nextern kms_hook_type kms_hook;\n'],
  ])('is not offered for a hook %s', (_, header) => {
    expect(hookText(header)).toBe('');
  });

  test('counts the include guard of a header as no condition', () => {
    expect(
      hookText('#ifndef KMS_H\n#define KMS_H\ntypedef void (*kms_hook_type) (void);\nextern kms_hook_type kms_hook;\n#endif\n'),
    ).toContain('prev_kms_hook');
  });

  test('declares _PG_init where no header does', () => {
    const header = { 'src/include/kms.h': 'typedef void (*kms_hook_type) (void);\nextern kms_hook_type kms_hook;\n' };
    const body = (tree: ReturnType<typeof oldTree>) => idiomsOf(tree).at(-1)?.body ?? '';
    expect(body(oldTree(header))).toContain('void\t\t_PG_init(void);\n');
    expect(body(newTree(header))).not.toContain('_PG_init(void);');
  });
});
