import { fail, ok, type Result } from '../../base/result.ts';
import { readLockEvents } from '../../place/wait-event.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { ShmemRequest } from './form.ts';
import type { ShmemSite } from './locate.ts';
import { phrase, subjectOf, trancheId } from './names.ts';

/** The lock of an area, its name proved free. */
export interface LockDesign {
  readonly kind: 'embedded' | 'named';
  /** Name as displayed. */
  readonly name: string;
  /** Identifier of the tranche of an embedded lock. */
  readonly id: string;
  readonly description: string;
  /** Displayed name of the last lock of the same sort. */
  readonly after: string | undefined;
}

/** Chooses the first free one of the names for the lock; a name that the request gives must be free. Undefined where no lock is wanted. */
export function designLock(
  context: TreeContext,
  site: ShmemSite,
  request: ShmemRequest,
  candidates: readonly string[],
): Result<LockDesign | undefined> {
  if (request.lock === 'none') return ok(undefined);
  const events = readLockEvents(context);
  const taken = new Map([
    ...[...(events?.predefined ?? []), ...(events?.tranches ?? [])].map((one) => [one.name.toLowerCase(), one] as const),
  ]);
  const place = (name: string) => {
    const lock = site.locks?.locks.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (lock) return { path: site.locks?.path ?? '', offset: lock.offset };
    const tranche =
      site.tranches?.names.find((one) => one.text.toLowerCase() === name.toLowerCase()) ??
      site.tranches?.ids.find((one) => one.text === trancheId(name));
    return tranche ? { path: tranche.path, offset: tranche.offset } : undefined;
  };
  const bad = candidates.find((name) => !/^[A-Za-z]\w*$/.test(name));
  if (bad !== undefined || candidates.length === 0) {
    return fail({
      code: 'shmem/bad-lock-name',
      message: `"${bad ?? request.lockName}" is no name for a lock`,
      hint: 'Use letters, digits and underscores, beginning with a letter.',
    });
  }
  const name = candidates.find((one) => !place(one) && !taken.has(one.toLowerCase()));
  if (name === undefined) {
    const wanted = candidates[0] ?? '';
    const where = place(wanted);
    return fail({
      code: 'shmem/lock-taken',
      message: `A lock or tranche named ${wanted} exists already`,
      ...(where ? { where } : {}),
      hint: 'Choose another name with lockName.',
    });
  }
  const description = describe(request);
  if (!/^\w[^\t\n\r]*\.$/.test(description)) {
    return fail({
      code: 'shmem/bad-lock-description',
      message: `The lock description "${description}" is no sentence on one line that begins with a word and ends with a period`,
      hint: 'For example: Waiting to access the key cache.',
    });
  }
  const last = request.lock === 'named' ? site.locks?.locks.at(-1)?.name : site.tranches?.names.at(-1)?.text;
  return ok({ kind: request.lock, name, id: trancheId(name), description, after: last });
}

function describe(request: ShmemRequest): string {
  if (request.lockDescription !== undefined) return request.lockDescription;
  if (request.kind === 'struct') {
    const what = phrase(request.name);
    return `Waiting to read or update ${what}${/(?:state|status|data|information|control|list|queue|array|table)$/i.test(what) ? '' : ' state'}.`;
  }
  return `Waiting to access ${subjectOf(request)}.`;
}
