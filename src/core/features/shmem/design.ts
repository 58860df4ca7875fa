/** A type that the registration writes. */
export interface NewType {
  readonly name: string;
  readonly text: string;
  /** Whether other files need it: types of the struct go into the header where there is one. */
  readonly shared: boolean;
}

/** An area as it will be written: all names decided and proved free, all types known. */
export interface AreaDesign {
  readonly kind: 'struct' | 'hash';
  readonly name: string;
  readonly variable: string;
  /** The struct of the area, or the entry type of the hash. */
  readonly type: string;
  /** The array at the end of the struct. */
  readonly array?: { readonly member: string; readonly entryType: string } | undefined;
  /** Type of the hash key; `char[N]` for strings. */
  readonly keyType?: string | undefined;
  readonly isStringKey?: boolean | undefined;
  /** Greatest number of entries, as a C expression. */
  readonly max?: string | undefined;
  readonly tranche?: { readonly id: string; readonly member: string } | undefined;
  /** Assignments that initialize a struct; undefined for a struct of the user, which is zeroed. */
  readonly assignments?: readonly string[] | undefined;
}

/** What a module's functions look like in this tree. */
export interface ShmemDialect {
  /** Whether areas are requested and initialized by callbacks. */
  readonly callbacks: boolean;
  /** Whether `ShmemInitHash` takes an initial size before the greatest. */
  readonly initialHashSize: boolean;
  /** Flag for string keys; trees without the flag take keys for strings where no other flag is given. */
  readonly stringFlag: string | undefined;
}

/** The terms whose sum is the size of the areas. */
export function sizeTerms(areas: readonly AreaDesign[]): readonly string[] {
  return areas.flatMap((area) => {
    if (area.kind === 'hash') return [`hash_estimate_size(${area.max}, sizeof(${area.type}))`];
    if (!area.array) return [`sizeof(${area.type})`];
    return [`offsetof(${area.type}, ${area.array.member})`, `mul_size(${area.max}, sizeof(${area.array.entryType}))`];
  });
}

/** Flags of a hash by the type of its key. */
export function hashFlags(area: AreaDesign, dialect: ShmemDialect): string {
  if (!area.isStringKey) return 'HASH_ELEM | HASH_BLOBS';
  return dialect.stringFlag === undefined ? 'HASH_ELEM' : `HASH_ELEM | ${dialect.stringFlag}`;
}
