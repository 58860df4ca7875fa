import { closest, type Feature, features } from '../../core/api.ts';
import { type Outcome, usage } from '../outcome.ts';

/** The feature of a kind named on the command line; `others` are words that this command takes besides. */
export function featureOf(kind: string, others: readonly string[] = []): Feature | (Outcome & { ok: false }) {
  const feature = features.find((one) => one.kind === kind);
  if (feature) return feature;
  const kinds = [...new Set([...features.map((one) => one.kind), ...others])];
  const near = closest(kind, kinds);
  return usage('unknown-kind', `Unknown kind "${kind}"`, `${near ? `Did you mean "${near}"? ` : ''}Kinds: ${kinds.join(', ')}.`);
}
