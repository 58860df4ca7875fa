import { describe, expect, it } from 'vitest';
import type { CItem } from '../../../../src/core/syntax/c/syntax.ts';
import { cSyntax } from '../../../support/context.ts';

const HEADER = `/* kms.h */
#ifndef KMS_H
#define KMS_H

#include <unistd.h>
#include "storage/lwlock.h"

#define KMS_SLOTS	(16 + /* more */ \\
					 1)
#define KmsSlot(k, n)	((k)->slots[n])

typedef enum
{
	KMS_OFF,
	KMS_ON = 4,
#ifdef KMS_DEBUG
	KMS_TRACE,
#endif
#define PG_KMS(id) KMS_##id,
#include "kms/kmslist.h"
#undef PG_KMS
	KMS_LAST
}			KmsMode;

enum kms_group
{
	KMS_GROUP_A
};

typedef struct KmsData KmsData;

struct KmsData
{
	int			n;
};

typedef struct
{
	int			n;
}			KmsSlots;

typedef void (*kms_hook_type) (KmsData *data);

extern PGDLLIMPORT int kms_limit,
		   *kms_limits[KMS_SLOTS];
extern PGDLLIMPORT kms_hook_type kms_hook;

pg_noreturn extern void kms_fail(const char *fmt,...)
			pg_attribute_printf(1, 2);
extern KmsData *kms_find(const char *name,
						 int length);
#ifdef KMS_DEBUG
extern void kms_trace(void);
#endif

#endif							/* KMS_H */
`;

const SOURCE = `#include "postgres.h"
#include "kms.h"

#ifdef WIN32
static int	kms_handle = 1;

static bool
kms_open(void)
{
	return true;
}
#endif

int			kms_limit = 10;
kms_hook_type kms_hook = NULL;
static void (*kms_free) (void *) = NULL;
static const struct config_enum_entry kms_options[] = {
	{"off", KMS_OFF, false},
#ifdef KMS_DEBUG
	{"trace", KMS_TRACE, false},
#endif
	{NULL, 0, false}
};
PG_KMS_STATE(first)

static void kms_reset(void);

/* Finds one. */
KmsData *
kms_find(const char *name,
		 int length)
{
	ListCell   *lc;

	foreach(lc, keys)
	{
#ifdef KMS_FAST
		if (fast(lc))
#else
		if (slow(lc))
#endif
			return lfirst(lc);
	}
	return NULL;
}

pg_noinline
static void
kms_reset(void)
{
}
`;

const header = cSyntax.outline(HEADER);
const source = cSyntax.outline(SOURCE);
const names = (items: readonly { readonly name: string }[]) => items.map((item) => item.name);
const spelled = (text: string, item: CItem) => text.slice(item.start, item.end);

describe('the outline of a header', () => {
  it('has prototypes with all that belongs to them, over several lines too', () => {
    expect(names(header.prototypes)).toEqual(['kms_fail', 'kms_find', 'kms_trace']);
    const [fail, find, trace] = header.prototypes;
    expect(fail && spelled(HEADER, fail)).toBe('pg_noreturn extern void kms_fail(const char *fmt,...)\n\t\t\tpg_attribute_printf(1, 2);');
    expect(fail?.prefix).toBe('pg_noreturn extern void');
    expect(find?.prefix).toBe('extern KmsData *');
    expect([find?.conditional, trace?.conditional]).toEqual([false, true]);
  });

  it('has one variable per declarator', () => {
    expect(header.variables.map((one) => [one.name, one.specifiers, one.isExtern, one.isArray])).toEqual([
      ['kms_limit', 'extern PGDLLIMPORT int', true, false],
      ['kms_limits', 'extern PGDLLIMPORT int', true, true],
      ['kms_hook', 'extern PGDLLIMPORT kms_hook_type', true, false],
    ]);
  });

  it('has types by the name that is used, with the enumerators of every branch', () => {
    expect(header.types.map((one) => [one.name, one.kind])).toEqual([
      ['KmsMode', 'enum'],
      ['kms_group', 'enum'],
      ['KmsData', 'other'],
      ['KmsData', 'struct'],
      ['KmsSlots', 'struct'],
      ['kms_hook_type', 'other'],
    ]);
    expect(names(header.types[0]?.enumerators ?? [])).toEqual(['KMS_OFF', 'KMS_ON', 'KMS_TRACE', 'KMS_LAST']);
    expect(names(header.types[1]?.enumerators ?? [])).toEqual(['KMS_GROUP_A']);
  });

  it('has includes and defines, of which those in its own guard are not conditional', () => {
    expect(header.includes.map((one) => [one.header, one.system, one.conditional])).toEqual([
      ['unistd.h', true, false],
      ['storage/lwlock.h', false, false],
      ['kms/kmslist.h', false, false],
    ]);
    expect(header.defines.map((one) => [one.name, one.body, one.isFunctionLike])).toEqual([
      ['KMS_H', '', false],
      ['KMS_SLOTS', '(16 + 1)', false],
      ['KmsSlot', '((k)->slots[n])', true],
      ['PG_KMS', 'KMS_##id,', true],
    ]);
  });
});

