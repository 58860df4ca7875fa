import { collectOids, freeRanges, type OidRange, suggestOid } from '../../core/api.ts';
import { type Call, single } from '../call.ts';
import { openFolder } from '../open.ts';
import { type Outcome, refused, usage } from '../outcome.ts';

/** `pgsmith oid`: a suggestion by the project's policy, and all free ranges as the tree's `unused_oids` prints them. */
export async function oid(call: Call): Promise<Outcome> {
  const count = Number(single(call, 'count') ?? '1');
  if (!Number.isSafeInteger(count) || count < 1)
    return usage('bad-count', `--count must be a whole number from 1 on, not ${single(call, 'count')}`);
  const opened = await openFolder(call);
  if (!opened.ok) return opened;
  const space = collectOids(opened.tree);
  if (!space.ok) return refused(space.problem, opened.tree);
  const reserved = call.flags.has('branches') ? await branchOids(opened.root) : new Set<number>();
  if ('ok' in reserved) return reserved;
  const suggestion = suggestOid(space.value, count, Math.random(), reserved);
  if (!suggestion.ok) return refused(suggestion.problem, opened.tree);
  const first = suggestion.value;
  const last = first + count - 1;
  const free = freeRanges(space.value, reserved);
  const used = new Set(space.value.uses.map((use) => use.oid));
  const elsewhere = rangesOf([...reserved].filter((one) => one < space.value.limit && !used.has(one)));
  return {
    ok: true,
    json: () => ({ suggestion: { first, last, count }, free, patches: space.value.patches, reserved: elsewhere }),
    text: () => `${free.map(rangeLine).join('')}${branchesLine(call, elsewhere)}${suggestionLine(free, first, last)}`,
  };
}

async function branchOids(root: string): Promise<ReadonlySet<number> | (Outcome & { ok: false })> {
  const { oidsOnOtherBranches } = await import('../../host/branches.ts');
  const found = oidsOnOtherBranches(root);
  return found.ok ? found.value : refused(found.problem);
}

function rangeLine({ first, last }: OidRange): string {
  return first === last ? `${first}\n` : `${first} - ${last}\n`;
}

/** Numbers as ascending ranges. */
function rangesOf(numbers: readonly number[]): readonly OidRange[] {
  const ranges: { first: number; last: number }[] = [];
  for (const one of [...numbers].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && one === range.last + 1) range.last = one;
    else ranges.push({ first: one, last: one });
  }
  return ranges;
}

function branchesLine(call: Call, elsewhere: readonly OidRange[]): string {
  const list = elsewhere.map((range) => rangeLine(range).trimEnd()).join(', ');
  return call.flags.has('branches') ? `Used on other branches only: ${list || 'none'}\n` : '';
}

function suggestionLine(free: readonly OidRange[], first: number, last: number): string {
  const range = free.find((one) => one.first <= first && first <= one.last);
  const room = (range?.last ?? last) - first + 1;
  const what = first === last ? `Suggested unused OID: ${first}` : `Suggested unused OIDs: ${first} - ${last}`;
  return `${what} (${room} consecutive available starting here)\n`;
}
