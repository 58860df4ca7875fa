import type { Call } from '../call.ts';
import { openWithoutParser } from '../open.ts';
import type { Outcome } from '../outcome.ts';

/** `pgsmith oid`. */
export async function oid(call: Call): Promise<Outcome> {
  const opened = openWithoutParser(call);
  if (!opened.ok) return opened;
  return { ok: true, json: () => ({}), text: () => '' };
}
