import { fail, ok, type Result } from '../../base/result.ts';
import { declaration } from '../../place/declaration.ts';
import type { TreeContext } from '../../tree/context.ts';
import { findStruct } from './c-names.ts';
import type { AreaDesign, NewType } from './design.ts';
import { commented } from './layout.ts';
import type { ModulePlace } from './module.ts';
import { phrase } from './names.ts';
import { plainStruct, valueMember } from './struct-area.ts';
import { freshType, ownFiles, type ResolvedType, resolveType } from './types.ts';

/** What is known of a hash before its types. */
export interface HashRequest {
  readonly name: string;
  readonly variable: string;
  /** Types that the request gives. */
  readonly entryType: string | undefined;
  readonly keyType: string | undefined;
  /** Names for those that it does not give; an existing entry type tells the type of its key. */
  readonly entryTypes: readonly string[];
  readonly keyTypes: readonly string[];
  readonly max: string;
}

/** A hash with the types that it needs. */
export interface HashArea {
  readonly design: AreaDesign;
  readonly types: readonly NewType[];
  readonly headers: readonly string[];
}

/** Types of a hash: those of the tree, and structs for names that it does not have. The key is the entry's first member. */
export function hashArea(context: TreeContext, place: ModulePlace, wanted: HashRequest): Result<HashArea> {
  const entry =
    wanted.entryType === undefined
      ? freshType(context, place, 'entryType', wanted.entryTypes)
      : resolveType(context, place, 'entryType', wanted.entryType);
  if (!entry.ok) return entry;
  const first = entry.value.isNew ? undefined : firstMember(context, place, entry.value.name);
  const keyType = wanted.keyType ?? first;
  const key =
    keyType === undefined ? freshType(context, place, 'keyType', wanted.keyTypes) : resolveType(context, place, 'keyType', keyType);
  if (!key.ok) return key;
  if (!entry.value.isNew && (key.value.isNew || (first !== undefined && !sameType(first, key.value.name)))) {
    return fail({
      code: 'shmem/key-not-first',
      message: `The first member of ${entry.value.name} is ${first === undefined ? 'not known' : `of type ${first}`}, so its key cannot be ${key.value.name}`,
      hint: 'Give the type of the first member of the entry as keyType, or another entryType.',
    });
  }
  const what = phrase(wanted.name).replace(/\s+(?:hash|table|hash table)$/i, '');
  const types = [
    ...(key.value.isNew ? [plainStruct(key.value.name, `Key of the ${what} hash table`, [valueMember()], false)] : []),
    ...(entry.value.isNew
      ? [
          plainStruct(
            entry.value.name,
            `Entry of the ${what} hash table`,
            [commented(memberText(key.value, 'key'), 'hash key; MUST BE FIRST')],
            false,
          ),
        ]
      : []),
  ];
  return ok({
    types,
    headers: [...entry.value.headers, ...key.value.headers],
    design: {
      kind: 'hash',
      name: wanted.name,
      variable: wanted.variable,
      type: entry.value.name,
      keyType: key.value.name,
      isStringKey: key.value.isString,
      max: wanted.max,
    },
  });
}

function memberText(type: ResolvedType, name: string): string {
  const array = /^char(\[\w+\])$/.exec(type.name)?.[1];
  return array ? declaration('char', `${name}${array}`, undefined, 1) : declaration(type.name, name, undefined, 1);
}

/** Type of the first member of an existing struct: `T` or `char[N]`; undefined where it is not plainly one. */
function firstMember(context: TreeContext, place: ModulePlace, name: string): string | undefined {
  const bare = name.replace(/^struct /, '');
  const body = findStruct(context, bare, ownFiles(place))?.body;
  const match = /^\s*([A-Za-z_]\w*(?:\s+[A-Za-z_]\w*)*?)\s+(\w+)\s*(\[[^\]]*\])?\s*;/.exec(body?.replaceAll(/\/\*[\s\S]*?\*\//g, '') ?? '');
  return match ? `${match[1]}${(match[3] ?? '').replaceAll(/\s/g, '')}` : undefined;
}

function sameType(one: string, other: string): boolean {
  const bare = (name: string) => name.replace(/^(?:struct|union|enum) /, '').replaceAll(/\s+/g, ' ');
  return bare(one) === bare(other);
}
