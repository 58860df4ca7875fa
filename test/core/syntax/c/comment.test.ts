import { expect, test } from 'vitest';
import { constantOf } from '../../../../src/core/syntax/c/comment.ts';

const HEADER = `/*
 * When options can be set.
 *
 * HUP options can be set at start, or by a signal. (It is not obeyed
 * at once.)
 *
 * LATE and SU_LATE options can be set (e.g., by PGOPTIONS) at a
 * connection.  SU_LATE options only by a superuser.
 */
typedef enum
{
\tWHEN_HUP,
\tWHEN_SU_LATE,
\tWHEN_LATE,
\tWHEN_NEVER
} When;

#define FLAG_LIST\t0x01\t/* a list */
#define FLAG_OF_A_LONG_NAME \\
\t\t\t\t\t0x02\t/* beside the
\t\t\t\t\t\t\t\t * value */
`;

test('a constant is explained by the comment beside it', () => {
  expect(constantOf(HEADER, 'FLAG_LIST')).toEqual({ offset: HEADER.indexOf('FLAG_LIST'), comment: 'a list', sentence: 'a list' });
  expect(constantOf(HEADER, 'FLAG_OF_A_LONG_NAME')?.comment).toBe('beside the value');
});

test('or by the one above that names it', () => {
  const header = '/* another */\n#define FLAG_A 1\n\n/*\n * FLAG_B is meant for what is\n * computed. And so on.\n */\n#define FLAG_B 2\n';
  expect(constantOf(header, 'FLAG_A')?.comment).toBe('');
  expect(constantOf(header, 'FLAG_B')).toMatchObject({
    comment: 'FLAG_B is meant for what is computed. And so on.',
    sentence: 'meant for what is computed',
  });
});

test('or by the paragraph on its options, in a sentence that need not repeat its name', () => {
  expect(constantOf(HEADER, 'WHEN_HUP')).toMatchObject({
    comment: 'HUP options can be set at start, or by a signal. (It is not obeyed at once.)',
    sentence: 'can be set at start, or by a signal',
  });
  expect(constantOf(HEADER, 'WHEN_LATE')?.sentence).toBe('can be set (e.g., by PGOPTIONS) at a connection');
  expect(constantOf(HEADER, 'WHEN_SU_LATE')?.sentence).toBe('only by a superuser');
});

test('or by nothing', () => {
  expect(constantOf(HEADER, 'WHEN_NEVER')).toMatchObject({ comment: '', sentence: '' });
  expect(constantOf(HEADER, 'WHEN_EVER')).toBeUndefined();
});
