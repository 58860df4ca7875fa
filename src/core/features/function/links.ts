import { constantsOfRecord } from '../../catalog/constants.ts';
import { functionPlace } from '../../index/c-functions.ts';
import { lineAt, mentionsInCode, mentionsInTests } from '../../index/mentions.ts';
import { callOf } from '../../index/script-names.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { Entry, Link } from '../feature.ts';
import { signatureText } from './describe.ts';
import { documentedFunctions } from './documented.ts';
import type { FunctionSite } from './locate.ts';
import { usersOf, userTable } from './users.ts';

/** What belongs to a SQL function: row, C function, documentation, catalog rows and C code that use it, tests that call it. */
export function links(context: TreeContext, site: FunctionSite, entry: Entry): readonly Link[] {
  const row = site.rows.find((one) => one.oid === entry.fields['oid'] && one.name === entry.name);
  if (!row) return [];
  const code = functionPlace(context, row.source);
  const documented = documentedFunctions(context).get(row.name);
  const macros = constantsOfRecord(context, paths.pgProc, row.record);
  const callers = [
    ...mentionsInCode(context, row.source).filter((one) => one.offset !== code?.offset || one.path !== code.path),
    ...macros.flatMap((macro) => mentionsInCode(context, macro)),
  ];
  return [
    { role: 'row', place: { path: paths.pgProc, offset: row.record.start }, text: signatureText(site, row) },
    ...(code ? [{ role: 'C function', place: code, text: row.source }] : []),
    ...(documented ? [{ role: 'documentation', place: documented }] : []),
    ...usersOf(userTable(context), row).flatMap(({ catalog, places }) => places.map((place) => ({ role: catalog, place }))),
    ...callers.map((mention) => ({ role: 'use', place: { path: mention.path, offset: mention.offset }, text: lineAt(mention) })),
    ...mentionsInTests(context, row.name, callOf(row.name)).map((mention) => ({
      role: 'test',
      place: { path: mention.path, offset: mention.offset },
      text: lineAt(mention),
    })),
  ];
}
