import type { Place } from '../base/result.ts';
import type { Entry } from '../features/feature.ts';
import { features } from '../features/registry.ts';
import { functionPlace } from '../index/c-functions.ts';
import { parameterVariable } from '../index/c-variables.ts';
import { sourceFiles } from '../index/files.ts';
import { constantOf } from '../syntax/c/comment.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import type { TreePath } from '../tree/source-tree.ts';
import type { Word } from './conf.ts';
import { meansParameter } from './message-words.ts';
import { choicesOf, entriesOf } from './registered.ts';
import type { Meaning } from './words.ts';

/** Headers that declare contexts, flags and groups of parameters. */
const HEADERS: readonly TreePath[] = ['src/include/utils/guc.h', 'src/include/utils/guc_tables.h'];

/** The code behind a parameter: its variable and its hooks. */
export function parameterCode(context: TreeContext, { fields }: Entry): readonly Place[] {
  const variable = typeof fields['variable'] === 'string' ? parameterVariable(context, fields['variable']) : undefined;
  const hooks = ['checkHook', 'assignHook', 'showHook'].map((hook) => fields[hook]);
  return [variable, ...hooks.map((name) => (typeof name === 'string' ? functionPlace(context, name) : undefined))].filter(
    (place) => place !== undefined,
  );
}

/**
 * Everything that has to do with a parameter: row, variable, sample, documentation, hooks, code that uses the variable, tests that set it,
 * and strings in code that name it, as those of dumputils.c do.
 */
export function parameterReferences(context: TreeContext, name: string): readonly Place[] {
  const feature = features.find((one) => one.kind === 'guc');
  const links = (entriesOf(context, 'guc').get(name.toLowerCase()) ?? []).flatMap((entry) => {
    const own = feature?.links(context, entry);
    return own?.ok ? own.value.map((link) => link.place) : [];
  });
  return links.length === 0 ? [] : [...links, ...(namedInStrings(context).get(name.toLowerCase()) ?? [])];
}

/** Strings of code that name parameters, by name in lower case; rows of tables are left out. */
function namedInStrings(context: TreeContext): ReadonlyMap<string, readonly Place[]> {
  return remember(context, 'parameters in strings', (inner) => {
    const names = entriesOf(inner, 'guc');
    const found = new Map<string, Place[]>();
    for (const path of sourceFiles(inner.tree)) {
      if (!/\.[ch]$/.test(path)) continue;
      for (const word of wordsOfStrings(inner, path)) {
        const name = word.text.toLowerCase();
        if (!names.has(name)) continue;
        const known = found.get(name);
        const place = { path, offset: word.start };
        if (known) known.push(place);
        else found.set(name, [place]);
      }
    }
    return found;
  });
}

/** Words in the strings of a file that mean a parameter if they are the name of one. */
function wordsOfStrings(context: TreeContext, path: TreePath): readonly Word[] {
  return remember(context, `words of strings ${path}`, ({ tree }) => {
    const text = tree.read(path)?.text ?? '';
    const found: Word[] = [];
    for (const literal of text.matchAll(/"(?:[^"\\\n]|\\.)*"(?!,\s*PGC_)/g)) {
      const whole = literal[0].matchAll(/(?<=^")[A-Za-z]\w*(?:\.\w+)+(?="$)/g);
      for (const { 0: word, index } of [...whole, ...literal[0].matchAll(/(?<![\w%\\])[A-Za-z]\w{2,}|(?<=\\")\w+/g)]) {
        const start = literal.index + index;
        const one = { text: word, start, end: start + word.length };
        if (meansParameter(text, one)) found.push(one);
      }
    }
    return found;
  });
}

/** The meaning of a context, a flag or a group of parameters: what the header that declares it says of it, or what pg_settings shows. */
export function parameterWord(context: TreeContext, word: string): Meaning | undefined {
  return parameterWords(context).get(word);
}

/** Contexts, flags, units and groups of the tree. */
export function parameterWords(context: TreeContext): ReadonlyMap<string, Meaning & { readonly comment: string }> {
  return remember(context, 'parameter words', (inner) => {
    const found = new Map<string, Meaning & { readonly comment: string }>();
    for (const [field, values] of Object.entries(choicesOf(inner, 'guc'))) {
      if (!['context', 'group', 'flags', 'unit'].includes(field)) continue;
      for (const { value, description } of values) {
        const declared = declarationOf(inner, value);
        const comment = declared?.comment || description || '';
        const place = declared?.place;
        const markdown = [`**${value}** \u2014 ${field} of parameters`, comment].filter(Boolean).join('\n\n');
        if (place) found.set(value, { markdown, place, comment });
      }
    }
    return found;
  });
}

function declarationOf({ tree }: TreeContext, word: string): { readonly place: Place; readonly comment: string } | undefined {
  for (const path of HEADERS) {
    const constant = constantOf(tree.read(path)?.text ?? '', word);
    if (constant) return { place: { path, offset: constant.offset }, comment: constant.comment };
  }
  return undefined;
}
