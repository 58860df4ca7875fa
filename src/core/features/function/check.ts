import { duplicateOids } from '../../catalog/oids.ts';
import { fieldValue } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { Finding } from '../feature.ts';
import type { FunctionRow, FunctionSite } from './locate.ts';

/** What genbki.pl, duplicate_oids and the regression test opr_sanity would find in the registrations of functions. */
export function check(_context: TreeContext, site: FunctionSite): readonly Finding[] {
  return [...duplicateFindings(site), ...site.rows.flatMap((row) => rowFindings(site, row))];
}

function duplicateFindings(site: FunctionSite): readonly Finding[] {
  return duplicateOids(site.oids).flatMap(([first, ...others]) =>
    others.map((use) => ({
      code: 'function/duplicate-oid',
      message: `OID ${use.oid} of ${use.name} is in use by ${first?.name} too`,
      where: use.place,
    })),
  );
}

function rowFindings(site: FunctionSite, row: FunctionRow): readonly Finding[] {
  const finding = (code: string, message: string): Finding => ({
    code: `function/${code}`,
    message,
    where: { path: paths.pgProc, offset: row.record.start },
  });
  const found: Finding[] = [];
  const list = (name: string) => arrayElements(fieldValue(row.record, name));
  const types = [
    fieldValue(row.record, 'prorettype') ?? '',
    ...row.argumentTypes.split(' ').filter(Boolean),
    ...(list('proallargtypes') ?? []),
  ];
  const unknown = types.find((type) => !site.types.types.has(type) && !/^\d+$/.test(type));
  if (unknown !== undefined) found.push(finding('unknown-type', `${row.name} uses type ${unknown}, which pg_type.dat does not have`));
  const lengths = new Set(
    [list('proallargtypes'), list('proargmodes'), list('proargnames')].filter((one) => one !== undefined).map((one) => one.length),
  );
  if (list('proallargtypes') && lengths.size > 1)
    found.push(finding('argument-lists', `${row.name} has argument types, modes and names of different numbers`));
  if (fieldValue(row.record, 'proretset') === 't' && !(Number(fieldValue(row.record, 'prorows') ?? 0) > 0))
    found.push(finding('no-rows', `${row.name} returns a set but has no estimate of rows`));
  return found;
}

/** Elements of a one-dimensional array literal such as `{i,o,o}`. */
export function arrayElements(literal: string | undefined): readonly string[] | undefined {
  if (literal === undefined) return undefined;
  const body = literal.replace(/^\{|\}$/g, '');
  return body === ''
    ? []
    : [...body.matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map((match) => match[1]?.replaceAll(/\\(.)/g, '$1') ?? match[2] ?? '');
}
