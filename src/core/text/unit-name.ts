const NAMES: Readonly<Record<string, string>> = { BYTE: 'B', KB: 'kB', XBLOCKS: 'WAL blocks' };

/** The unit of a GUC_UNIT_ flag as postgresql.conf spells it: kB, MB, ms; blocks have no spelling there. */
export function unitName(flag: string): string {
  const word = flag.replace('GUC_UNIT_', '');
  return NAMES[word] ?? (/^[MGT]B$/.test(word) ? word : word.toLowerCase());
}
