import { basename } from '../../tree/source-tree.ts';
import type { IndexEntry } from '../entry.ts';
import { entryAt, type FileExtractor } from '../extractor.ts';
import { callsOf, literalOf, stringOf, withoutComments } from './c-text.ts';

/** Where code of modules stands, as opposed to code of the server itself. */
const MODULES = /^(?!src\/backend\/).*\.c$/;

/** Customized options: calls of `DefineCustom…Variable`. */
export const customOptions: FileExtractor = {
  kinds: ['custom-guc'],
  files: /\.c$/,
  needle: /DefineCustom/,
  extract(path, text) {
    const code = withoutComments(text);
    return callsOf(code, 'DefineCustom(?:Bool|Int|Real|String|Enum)Variable').flatMap((call) => {
      const name = literalOf(code, call.arguments[0] ?? '');
      if (name === undefined) return [];
      const type = (/DefineCustom(\w+)Variable/.exec(call.name)?.[1] ?? '').toLowerCase();
      const context = call.arguments.find((one) => /^PGC_\w+$/.test(one));
      const fields = {
        type,
        default: call.arguments[4],
        context,
        shortDesc: stringOf(call.arguments[1]),
        variable: call.arguments[3]?.replace(/^&\s*/, ''),
      };
      return [entryAt('custom-guc', name, path, call.start, call.end, fields)];
    });
  },
};

/** Shared memory that modules ask for by a name. */
export const addinAreas: FileExtractor = {
  kinds: ['addin-shmem'],
  files: MODULES,
  needle: /ShmemInit|SimpleLru|ShmemRequest|GetNamedDS/,
  extract(path, text) {
    const code = withoutComments(text);
    return callsOf(
      code,
      'ShmemInit(?:Struct|Hash)|SimpleLruInit|ShmemRequest(?:Struct|Hash)|SimpleLruRequest|GetNamedDS(?:MSegment|A|Hash)',
    ).flatMap((call) => {
      const named = call.arguments.map((one) => /^\.name\s*=\s*([\s\S]+)$/.exec(one)?.[1]).find(Boolean);
      const name = literalOf(code, named ?? call.arguments[call.name === 'SimpleLruInit' ? 1 : 0] ?? '');
      if (name === undefined) return [];
      const size =
        call.arguments.map((one) => /^\.size\s*=\s*([\s\S]+)$/.exec(one)?.[1]).find(Boolean) ??
        (call.name === 'ShmemInitStruct' ? call.arguments[1] : undefined);
      return [entryAt('addin-shmem', name, path, call.start, call.end, { by: call.name, size })];
    });
  },
};

/** Extensions: their control files, with the settings that `parse_extension_control_file` knows. */
export const extensions: FileExtractor = {
  kinds: ['extension'],
  files: /\.control$/,
  needle: /^/,
  extract(path, text) {
    const values = [...text.matchAll(/^\s*(\w+)\s*=\s*(?:'((?:[^'\\]|''|\\.)*)'|([^#\n]*))/gm)].map((match): [string, string] => [
      match[1] ?? '',
      (match[2]?.replaceAll(/'(')|\\(.)/g, '$1$2') ?? match[3] ?? '').trim(),
    ]);
    return [entryAt('extension', basename(path).replace(/\.control$/, ''), path, 0, text.length, Object.fromEntries(values))];
  },
};

/** WAL resource managers: lines of `rmgrlist.h`, and those that modules register. */
export const resourceManagers: FileExtractor = {
  kinds: ['rmgr'],
  files: /\/rmgrlist\.h$|\.c$/,
  needle: /PG_RMGR\(|RegisterCustomRmgr/,
  extract(path, text) {
    const code = withoutComments(text);
    const found: IndexEntry[] = [];
    for (const match of code.matchAll(/^PG_RMGR\((\w+),\s*"([^"]+)",\s*([^)]*)\)/gm)) {
      const [redo, desc, identify, startup, cleanup, mask, decode] = (match[3] ?? '')
        .split(',')
        .map((one) => (one.trim() === 'NULL' ? undefined : one.trim()));
      found.push(
        entryAt('rmgr', match[2] ?? '', path, match.index, match.index + match[0].length, {
          id: match[1],
          redo,
          desc,
          identify,
          startup,
          cleanup,
          mask,
          decode,
        }),
      );
    }
    for (const call of callsOf(code, 'RegisterCustomRmgr')) {
      const name = literalOf(code, /\.rm_name\s*=\s*([^,\n}]+)/.exec(code)?.[1]?.trim() ?? '');
      if (name !== undefined) found.push(entryAt('rmgr', name, path, call.start, call.end, { id: call.arguments[0] }));
    }
    return found;
  },
};

/** SQLSTATEs of `errcodes.txt`, read as `generate-errcodes.pl` reads it. */
export const sqlstates: FileExtractor = {
  kinds: ['errcode'],
  files: /\/errcodes\.txt$/,
  needle: /^Section:/m,
  extract(path, text) {
    const found: IndexEntry[] = [];
    let section = '';
    for (const match of text.matchAll(/^(?:Section:[ \t]*(.*)|([0-9A-Z]{5})[ \t]+([EWS])[ \t]+(\w+)(?:[ \t]+(\w+))?.*)$/gm)) {
      if (match[1] !== undefined) section = match[1].trim();
      else {
        const fields = {
          state: match[2],
          severity: match[3] === 'E' ? 'error' : match[3] === 'W' ? 'warning' : 'success',
          condition: match[5],
          section,
        };
        found.push(entryAt('errcode', match[4] ?? '', path, match.index, match.index + match[0].length, fields));
      }
    }
    return found;
  },
};
