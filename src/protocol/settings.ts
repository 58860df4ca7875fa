/** Settings of the section `pgsmith` as package.json declares them; a test compares keys and defaults. */
export interface Settings {
  /** Code lenses by kind. */
  readonly codeLens: Readonly<Record<string, boolean>>;
  readonly diagnostics: boolean;
  /** Whether OIDs that other local branches use are avoided; runs git, so only in a trusted workspace. */
  readonly avoidOidsOfBranches: boolean;
  /** OIDs kept for later: single ones, and ranges such as `8100-8109`. */
  readonly reservedOids: readonly string[];
  /** Command that runs psql on a server built from the tree; empty where none is to be asked. Only run in a trusted workspace. */
  readonly psql: string;
}

/** The value of every setting that is not set. */
export const defaultSettings: Settings = {
  codeLens: { guc: true, function: true, shmem: true, test: true },
  diagnostics: true,
  avoidOidsOfBranches: false,
  reservedOids: [],
  psql: '',
};

/** Decodes what an editor sends for the section; a value of the wrong kind is replaced by its default. */
export function decodeSettings(input: unknown): Settings {
  const given = isObject(input) ? input : {};
  const lenses = isObject(given['codeLens']) ? given['codeLens'] : {};
  const flag = (value: unknown, otherwise: boolean) => (typeof value === 'boolean' ? value : otherwise);
  const reserved = given['reservedOids'];
  return {
    codeLens: Object.fromEntries(Object.entries(defaultSettings.codeLens).map(([kind, on]) => [kind, flag(lenses[kind], on)])),
    diagnostics: flag(given['diagnostics'], defaultSettings.diagnostics),
    avoidOidsOfBranches: flag(given['avoidOidsOfBranches'], defaultSettings.avoidOidsOfBranches),
    reservedOids: Array.isArray(reserved) ? reserved.filter((one) => typeof one === 'string') : defaultSettings.reservedOids,
    psql: typeof given['psql'] === 'string' ? given['psql'] : defaultSettings.psql,
  };
}

function isObject(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
