import { conditionsAround } from '../../syntax/c/directives.ts';
import { foldBlanks, matchBracket } from '../../syntax/c/lex.ts';
import type { IndexEntry } from '../entry.ts';
import { entryAt, type FileExtractor } from '../extractor.ts';
import { withoutComments } from './c-text.ts';

/**
 * Hooks: global variables with `hook` in their names that headers declare and that point to functions, through a typedef or by
 * themselves. A signature comes from the typedef where the same header has it.
 */
export const hooks: FileExtractor = {
  kinds: ['hook'],
  files: /\.h$/,
  needle: /^extern\b[^;]*hook/m,
  extract(path, text) {
    const code = withoutComments(text);
    const signatures = typedefs(code);
    const found: IndexEntry[] = [];
    const add = (name: string, at: number, type: string | undefined, signature: string | undefined) => {
      const conditions = conditionsAround(text, at);
      found.push(
        entryAt('hook', name, path, at, at + name.length, { type, signature, conditions: conditions.length > 0 ? conditions : undefined }),
      );
    };
    for (const match of code.matchAll(/^(extern[ \t]+(?:PGDLLIMPORT[ \t]+)?(\w+)[ \t]+)(\w*_hook\w*)[ \t]*;/gm))
      if (signatures.has(match[2] ?? '') || /hook/i.test(match[2] ?? ''))
        add(match[3] ?? '', match.index + (match[1] ?? '').length, match[2], signatures.get(match[2] ?? ''));
    for (const match of code.matchAll(/^(extern[ \t]+(?:PGDLLIMPORT[ \t]+)?([\w \t*]+?)\(\s*\*\s*)(\w*_hook\w*)\s*\)\s*\(/gm)) {
      const open = match.index + match[0].length - 1;
      const list = foldBlanks(code.slice(open, matchBracket(code, open) + 1));
      add(match[3] ?? '', match.index + (match[1] ?? '').length, undefined, `${(match[2] ?? '').trim()} ${list}`);
    }
    return found;
  },
};

/** Function-pointer types of a header by name: `typedef RESULT (*NAME) (ARGUMENTS);` gives `RESULT (ARGUMENTS)`. */
function typedefs(code: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of code.matchAll(/^typedef[ \t]+([\w \t*]+?)\(\s*\*\s*(\w+)\s*\)\s*\(/gm)) {
    const open = match.index + match[0].length - 1;
    found.set(match[2] ?? '', `${(match[1] ?? '').trim()} ${foldBlanks(code.slice(open, matchBracket(code, open) + 1))}`);
  }
  return found;
}

/** Tables of callbacks that modules fill in: structs of headers with two or more members that point to functions, and few others. */
export const callbackTables: FileExtractor = {
  kinds: ['callback-table'],
  files: /^src\/include\/.*\.h$/,
  needle: /^typedef struct\b/m,
  extract(path, text) {
    const code = withoutComments(text);
    return [...code.matchAll(/^(typedef struct(?:[ \t]+(\w+))?)\s*\{([^{}]*)\}[ \t]*(\w+)?/gm)].flatMap((match) => {
      const members = (match[3] ?? '')
        .split(';')
        .map((one) => foldBlanks(one))
        .filter((one) => one !== '' && !one.startsWith('#'));
      const callbacks = members.flatMap((member) => CALLBACK.exec(member)?.slice(1).find(Boolean) ?? []);
      const name = match[4] ?? match[2] ?? '';
      if (callbacks.length < 2 || callbacks.length * 2 < members.length) return [];
      return [entryAt('callback-table', name, path, match.index, match.index + match[0].length, { callbacks })];
    });
  },
};

/** A member that is a pointer to a function, or of a type that is named as such types are. */
const CALLBACK = /\(\s*\*\s*(\w+)\s*\)\s*\(|^\w+(?:_function|_callback|Callback|CB|_hook|_fn)\s+(\w+)$/;