describe('the outline of a source file', () => {
  it('has functions, those of dropped branches and those that only the second pass understands', () => {
    expect(source.functions.map((one) => [one.name, one.prefix, one.isStatic, one.conditional])).toEqual([
      ['kms_open', 'static bool', true, true],
      ['kms_find', 'KmsData *', false, false],
      ['kms_reset', 'pg_noinline static void', true, false],
    ]);
    const [, find] = source.functions;
    expect(SOURCE.slice(find?.body.start, find?.body.end)).toMatch(/^\{\n\tListCell[\s\S]*return NULL;\n\}$/);
    expect(SOURCE.slice(find?.parameters.start, find?.parameters.end)).toBe('(const char *name,\n\t\t int length)');
    expect(find && spelled(SOURCE, find).startsWith('KmsData *\nkms_find')).toBe(true);
  });

  it('has variables with their initializers, and no local ones', () => {
    expect(source.variables.map((one) => [one.name, one.specifiers, one.isStatic])).toEqual([
      ['kms_handle', 'static int', true],
      ['kms_limit', 'int', false],
      ['kms_hook', 'kms_hook_type', false],
      ['kms_free', 'static void', true],
      ['kms_options', 'static const struct config_enum_entry', true],
    ]);
    const [, limit] = source.variables;
    expect(SOURCE.slice(limit?.initializer?.start, limit?.initializer?.end)).toBe('10');
  });

  it('has forward declarations as prototypes', () => {
    expect(source.prototypes.map((one) => [one.name, one.prefix])).toEqual([['kms_reset', 'static void']]);
  });

  it('is the same with CRLF', () => {
    const outline = cSyntax.outline(SOURCE.replaceAll('\n', '\r\n'));
    const shape = ({ functions, variables, prototypes, types }: typeof source) => [functions, variables, prototypes, types].map(names);
    expect(shape(outline)).toEqual(shape(source));
  });

  it('has nothing of the inside of a body that no pass understands', () => {
    const broken = 'int\nkms_broken(void)\n{\n\tint\t\t\tn = 1;\n\n\tif (n ==) )\n\t\tint m = 2;\n}\n\nint\t\t\tkms_after = 1;\n';
    expect(names(cSyntax.outline(broken).variables)).toEqual(['kms_after']);
    expect(cSyntax.damage(broken)).toBeGreaterThan(0);
  });
});

describe('damage', () => {
  it('is what the better pass leaves', () => {
    expect(cSyntax.damage(HEADER)).toBe(0);
    expect(cSyntax.damage(SOURCE)).toBe(0);
    expect(cSyntax.damage(SOURCE.replace('return NULL;', 'return NULL'))).toBeGreaterThan(0);
    expect(cSyntax.damage(SOURCE.replace('{"off", KMS_OFF, false},', '{"off", KMS_OFF, false}},'))).toBeGreaterThan(0);
  });
});
