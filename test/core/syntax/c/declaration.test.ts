import { describe, expect, it } from 'vitest';
import { declarationAt } from '../../../../src/core/syntax/c/declaration.ts';

const TEXT = `/*
 * Define CACHE_TRACE to trace.
 */
/* #define CACHE_TRACE */
#define CACHE_SIZE \\
	(64 * 1024)		/* in kB */

/*----------
 * Counts entries,
 * all of them.
 *
 * Never fails.
 *----------
 */
static inline int
count_entries(Cache *cache,
			  bool (*filter) (void *entry))
{
	return 0;
}

int			first = 1;		/* the first
							 * of two */
int			second;
static const struct config_enum_entry cache_options[] = {
	{NULL, 0, false}
};

enum CacheMode
{
	CACHE_OFF,
	/* keeps everything */
	CACHE_ALL = 7
};
`;

const at = (name: string, text = TEXT) => declarationAt(text, text.search(new RegExp(`\\b${name}\\b(?! to)`)));

describe('a declaration', () => {
  it('of a macro has its body, and may stand in a comment', () => {
    expect(at('CACHE_TRACE')).toEqual({ code: '#define CACHE_TRACE', comment: 'Define CACHE_TRACE to trace.' });
    expect(at('CACHE_SIZE')).toEqual({ code: '#define CACHE_SIZE \\\n    (64 * 1024)', comment: 'in kB' });
  });

  it('of a function has its result and its arguments, and the paragraphs of its comment', () => {
    expect(at('count_entries')).toEqual({
      code: 'static inline int\ncount_entries(Cache *cache,\n    bool (*filter) (void *entry))',
      comment: 'Counts entries, all of them.\n\nNever fails.',
    });
  });

  it('of a variable has its value where that is short, and no comment of its neighbour', () => {
    expect(at('first')).toEqual({ code: 'int first = 1;', comment: 'the first of two' });
    expect(at('second')).toEqual({ code: 'int second;', comment: '' });
    expect(at('cache_options').code).toBe('static const struct config_enum_entry cache_options[]');
  });

  it('of an enumerator has its value', () => {
    expect(at('CACHE_OFF')).toEqual({ code: 'CACHE_OFF', comment: '' });
    expect(at('CACHE_ALL')).toEqual({ code: 'CACHE_ALL = 7', comment: 'keeps everything' });
  });

  it('is the same with the line ends of Windows', () => {
    const text = TEXT.replaceAll('\n', '\r\n');
    for (const name of ['CACHE_TRACE', 'CACHE_SIZE', 'count_entries', 'first', 'second', 'cache_options', 'CACHE_ALL'])
      expect(at(name, text)).toEqual(at(name));
  });
});
