import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { flagProblem } from './flag-rules.ts';
import type { GucRequest } from './form.ts';
import type { GucSite } from './locate.ts';
import { GUC_HEADER, TABLES_HEADER } from './vocabulary.ts';

/** The words of a request as this tree spells them. */
export interface DeclaredWords {
  readonly context: string;
  readonly group: string;
  /** The unit first. */
  readonly flags: readonly string[];
}

/** Longest name that fits NAMEDATALEN. */
const LONGEST_NAME = 63;

/** Checks name, descriptions, context, group, flags and unit against the tree. */
export function declaredWords(context: TreeContext, site: GucSite, request: GucRequest): Result<DeclaredWords> {
  const problem =
    nameProblem(site, request.name) ?? textProblem('shortDesc', request.shortDesc) ?? textProblem('longDesc', request.longDesc);
  if (problem) return fail(problem);
  const gucContext = findWord(site.vocabulary().contexts, request.context, 'PGC_');
  if (gucContext === undefined)
    return fail(unknownWord(context, 'context', request.context, site.vocabulary().contexts, { path: GUC_HEADER, type: 'GucContext' }));
  const group = findGroup(site, request.group);
  if (group === undefined)
    return fail(
      unknownWord(context, 'group', request.group, [...site.vocabulary().groups.keys()], { path: TABLES_HEADER, type: 'config_group' }),
    );
  const flags = readFlags(context, site, request);
  if (!flags.ok) return flags;
  const wrong = flagProblem(context, site, gucContext, site.vocabulary().groups.get(group) ?? '', flags.value);
  if (wrong) return fail(wrong);
  return ok({ context: gucContext, group, flags: flags.value });
}

function nameProblem(site: GucSite, name: string): Problem | undefined {
  const dotted = site.entries.some((entry) => entry.name.includes('.'));
  const valid = dotted ? /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/ : /^[A-Za-z_]\w*$/;
  if (!valid.test(name) || name.length > LONGEST_NAME) {
    return {
      code: 'guc/bad-name',
      message: `"${name}" is no name for a parameter of the server`,
      hint: `Use letters, digits and underscores, at most ${LONGEST_NAME}, none of the digits first${dotted ? '; a dot may stand between two such words' : '; names with a dot belong to extensions'}.`,
    };
  }
  const taken = site.entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
  if (!taken) return undefined;
  return {
    code: 'guc/name-taken',
    message: `Parameter "${taken.name}" exists already`,
    where: { path: taken.path, offset: taken.start },
    hint: 'Choose another name.',
  };
}

function textProblem(field: string, text: string | undefined): Problem | undefined {
  if (text === undefined || /^[^\n\r\t]*\S[^\n\r\t]*$/.test(text)) return undefined;
  return { code: 'guc/bad-description', message: `${field} must be text on one line`, hint: 'Leave out line breaks and tabs.' };
}

/** A word of the tree, spelled in any case, with or without its prefix. */
export function findWord(words: readonly string[], given: string, prefix: string): string | undefined {
  const upper = given.trim().toUpperCase().replaceAll('-', '_');
  return words.find((word) => word.toUpperCase() === upper || word.toUpperCase() === `${prefix}${upper}`);
}

function findGroup(site: GucSite, given: string): string | undefined {
  const { groups } = site.vocabulary();
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/\s*\/\s*/g, '/')
      .trim();
  return findWord([...groups.keys()], given, '') ?? [...groups].find(([, text]) => text !== '' && plain(text) === plain(given))?.[0];
}

function readFlags(context: TreeContext, site: GucSite, request: GucRequest): Result<readonly string[]> {
  const { flags, units } = site.vocabulary();
  const found: string[] = [];
  for (const given of request.flags) {
    const flag = findWord([...flags, ...units], given, 'GUC_');
    if (flag === undefined) return fail(unknownWord(context, 'flag', given, flags, { path: GUC_HEADER }));
    if (!found.includes(flag)) found.push(flag);
  }
  const unit = request.unit === undefined ? undefined : findUnit(units, request.unit);
  if (request.unit !== undefined && unit === undefined)
    return fail(unknownWord(context, 'unit', request.unit, units, { path: GUC_HEADER }));
  const all = unit === undefined || found.includes(unit) ? found : [unit, ...found];
  const chosen = all.filter((flag) => units.includes(flag));
  if (chosen.length > 1)
    return fail({
      code: 'guc/two-units',
      message: `A parameter has one unit, not ${chosen.join(' and ')}`,
      hint: 'Leave out one of them.',
    });
  if (chosen.length > 0 && request.type !== 'int' && request.type !== 'real')
    return fail({
      code: 'guc/unit-of-type',
      message: `A parameter of type ${request.type} has no unit`,
      hint: 'Leave out the unit, or make it an int or a real.',
    });
  if (all.includes('GUC_LIST_QUOTE') && !all.includes('GUC_LIST_INPUT'))
    return fail({ code: 'guc/list-quote', message: 'GUC_LIST_QUOTE needs GUC_LIST_INPUT', hint: 'Add GUC_LIST_INPUT to flags.' });
  if (all.includes('GUC_LIST_INPUT') && request.type !== 'string')
    return fail({
      code: 'guc/list-of-type',
      message: 'Only a string can be a list',
      hint: 'Leave out GUC_LIST_INPUT, or make it a string.',
    });
  return ok(all);
}

/** Short names of units, as users write them in values. */
const UNIT_NAMES: Readonly<Record<string, string>> = { B: 'BYTE', BYTES: 'BYTE', BLOCK: 'BLOCKS', SEC: 'S', SECONDS: 'S', MINUTES: 'MIN' };

function findUnit(units: readonly string[], given: string): string | undefined {
  const name = given.trim().toUpperCase();
  return findWord(units, UNIT_NAMES[name] ?? name, 'GUC_UNIT_');
}

/** Where the words of one sort are declared: a header, and the C type in it where they are of one. */
interface Declaring {
  readonly path: TreePath;
  readonly type?: string;
}

/** A word that the tree does not know; where it knows none at all, the fault is not in the word. */
function unknownWord({ tree }: TreeContext, what: string, given: string, known: readonly string[], { path, type }: Declaring): Problem {
  const where = type === undefined ? path : `${type} of ${path}`;
  if (known.length === 0)
    return {
      code: 'guc/no-words',
      message: tree.read(path)
        ? `No ${what} is known: found none in ${where}`
        : `No ${what} is known: ${path}, which declares them, is missing`,
      hint: 'Check that the checkout is complete.',
    };
  return {
    code: `guc/unknown-${what}`,
    message: `This tree has no ${what} "${given}"; looked in ${where}`,
    hint: `Use one of ${known.join(', ')}.`,
  };
}
