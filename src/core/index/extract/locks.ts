import { readTranches } from '../../place/tranche.ts';
import { readMacroList } from '../../syntax/macro-list.ts';
import { readNumberedNames } from '../../syntax/sections.ts';
import { entryAt, type FileExtractor, type TreeExtractor } from '../extractor.ts';
import { callsOf, literalOf, withoutComments } from './c-text.ts';

/** Predefined LWLocks of `lwlocknames.txt`, as `generate-lwlocknames.pl` reads it; the lock's C name is the entry's name. */
export const numberedLocks: FileExtractor = {
  kinds: ['lwlock'],
  files: /^src\/backend\/storage\/lmgr\/lwlocknames\.txt$/,
  needle: /^\w+Lock\s+\d/m,
  extract: (path, text) =>
    readNumberedNames(text).entries.map((entry) =>
      entryAt('lwlock', entry.name, path, entry.start, entry.end, { number: entry.number, event: entry.name.replace(/Lock$/, '') }),
    ),
};

/** Predefined LWLocks of `lwlocklist.h`. */
export const listedLocks: FileExtractor = {
  kinds: ['lwlock'],
  files: /^src\/include\/storage\/lwlocklist\.h$/,
  needle: /^PG_LWLOCK\(/m,
  extract: (path, text) =>
    readMacroList(text).entries.flatMap((entry) => {
      const [number = '', name = ''] = entry.arguments;
      if (entry.macro !== 'PG_LWLOCK') return [];
      return [entryAt('lwlock', `${name}Lock`, path, entry.start, entry.end, { number: Number(number), event: name })];
    }),
};

/** Built-in tranches: lines of `lwlocklist.h`, or an array of lwlock.c beside the enum of lwlock.h. */
export const builtInTranches: TreeExtractor = {
  kind: 'tranche',
  parses: true,
  extract(context) {
    const { ids, names, designated } = readTranches(context) ?? { ids: [], names: [], designated: new Map<string, string>() };
    return names.map(({ text, path, offset }, index) =>
      entryAt('tranche', text, path, offset, offset + text.length, { id: designated.get(text) ?? ids[index]?.text }),
    );
  },
};

/** Tranches that code of the server and of modules names while it runs. */
export const namedTranches: FileExtractor = {
  kinds: ['tranche'],
  files: /\.c$/,
  needle: /LWLockRegisterTranche|LWLockNewTrancheId|RequestNamedLWLockTranche/,
  extract(path, text) {
    const code = withoutComments(text);
    return callsOf(code, 'LWLockRegisterTranche|LWLockNewTrancheId|RequestNamedLWLockTranche').flatMap((call) => {
      const name = literalOf(code, call.arguments[call.name === 'LWLockRegisterTranche' ? 1 : 0] ?? '');
      const locks = call.name === 'RequestNamedLWLockTranche' ? call.arguments[1] : undefined;
      return name === undefined ? [] : [entryAt('tranche', name, path, call.start, call.end, { by: call.name, locks })];
    });
  },
};
