import type { Feature } from './feature.ts';

/** All kinds of registration, in display order. */
export const features: readonly Feature[] = [];
