import { describe, expect, it } from 'vitest';
import { mask } from '../../../../src/core/syntax/c/mask.ts';
import { countErrors, loadParser } from '../../../../src/core/syntax/c/parser.ts';
import { readGrammar } from '../../../../src/host/wasm.ts';
import { cSyntax } from '../../../support/context.ts';

/** One construct that the grammar does not understand, and what the mask makes of it; `~` stands for a blank it put there. */
const CASES: readonly { readonly rule: string; readonly source: string; readonly masked: string }[] = [
  {
    rule: 'attributes',
    source: 'extern PGDLLIMPORT int\tkms_limit;\n',
    masked: 'extern ~~~~~~~~~~~ int\tkms_limit;\n',
  },
  {
    rule: 'attributes with arguments',
    source: 'pg_noreturn extern void kms_fail(const char *fmt,...) pg_attribute_printf(1, 2);\n',
    masked: '~~~~~~~~~~~ extern void kms_fail(const char *fmt,...) ~~~~~~~~~~~~~~~~~~~~~~~~~;\n',
  },
  {
    rule: 'attributes over several lines',
    source: 'typedef struct Kms\n{\n\tpg_node_attr(no_copy,\r\n\t\tno_read)\n\n\tint\t\tn;\n} Kms;\n',
    masked: 'typedef struct Kms\n{\n\t~~~~~~~~~~~~~~~~~~~~~\r\n~~~~~~~~~~\n\n\tint\t\tn;\n} Kms;\n',
  },
  {
    rule: 'catalogs',
    source: 'CATALOG(pg_kms,8001,KmsRelationId) BKI_BOOTSTRAP\n{\n\tOid\t\towner BKI_LOOKUP(pg_authid);\n} FormData_pg_kms;\n',
    masked: 'typedef struct pg_kms~~~~~~~~~~~~~~~~~~~~~~~~~~~\n{\n\tOid\t\towner ~~~~~~~~~~~~~~~~~~~~~;\n} FormData_pg_kms;\n',
  },
  {
    rule: 'declarations of indexes',
    source: 'DECLARE_INDEX(pg_kms_oid_index, 8002, KmsOidIndexId, pg_kms, btree(oid oid_ops));\n',
    masked: '~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n',
  },
  {
    rule: 'loops over lists',
    source: 'void\nf(void)\n{\n\tforeach(lc, list)\n\t\tg();\n\tdlist_foreach_modify (iter, &head)\n\t{\n\t}\n}\n',
    masked: 'void\nf(void)\n{\n\tfor(;;~~lc, list)\n\t\tg();\n\tfor(;;~~~~~~~~~~~~~~~~iter, &head)\n\t{\n\t}\n}\n',
  },
  {
    rule: 'loops over typed pointers',
    source: 'void\nf(void)\n{\n\tforeach_ptr(struct kms_key, key, keys)\n\t\tg(key);\n}\n',
    masked: 'void\nf(void)\n{\n\tfor(;;~~~~~~~~~~~~~kms_key, key, keys)\n\t\tg(key);\n}\n',
  },
  {
    rule: 'loops and labels of the module',
    source: 'void\nf(void)\n{\n\tKMS_CASE(A)\n\t{\n\t\tg();\n\t}\n\tKMS_BYTES(n)\n\t\tsum += 1;\n\tKMS_MARK(n)\n\tg();\n\tKMS_END(n)\n}\n',
    masked: 'void\nf(void)\n{\n\tfor(;;~~~A)\n\t{\n\t\tg();\n\t}\n\tfor(;;~~~~n)\n\t\tsum += 1;\n\t~~~~~~~~~~~\n\tg();\n\t~~~~~~~~~~\n}\n',
  },
  {
    rule: 'lists of macros',
    source: 'PG_KMS("first", 1)\nPG_KMS("second",\n\t\t2)\n/* and */\nKMS_ROW(third, " %d",)\n',
    masked: '~~~~~~~~~~~~~~~~~~\n~~~~~~~~~~~~~~~~\n~~~~\n/* and */\n~~~~~~~~~~~~~~~~~~~~~~\n',
  },
  {
    rule: 'operators as arguments',
    source: 'KMS_COMPARE(lt, <=, BOOL);\n',
    masked: 'KMS_COMPARE(lt, xx, BOOL);\n',
  },
  {
    rule: 'types as arguments',
    source:
      'void\nf(void)\n{\n\tx = dlist_container(struct kms, node, cur);\n\ty = unconstify(const char *, (char *) x);\n\tz = palloc_object(struct kms *);\n}\n',
    masked:
      'void\nf(void)\n{\n\tx = dlist_container(~~~~~~~kms, node, cur);\n\ty = unconstify(~~~~~~char~~, (char *) x);\n\tz = palloc_object(~~~~~~~kms~~);\n}\n',
  },
  {
    rule: 'members of arrays in offsetof',
    source: 'static Size size = offsetof(Kms, keys[3]) + offsetof(Kms, n);\n',
    masked: 'static Size size = offset_f(Kms, keys[3]) + offsetof(Kms, n);\n',
  },
  {
    rule: 'designators as arguments',
    source: 'void\nf(void)\n{\n\tg(KMS_ROUTINE(.open = f,\n\t\t\t\t  .close = NULL,));\n}\n',
    masked: 'void\nf(void)\n{\n\tg(KMS_ROUTINE(~open = f,\n\t\t\t\t  ~close = NULL~));\n}\n',
  },
  {
    rule: 'empty arguments',
    source: 'void\nf(void)\n{\n\tereturn(escontext,, errmsg("a,, b"));\n}\n',
    masked: 'void\nf(void)\n{\n\tereturn(escontext,~ errmsg("a,, b"));\n}\n',
  },
  {
    rule: 'statements as arguments',
    source: 'void\nf(void)\n{\n\tkms_each(keys, if (key == NULL)\n\t\t\t return);\n}\n',
    masked: 'void\nf(void)\n{\n\tkms_each(keys~~~~~~~~~~~~~~~~~~\n~~~~~~~~~~);\n}\n',
  },
  {
    rule: 'macros that make strings',
    source: 'static const char *s = "a" CppAsString2(B) "c" KMS_TEXT(D);\nstatic const char *t = KMS_TEXT(D) "e";\n',
    masked: 'static const char *s = "a" ""~~~~~~~~~~~~~ "c" ""~~~~~~~~~;\nstatic const char *t = ""~~~~~~~~~ "e";\n',
  },
  {
    rule: 'words before a specifier',
    source: 'extern int kms_open(KMS_CONST struct kms *k);\nKMS_API extern int kms_close(void);\n',
    masked: 'extern int kms_open(~~~~~~~~~ struct kms *k);\n~~~~~~~ extern int kms_close(void);\n',
  },
  {
    rule: 'storage classes of templates',
    source: 'KMS_SCOPE\tuint32 kms_hash(Kms *k);\nKMS_SCOPE const Kms *\nkms_find(void)\n{\n}\nHANDLE kms_handle;\n',
    masked: '~~~~~~~~~\tuint32 kms_hash(Kms *k);\n~~~~~~~~~ const Kms *\nkms_find(void)\n{\n}\nHANDLE kms_handle;\n',
  },
  {
    rule: 'guards of C++',
    source: '#ifdef __cplusplus\nextern "C" {\n#endif\nint a;\n#ifdef __cplusplus\n}\t\t\t/* extern "C" */\n#endif\n',
    masked: '~~~~~~~~~~~~~~~~~~\n~~~~~~~~~~~~\n~~~~~~\nint a;\n~~~~~~~~~~~~~~~~~~\n~~~~~~~~~~~~~~~~~~~~\n~~~~~~\n',
  },
  {
    rule: 'comments in a define',
    source: '#define KMS_SIZE (1 /* one */ + \\\n\t2 /* two\n\t\tlines */ + 3)\n',
    masked: '#define KMS_SIZE (1 ~~~~~~~~~ + \\\n\t2 ~~~~~\\\n~~~~~~~~~~ + 3)\n',
  },
  {
    rule: 'directives in a list',
    source:
      'enum KmsIds\n{\n\tKMS_FIRST,\n#define PG_KMS(id) KMS_##id,\n#include "kms/kmslist.h"\n#undef PG_KMS\n#define KMS_LAST KMS_FIRST\n};\n',
    masked:
      'enum KmsIds\n{\n\tKMS_FIRST,\n~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n~~~~~~~~~~~~~~~~~~~~~~~~\n~~~~~~~~~~~~~\n~~~~~~~~~~~~~~~~~~~~~~~~~~\n};\n',
  },
];

