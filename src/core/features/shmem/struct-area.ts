import type { Place } from '../../base/result.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { declaration } from '../../place/declaration.ts';
import { type CName, findName } from '../../place/declared-names.ts';
import { structBody } from '../../syntax/c/struct-body.ts';
import type { TreeContext } from '../../tree/context.ts';
import { areaFields } from './areas.ts';
import { findPrivateType } from './c-names.ts';
import type { AreaDesign, NewType } from './design.ts';
import { commented, shortComment } from './layout.ts';
import type { ShmemSite } from './locate.ts';
import type { ModulePlace } from './module.ts';
import { phrase } from './names.ts';
import { ownFiles, type ResolvedType } from './types.ts';

/** What a struct area needs besides its design. */
export interface StructArea {
  readonly design: AreaDesign;
  readonly types: readonly NewType[];
}

/** What is known of a struct area before its struct. */
export interface StructRequest {
  readonly name: string;
  readonly structName: string;
  /** What it is for, in words. */
  readonly subject: string;
  readonly variable: string;
  /** Identifier of the tranche of an embedded lock. */
  readonly tranche: string | undefined;
  /** The predefined lock that protects it, for the comment. */
  readonly namedLock: string | undefined;
  readonly array: { readonly entry: ResolvedType; readonly max: string } | undefined;
  /** Whether the struct holds no more than the lock of a hash, which only the C file needs. */
  readonly isPrivate: boolean;
}

/**
 * The struct of an area: one that the module's own file or header declares and no area uses yet is taken, any other name must be
 * free.
 */
export function structArea(context: TreeContext, site: ShmemSite, place: ModulePlace, wanted: StructRequest): Result<StructArea> {
  const found = findName(context, wanted.structName, ownFiles(place), ['type', 'macro', 'variable', 'function']);
  if (found) return existingStruct(context, site, place, wanted, found);
  const hidden = findPrivateType(context, wanted.structName);
  return hidden ? taken(`${wanted.structName} is declared already, in ${hidden.path}`, hidden) : ok(newStruct(wanted));
}

function taken(message: string, where: Place) {
  return fail({ code: 'shmem/struct-taken', message, where, hint: 'Choose another name with structName.' });
}

function existingStruct(
  context: TreeContext,
  site: ShmemSite,
  place: ModulePlace,
  wanted: StructRequest,
  found: CName,
): Result<StructArea> {
  const user = site.areas.find(({ area }) => area.kind === 'struct' && areaFields(area)['structName'] === wanted.structName);
  const text = context.tree.read(found.place.path)?.text ?? '';
  const body = ownFiles(place).includes(found.place.path) && found.sort === 'type' ? structBody(text, wanted.structName) : undefined;
  if (user || body === undefined) {
    return user
      ? taken(`Struct ${wanted.structName} is the type of area "${user.area.name}" already`, user.area.place)
      : taken(`${wanted.structName} is declared already, in ${found.place.path}`, found.place);
  }
  const lack = (what: string, hint: string) =>
    fail({ code: 'shmem/no-member', message: `Struct ${wanted.structName} exists and has no ${what}`, where: found.place, hint });
  const lock = /\bLWLock\s+(\w+)\s*;/.exec(body)?.[1];
  if (wanted.tranche !== undefined && lock === undefined)
    return lack('member of type LWLock', 'Add LWLock lock; to the struct, or choose another kind of lock.');
  const array = /(\w[\w \t]*?)[ \t*]+(\w+)\s*\[\s*FLEXIBLE_ARRAY_MEMBER\s*\]\s*;/.exec(body);
  if (wanted.array && !array) return lack('array with FLEXIBLE_ARRAY_MEMBER', 'Add one at its end, or leave out maxEntries.');
  return ok({
    types: [],
    design: {
      kind: 'struct',
      name: wanted.name,
      variable: wanted.variable,
      type: wanted.structName,
      ...(wanted.array && array ? { array: { member: array[2] ?? '', entryType: array[1]?.trim() ?? '' }, max: wanted.array.max } : {}),
      ...(wanted.tranche !== undefined && lock !== undefined ? { tranche: { id: wanted.tranche, member: lock } } : {}),
    },
  });
}

function newStruct(wanted: StructRequest): StructArea {
  const { array, tranche, namedLock } = wanted;
  const isBare = !array && tranche === undefined;
  const members = [
    ...(tranche === undefined
      ? []
      : [
          commented(
            declaration('LWLock', 'lock', undefined, 1),
            wanted.isPrivate ? 'protects the hash table' : 'protects all of the struct',
          ),
        ]),
    ...(array
      ? [
          commented(declaration('int', 'nentries', undefined, 1), 'number of entries in use'),
          declaration(array.entry.name, 'entries[FLEXIBLE_ARRAY_MEMBER]', undefined, 1),
        ]
      : []),
    ...(isBare ? [commented(declaration('int', 'value', undefined, 1), 'stands for what the module shares')] : []),
  ];
  const protection = namedLock === undefined ? '' : `, protected by ${namedLock}Lock`;
  const text = `${shortComment(`${wanted.isPrivate ? `Lock of ${wanted.subject}` : `Shared memory of ${phrase(wanted.name)}`}${protection}`)}\ntypedef struct ${wanted.structName}\n{\n${members.join('\n')}\n} ${wanted.structName};`;
  const entry = array?.entry.isNew ? [plainStruct(array.entry.name, `An entry of ${wanted.structName}`, [valueMember()], true)] : [];
  return {
    types: [...entry, { name: wanted.structName, text, shared: !wanted.isPrivate }],
    design: {
      kind: 'struct',
      name: wanted.name,
      variable: wanted.variable,
      type: wanted.structName,
      ...(array ? { array: { member: 'entries', entryType: array.entry.name }, max: array.max } : {}),
      ...(tranche === undefined ? {} : { tranche: { id: tranche, member: 'lock' } }),
      assignments: [...(array ? ['nentries = 0'] : []), ...(isBare ? ['value = 0'] : [])],
    },
  };
}

/** A member that a new struct needs until it gets its own. */
export function valueMember(): string {
  return commented(declaration('int', 'value', undefined, 1), 'stands for what the module keeps');
}

/** A struct with a one-line comment. */
export function plainStruct(name: string, comment: string, members: readonly string[], shared: boolean): NewType {
  return { name, shared, text: `${shortComment(comment)}\ntypedef struct ${name}\n{\n${members.join('\n')}\n} ${name};` };
}
