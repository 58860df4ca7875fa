import { type Item, itemsOf, withSections } from './items.ts';

/** Calls that add to the size of shared memory in `ipci.c`. */
export function sizeCalls(text: string): readonly Item[] {
  return itemsOf(text, /^\t+size = add_size\(size, (\w+)\(\)\);$/gm);
}

/** Calls without arguments in the function of `ipci.c` that creates the areas. */
export function initCalls(text: string): readonly Item[] {
  return itemsOf(text, /^(?:CreateOrAttachShmemStructs|CreateSharedMemoryAndSemaphores)\([\s\S]*?^\}/gm).flatMap((body) =>
    itemsOf(body.text, /^\t+(\w+)\(\);$/gm).map((call) => ({ ...call, start: body.start + call.start, end: body.start + call.end })),
  );
}

/** Entries of `subsystemlist.h`. */
export function subsystems(text: string): readonly Item[] {
  return itemsOf(text, /^PG_SHMEM_SUBSYSTEM\((\w+)\)$/gm);
}

/** Individual locks: lines of `lwlocknames.txt` or of `lwlocklist.h`; names end in `Lock` in both. */
export function individualLocks(text: string): readonly Item[] {
  const lines = itemsOf(text, /^(\w+Lock)[ \t]+\d+[^\n]*$/gm);
  return lines.length > 0 ? lines : itemsOf(text, /^PG_LWLOCK\(\d+,\s*(\w+)\)$/gm).map((item) => ({ ...item, name: `${item.name}Lock` }));
}

/** Tranche identifiers: members of the enum of `lwlock.h`, or lines of `lwlocklist.h`. */
export function trancheIds(text: string): readonly Item[] {
  const lines = itemsOf(text, /^PG_LWLOCKTRANCHE\((\w+),\s*\w+\)$/gm);
  if (lines.length > 0) return lines.map((item) => ({ ...item, name: `LWTRANCHE_${item.name}` }));
  return itemsOf(text, /^\t(LWTRANCHE_\w+)\b[^\n]*$/gm).filter((item) => item.name !== 'LWTRANCHE_FIRST_USER_DEFINED');
}

/** Display names of tranches in `lwlock.c`, in both styles. */
export function trancheNames(text: string): readonly Item[] {
  const array = /^static const char \*const BuiltinTrancheNames\[\] = \{[\s\S]*?^\};/m.exec(text);
  return array ? itemsOf(array[0], /^\t[^\n"]*"(\w+)",?$/gm) : [];
}

/** Lines of `wait_event_names.txt`; the group is the section. */
export function waitEvents(text: string): readonly Item[] {
  const marks = itemsOf(text, /^Section: ClassName - (\w+)$/gm).map((item) => ({ at: item.start, name: item.name }));
  return withSections(itemsOf(text, /^(\w+)\t+(?:\w+\t+)?"[^\n]*"$/gm), marks);
}

/** Names of `typedefs.list`. */
export function typedefs(text: string): readonly Item[] {
  return itemsOf(text, /^(\w+)$/gm);
}
