import { conditionsAround } from '../../syntax/c/directives.ts';
import { foldBlanks, matchBracket } from '../../syntax/c/lex.ts';
import type { IndexEntry } from '../entry.ts';
import { entryAt, type FileExtractor } from '../extractor.ts';
import { withoutComments } from './c-text.ts';

/**
 * Hooks: global variables that headers declare and that point to functions, through a typedef or by themselves, with `hook` in their names or in
 * those of their types. A signature comes from the typedef where the same header has it.
 */
export const hooks: FileExtractor = {
  kinds: ['hook'],
  files: /\.h$/,
  needle: /[hH]ook/,
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
    for (const match of code.matchAll(/^(extern\s+(?:PGDLL(?:IM|EX)PORT\s+)?(\w+)\s+)(\w+)\s*;/gm))
      if (/hook/i.test(match[2] ?? '') || (/hook/i.test(match[3] ?? '') && signatures.has(match[2] ?? '')))
        add(match[3] ?? '', match.index + (match[1] ?? '').length, match[2], signatures.get(match[2] ?? ''));
    for (const match of code.matchAll(/^(extern\s+(?:PGDLL(?:IM|EX)PORT\s+)?([\w\s*]+?)\(\s*\*\s*)(\w*_hook\w*)\s*\)\s*\(/gm)) {
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

/**
 * Tables of callbacks: structs of headers of whose members two or more, and at least half, point to functions. What a type of another header
 * is, its name must tell.
 */
export const callbackTables: FileExtractor = {
  kinds: ['callback-table'],
  files: /^src\/include\/.*\.h$/,
  needle: /\(\s*\*\s*\w+\s*\)\s*\(|(?:_function|_callback|Callback|CB|_hook|Hook|_fn)\s/,
  extract(path, text) {
    const code = withoutComments(text);
    const pointers = typedefs(code);
    return [...code.matchAll(/^(?:typedef[ \t]+)?struct(?:[ \t]+(\w+))?\s*\{/gm)].flatMap((match) => {
      const open = match.index + match[0].length - 1;
      const close = matchBracket(code, open);
      const members = close < 0 ? [] : membersOf(code.slice(open + 1, close));
      const callbacks = members.flatMap((member) => callbackOf(member, pointers) ?? []);
      if (callbacks.length < 2 || callbacks.length * 2 < members.length) return [];
      const tag = match[1] ?? '';
      const name = match[0].startsWith('typedef')
        ? /^\s*(\w+)/.exec(code.slice(close + 1, close + 100))?.[1]
        : new RegExp(`^typedef[ \\t]+struct[ \\t]+${tag}[ \\t]+(\\w+)[ \\t]*;`, 'm').exec(code)?.[1];
      return [entryAt('callback-table', name ?? tag, path, match.index, close + 1, { callbacks })];
    });
  },
};

/** The declarations in a struct's body, directives and what nested structs hold left out. */
function membersOf(body: string): readonly string[] {
  const flat = body.replaceAll(/^[ \t]*#.*$/gm, '').replaceAll(/\{[^{}]*\}/g, ' ');
  return flat
    .split(';')
    .map((one) => foldBlanks(one).trim())
    .filter((one) => one !== '');
}

/** The name of a member that points to a function: spelt so, of such a type of the header, or of a type that is named as such types are. */
function callbackOf(member: string, pointers: ReadonlyMap<string, string>): string | undefined {
  const spelt = /\(\s*\*\s*(\w+)\s*\)\s*\(/.exec(member)?.[1];
  if (spelt !== undefined) return spelt;
  const [, type = '', name] = /^(?:const )?(\w+) (\w+)$/.exec(member) ?? [];
  return pointers.has(type) || /(?:_function|_callback|Callback|CB|_hook|Hook|_fn)$/.test(type) ? name : undefined;
}
