import type { Place } from '../base/result.ts';
import type { Target } from '../features/feature.ts';
import { functionPlace } from '../index/c-functions.ts';
import { parameterVariable } from '../index/c-variables.ts';
import type { TreeContext } from '../tree/context.ts';
import { entriesOf } from './registered.ts';

/** A target that needs no tree to be followed. */
export type PlacedTarget = Exclude<Target, { readonly kind: 'definitions' }>;

/** A target with the places that it means in this snapshot. */
export function placed(context: TreeContext, target: Target): PlacedTarget {
  if (target.kind !== 'definitions') return target;
  return { kind: 'places', places: target.names.flatMap((name) => definitionsOf(context, target.of, name)) };
}

function definitionsOf(context: TreeContext, of: 'function' | 'variable' | 'parameter', name: string): readonly Place[] {
  if (of === 'parameter') return (entriesOf(context, 'guc').get(name.toLowerCase()) ?? []).map((entry) => entry.place);
  const place = of === 'function' ? functionPlace(context, name) : parameterVariable(context, name);
  return place ? [place] : [];
}
