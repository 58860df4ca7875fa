/** A unit of values in postgresql.conf. */
export interface Scale {
  readonly name: string;
  /** In bytes or in milliseconds. */
  readonly size: number;
}

/** Units of sizes as guc.c prints them, largest first. */
export const MEMORY: readonly Scale[] = [
  { name: 'TB', size: 2 ** 40 },
  { name: 'GB', size: 2 ** 30 },
  { name: 'MB', size: 2 ** 20 },
  { name: 'kB', size: 2 ** 10 },
  { name: 'B', size: 1 },
];
/** Units of times. */
export const TIME: readonly Scale[] = [
  { name: 'd', size: 86400000 },
  { name: 'h', size: 3600000 },
  { name: 'min', size: 60000 },
  { name: 's', size: 1000 },
  { name: 'ms', size: 1 },
  { name: 'us', size: 0.001 },
];

/** What the value of 1 is, by unit flag; blocks are as large as the tree configures them. */
export const BASES: Readonly<Record<string, { readonly scales: readonly Scale[]; readonly size: string }>> = {
  GUC_UNIT_BYTE: { scales: MEMORY, size: '1' },
  GUC_UNIT_KB: { scales: MEMORY, size: '1024' },
  GUC_UNIT_MB: { scales: MEMORY, size: '1024 * 1024' },
  GUC_UNIT_BLOCKS: { scales: MEMORY, size: 'BLCKSZ' },
  GUC_UNIT_XBLOCKS: { scales: MEMORY, size: 'XLOG_BLCKSZ' },
  GUC_UNIT_MS: { scales: TIME, size: '1' },
  GUC_UNIT_S: { scales: TIME, size: '1000' },
  GUC_UNIT_MIN: { scales: TIME, size: '60000' },
};
