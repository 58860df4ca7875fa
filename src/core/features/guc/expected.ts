import { sortedSlot } from '../../place/sorted.ts';
import type { Change } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';

/** Expected output of the regression test that lists the planner's switches. */
export const SYSVIEWS = 'src/test/regress/expected/sysviews.out';

/** Adds a parameter to the listing of all those named enable…; no change where the test has no such listing. */
export function addToListing(context: TreeContext, name: string, value: string, step: string): readonly Change[] {
  const text = context.tree.read(SYSVIEWS)?.text ?? '';
  const match =
    /^select name, setting from pg_settings where name like 'enable%';\r?\n([^\n]*)\n(-+)\+(-+)\r?\n((?: [^\n]*\n)+)\((\d+) rows\)/m.exec(
      text,
    );
  if (!match || !name.startsWith('enable')) return [];
  const [whole, , , , rows = '', count = ''] = match;
  const listed = [...rows.matchAll(/^ (\S+) +\| (\S+)\r?$/gm)].map((row) => ({ name: row[1] ?? '', value: row[2] ?? '' }));
  const slot = sortedSlot(
    listed.map((row) => row.name),
    name,
  );
  const all = [...listed.slice(0, slot), { name, value }, ...listed.slice(slot)];
  const width = Math.max(...all.map((row) => row.name.length));
  const header = 'name'.padStart(Math.floor((width - 4) / 2) + 4).padEnd(width);
  const table = [
    ` ${header} | setting `,
    `${'-'.repeat(width + 2)}+---------`,
    ...all.map((row) => ` ${row.name.padEnd(width)} | ${row.value}`),
    `(${Number(count) + 1} rows)`,
  ];
  const start = match.index + whole.indexOf('\n') + 1;
  return [{ kind: 'edit', step, path: SYSVIEWS, start, end: match.index + whole.length, text: table.join('\n') }];
}
