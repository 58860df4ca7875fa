import { readSections } from '../../syntax/sections.ts';
import { entryAt, type FileExtractor } from '../extractor.ts';

/** Wait events of `wait_event_names.txt`, named as `generate-wait_event_types.pl` names them for people. */
export const listedWaitEvents: FileExtractor = {
  kinds: ['wait-event'],
  files: /\/wait_event_names\.txt$/,
  needle: /^Section:/m,
  extract: (path, text) =>
    readSections(text).sections.flatMap((section) =>
      section.entries.map((entry) => {
        const [own = '', description = ''] = entry.columns;
        const type = section.name.replace(/^WaitEvent/, '');
        // Locks have code of their own for their names, so that script leaves them as they are.
        const isLock = type === 'LWLock' || type === 'Lock';
        const name = isLock
          ? own
          : own
              .split('_')
              .map((part) => part.slice(0, 1) + part.slice(1).toLowerCase())
              .join('');
        const fields = { type, symbol: isLock ? undefined : `WAIT_EVENT_${own}`, description: description.replaceAll('"', '') };
        return entryAt('wait-event', name, path, entry.start, entry.start + own.length, fields);
      }),
    ),
};

/**
 * Wait events of trees that name them in C: `case WAIT_EVENT_X: event_name = "X";` in functions per class, and classes that are an event by
 * themselves.
 */
export const codedWaitEvents: FileExtractor = {
  kinds: ['wait-event'],
  files: /^src\/backend\/.*\.c$/,
  needle: /event_name\s*=\s*"/,
  extract(path, text) {
    const types = [...text.matchAll(/^pgstat_get_wait_(\w+)\(/gm)];
    const typeAt = (at: number) => types.findLast((one) => one.index < at)?.[1] ?? '';
    return [...text.matchAll(/\bcase ((PG_WAIT|WAIT_EVENT)_\w+):\s*event_name\s*=\s*"(\w+)"/g)].map((match) => {
      const [whole, symbol, prefix, name = ''] = match;
      const type = prefix === 'PG_WAIT' ? name : classNamed(typeAt(match.index));
      return entryAt('wait-event', name, path, match.index, match.index + whole.length, { type, symbol });
    });
  },
};

/** A class as the server spells it, from the name of its function. */
function classNamed(word: string): string {
  return /^(?:io|ipc)$/.test(word) ? word.toUpperCase() : word.slice(0, 1).toUpperCase() + word.slice(1);
}