const withTree = await loadParser(readGrammar());

describe('the mask', () => {
  it.each(CASES)('understands $rule', ({ source, masked }) => {
    const blanks = [...masked].map((char) => (char === '~' ? ' ' : char)).join('');
    expect(mask(source)).toBe(blanks);
    expect(withTree(source, countErrors)).toBeGreaterThan(0);
    expect(cSyntax.damage(source)).toBe(0);
  });

  it('leaves comments, literals and what it has no rule for as they are', () => {
    const source = [
      '/* extern PGDLLIMPORT int a; foreach(a, b) { } */',
      '// PGDLLIMPORT',
      'static const char *s = "PGDLLIMPORT ,, foreach(";',
      '#define pg_noreturn __attribute__((noreturn))',
      '#if defined(PGDLLIMPORT)',
      '#endif',
      'int',
      'main(int argc, char **argv)',
      '{',
      '\tif (argc > 1)',
      '\t\treturn ereport(ERROR, (errmsg("%s", (char *) s)));',
      '\tfor (struct kms *k = first(sizeof(Kms *)); k; k = (struct kms *) k->next)',
      '\t\tKMS_USE(k);',
      '\tPG_TRY();',
      '\t{',
      '\t}',
      '\tPG_END_TRY();',
      '\treturn foreach_current_index(lc);',
      '}',
      '',
    ].join('\n');
    expect(mask(source)).toBe(source);
  });
});
