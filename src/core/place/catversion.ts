import { fail, ok, type Result } from '../base/result.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';

const CATVERSION = 'src/include/catalog/catversion.h';

/** Bumps CATALOG_VERSION_NO as the comment of catversion.h asks: today's date and 1, or the next number of today. */
export function bumpCatversion(context: TreeContext, step: string): Result<Change> {
  const text = context.tree.read(CATVERSION)?.text ?? '';
  const match = /^#define\s+CATALOG_VERSION_NO\s+(\d{8})(\d+)/m.exec(text);
  if (!match)
    return fail({
      code: 'catversion/not-found',
      message: `CATALOG_VERSION_NO is not defined as a date and a number in ${CATVERSION}`,
      hint: 'Bump it by hand.',
    });
  const { year, month, day } = context.today;
  const today = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
  const [whole, date = '', number = ''] = match;
  const next = date >= today ? `${date}${Number(number) + 1}` : `${today}1`;
  const end = match.index + whole.length;
  return ok({ kind: 'edit', step, path: CATVERSION, start: end - date.length - number.length, end, text: next });
}
