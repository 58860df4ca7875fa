import type { Feature } from './feature.ts';
import { functionFeature } from './function/feature.ts';
import { guc } from './guc/feature.ts';
import { shmem } from './shmem/feature.ts';

/** All kinds of registration, in display order. */
export const features: readonly Feature[] = [guc, functionFeature, shmem];
