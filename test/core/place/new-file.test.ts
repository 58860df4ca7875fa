import { describe, expect, test } from 'vitest';
import { memoryContext } from '../../support/context.ts';
import { placed } from '../../support/placing.ts';

const COPYRIGHT = 'Portions Copyright (c) 1996-2024, PostgreSQL Global Development Group\n';
const neighbour = (copyright: string, first: string) =>
  `/*---\n *\n * a.c\n *\t  a\n *\n${copyright}\n *\n *---\n */\n${first}\n\nint\t\t\ta;\n`;
const BOTH =
  ' * Portions Copyright (c) 1996-2023, PostgreSQL Global Development Group\n * Portions Copyright (c) 1994, Regents of the University of California';

const WANTED = {
  description: 'key cache shared by all backends',
  includes: ['utils/guc.h', 'postgres.h', 'kms/kms.h'],
  types: ['typedef struct KmsState\n{\n\tint\t\t\tnkeys;\n} KmsState;'],
  variables: [
    'static const KmsCallbacks kms_callbacks = {\n\t.init = kms_init\n};',
    'int\t\t\tkms_entries = 64;',
    'bool\t\tkms_on = true;',
  ],
  prototypes: ['static void kms_init(void);'],
  functions: ['/*\n * kms_init\n */\nstatic void\nkms_init(void)\n{\n}', 'Size\nKmsShmemSize(void)\n{\n\treturn 0;\n}'],
};

const WRITTEN = `/*-------------------------------------------------------------------------
 *
 * kms.c
 *	  key cache shared by all backends
 *
 * Portions Copyright (c) 1996-2024, PostgreSQL Global Development Group
 * Portions Copyright (c) 1994, Regents of the University of California
 *
 * IDENTIFICATION
 *	  src/backend/kms/kms.c
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "kms/kms.h"
#include "utils/guc.h"

typedef struct KmsState
{
	int			nkeys;
} KmsState;

int			kms_entries = 64;
bool		kms_on = true;

static void kms_init(void);

static const KmsCallbacks kms_callbacks = {
	.init = kms_init
};


/*
 * kms_init
 */
static void
kms_init(void)
{
}

Size
KmsShmemSize(void)
{
	return 0;
}
`;

describe('a new source file', () => {
  const files = {
    COPYRIGHT,
    'src/backend/kms/a.c': neighbour(BOTH, '#include "postgres.h"'),
  };
  const context = memoryContext(files);

  test('has the comment of its neighbours', () => {
    expect(placed(context, 'src/backend/kms/kms.c', WANTED)).toEqual({ 'src/backend/kms/kms.c': WRITTEN });
  });

  test('is written into an empty one too', () => {
    for (const text of ['', '\n \n'])
      expect(placed(memoryContext({ ...files, 'src/backend/kms/kms.c': text }), 'src/backend/kms/kms.c', WANTED)).toEqual({
        'src/backend/kms/kms.c': WRITTEN,
      });
  });

  test('is refused outside of a directory', () => {
    expect(placed(context, 'src/backend/none/kms.c', WANTED)).toBe(
      'src/backend/none/kms.c cannot be created: src/backend/none is no directory of this tree',
    );
  });

  test('takes copyright and first include from most of its neighbours', () => {
    const own = ' * Copyright (c) 2010-2023, PostgreSQL Global Development Group';
    const first = '#ifndef FRONTEND\n#include "postgres.h"\n#else\n#include "postgres_fe.h"\n#endif';
    const module = memoryContext({
      COPYRIGHT,
      'contrib/kms/Makefile': 'OBJS = a.o\n',
      'contrib/kms/a.c': neighbour(own, first),
      'contrib/kms/b.c': neighbour(own, first),
      'contrib/kms/c.c': neighbour(BOTH, '#include "c.h"'),
      'contrib/kms/d.h': neighbour(BOTH, ''),
    });
    const text = placed(module, 'contrib/kms/kms.c', {});
    expect(text).toMatchObject({
      'contrib/kms/kms.c': expect.stringContaining(` *\n * Copyright (c) 2024, PostgreSQL Global Development Group\n *\n * IDENTIFICATION`),
    });
    expect(text).toMatchObject({
      'contrib/kms/kms.c': expect.stringMatching(
        /\*\/\n#ifndef FRONTEND\n#include "postgres.h"\n#else\n#include "postgres_fe.h"\n#endif\n$/,
      ),
    });
  });
});

describe('a new header', () => {
  test('has a guard, and its declarations in order', () => {
    const context = memoryContext({ COPYRIGHT, 'src/include/kms/a.h': '' });
    const wanted = {
      description: 'a phrase that is so long that it takes more than the one line that a description has in most of the files',
      includes: ['storage/lwlock.h'],
      types: WANTED.types,
      variables: ['extern PGDLLIMPORT int kms_entries;'],
      prototypes: ['extern Size KmsShmemSize(void);', 'extern void KmsShmemInit(void);'],
    };
    expect(placed(context, 'src/include/kms/kms-state.h', wanted)).toEqual({
      'src/include/kms/kms-state.h': `/*-------------------------------------------------------------------------
 *
 * kms-state.h
 *	  a phrase that is so long that it takes more than the one line that a
 *	  description has in most of the files
 *
 * Portions Copyright (c) 1996-2024, PostgreSQL Global Development Group
 * Portions Copyright (c) 1994, Regents of the University of California
 *
 * src/include/kms/kms-state.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef KMS_STATE_H
#define KMS_STATE_H

#include "storage/lwlock.h"

typedef struct KmsState
{
	int			nkeys;
} KmsState;

extern PGDLLIMPORT int kms_entries;

extern Size KmsShmemSize(void);
extern void KmsShmemInit(void);

#endif							/* KMS_STATE_H */
`,
    });
  });

  test('carries the year of today where the tree gives none', () => {
    expect(placed(memoryContext({ 'src/include/kms/a.h': '' }), 'src/include/kms/kms.h', {})).toMatchObject({
      'src/include/kms/kms.h': expect.stringContaining('1996-2026, PostgreSQL'),
    });
  });
});
