import type { ShmemRequest } from './form.ts';

/** C names of an area, made from what the request gives and from the habits of PostgreSQL's own modules. */
export interface AreaNames {
  /** What the module's functions begin with, for example `Kms` in `KmsShmemInit`. */
  readonly prefix: string;
  readonly structName: string;
  readonly variable: string;
  /** Candidates for types that are to be written, best first; the request may name types instead. */
  readonly keyTypes: readonly string[];
  readonly entryTypes: readonly string[];
  /** Candidates for the displayed name of the lock, best first; only one where the request names it. */
  readonly lockNames: readonly string[];
}

const GENERIC = /(?:State|Data|Ctl|Control|Shared|Hash|Table)$/;

/** Makes names: "KMS State" gives KmsSharedState, KmsState and KmsShmemInit; "KMS Keys" as a hash gives KmsKeyHash and KmsKeyEntry. */
export function areaNames(request: ShmemRequest): AreaNames {
  const whole = pascalCase(request.name);
  const stem = whole.replace(GENERIC, '') || whole;
  const prefix = functionPrefix(request.initFunction) ?? functionPrefix(request.sizeFunction) ?? stem;
  const lockName = request.lockName === undefined ? undefined : lockDisplayName(request.lockName);
  if (request.kind === 'hash') {
    const singular = stem.replace(/([^s])s$/, '$1');
    const control = `${singular}Ctl`;
    return {
      prefix,
      structName: request.structName ?? `${control}Data`,
      variable: request.variable ?? `${singular}Hash`,
      keyTypes: [singular.endsWith('Key') ? `${singular}Id` : `${singular}Key`, `${singular}HashKey`],
      entryTypes: [`${singular}Entry`, `${singular}HashEntry`],
      lockNames: lockName ? [lockName] : request.lock === 'named' ? [prefix, singular, `${singular}Hash`] : [`${singular}Hash`],
    };
  }
  const isState = whole.endsWith('State');
  const isData = whole.endsWith('Data') && stem !== whole;
  return {
    prefix,
    structName: request.structName ?? (isData ? whole : isState ? `${stem}SharedState` : `${whole}Data`),
    variable: request.variable ?? (isData ? stem : whole),
    keyTypes: [],
    entryTypes: [`${stem}Entry`, `${whole}Entry`, `${whole}ArrayEntry`],
    lockNames: lockName ? [lockName] : request.lock === 'named' ? [prefix, stem, whole] : [whole],
  };
}

/** The module's name inside the name of a function such as `KmsShmemInit`, `kms_shmem_size` or `KmsShmemRequest`. */
export function functionPrefix(name: string | undefined): string | undefined {
  const match = /^(\w+?)_?(?:shmem_?(?:size|init|request)|_estimate_size)$/i.exec(name ?? '');
  return match?.[1] ?? (/^Init(\w+)$/.exec(name ?? '')?.[1] || undefined);
}

/** Words joined with capitals; words in capitals only keep just the first. */
export function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return words
    .map((word) => (word[0] ?? '').toUpperCase() + (/^[A-Z0-9]+$/.test(word) ? word.slice(1).toLowerCase() : word.slice(1)))
    .join('');
}

/** The displayed name in what a user may call a lock: `KmsLock`, `Kms` or `LWTRANCHE_KMS`. */
function lockDisplayName(name: string): string {
  const tranche = /^LWTRANCHE_(\w+)$/.exec(name)?.[1];
  return tranche === undefined ? name.replace(/(?<=\w)Lock$/, '') : pascalCase(tranche);
}

/** The identifier of a tranche by its displayed name: `KmsState` gives `LWTRANCHE_KMS_STATE`. */
export function trancheId(name: string): string {
  return `LWTRANCHE_${name.replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3_$2$4').toUpperCase()}`;
}

/** An area's name inside a sentence: "KMS State" becomes "KMS state". */
export function phrase(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => (/^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word))
    .join(' ');
}

/** An area in words, with its article: "the KMS state", "the KMS keys hash table". */
export function subjectOf(area: { readonly kind: 'struct' | 'hash'; readonly name: string }): string {
  const words = phrase(area.name);
  return area.kind === 'hash' && !/\b(?:hash|table)\b/i.test(words) ? `the ${words} hash table` : `the ${words}`;
}
