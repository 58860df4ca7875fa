import { functionPlace } from '../../index/c-functions.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { Entry, Link } from '../feature.ts';
import { areaFields } from './areas.ts';
import { typePlace } from './lenses.ts';
import { list } from './list.ts';
import type { ShmemSite } from './locate.ts';

/** What belongs to an area: the call that asks for it, its type, its size, request and init functions, the line of the central list. */
export function links(context: TreeContext, site: ShmemSite, entry: Entry): readonly Link[] {
  const found = site.areas.find(({ area }) => area.place.path === entry.place.path && area.place.offset === entry.place.offset);
  const listed = list(context, site).find((one) => one.place.path === entry.place.path && one.place.offset === entry.place.offset);
  if (!found || !listed) return [];
  const functionLink = (role: string, name: unknown): readonly Link[] => {
    const place = typeof name === 'string' ? functionPlace(context, name) : undefined;
    return place ? [{ role, place, text: String(name) }] : [];
  };
  const fields = areaFields(found.area);
  const type = fields['structName'] ?? fields['entryType'];
  const place = type === undefined ? undefined : typePlace(context, found.area, type);
  return [
    { role: 'request', place: found.area.place },
    ...(place ? [{ role: 'type', place, text: type ?? '' }] : []),
    ...(found.entry ? [{ role: 'list line', place: found.entry.place, text: found.entry.name }] : []),
    ...functionLink('request function', listed.fields['requestFunction']),
    ...functionLink('size function', listed.fields['sizeFunction']),
    ...functionLink('init function', listed.fields['initFunction']),
  ];
}
