import { fail, ok, type Result } from '../base/result.ts';
import { readMacroList } from '../syntax/macro-list.ts';
import { lineEnd } from '../text/lines.ts';
import type { Change } from '../text/tree-edit.ts';
import type { TreeContext } from '../tree/context.ts';
import { paths } from '../tree/shape.ts';
import type { TreePath } from '../tree/source-tree.ts';

/** The header with the enum of tranches. */
export const LWLOCK_H = 'src/include/storage/lwlock.h';
/** The file with the tranches' names. */
export const LWLOCK_C = 'src/backend/storage/lmgr/lwlock.c';

const ENUM = 'BuiltinTrancheIds';
const NAMES = 'BuiltinTrancheNames';
const LAST = 'LWTRANCHE_FIRST_USER_DEFINED';

/** A built-in tranche: its C identifier, or its displayed name, and where it stands. */
export interface TranchePart {
  readonly text: string;
  readonly path: TreePath;
  readonly offset: number;
}

/** Identifiers and displayed names of the built-in tranches, each in the order of its list. */
export interface Tranches {
  readonly ids: readonly TranchePart[];
  readonly names: readonly TranchePart[];
  /** Identifier that each name is given for, where the array says so. */
  readonly designated: ReadonlyMap<string, string>;
}

/** Reads the tranches from `lwlocklist.h`, or from the enum and the array of names; undefined where the tree has neither. */
export function readTranches(context: TreeContext): Tranches | undefined {
  if (context.shape.lwlock === 'lwlocklist.h-tranches') {
    const entries = trancheLines(context.tree.read(paths.lwlockList)?.text ?? '');
    const part = (index: number) => (entry: (typeof entries)[number]) => ({
      text: `${index === 0 ? 'LWTRANCHE_' : ''}${entry.arguments[index]}`,
      path: paths.lwlockList,
      offset: entry.start,
    });
    const designated = new Map(entries.map((entry) => [entry.arguments[1] ?? '', `LWTRANCHE_${entry.arguments[0]}`]));
    return { ids: entries.map(part(0)), names: entries.map(part(1)), designated };
  }
  const header = context.tree.read(LWLOCK_H)?.text;
  const source = context.tree.read(LWLOCK_C)?.text;
  const members = header === undefined ? [] : enumMembers(context, header);
  const array = source === undefined ? undefined : context.c.initializer(source, NAMES);
  if (!array || members.length === 0) return undefined;
  const strings = array.elements.filter((element) => /^"\w+"$/.test(element.text));
  return {
    ids: members
      .filter((member) => member.name.startsWith('LWTRANCHE_') && member.name !== LAST && !/=\s*\w+\s*-/.test(member.text))
      .map((member) => ({ text: member.name, path: LWLOCK_H, offset: member.start })),
    names: strings.map((element) => ({ text: element.text.slice(1, -1), path: LWLOCK_C, offset: element.start })),
    designated: new Map(
      strings.flatMap((element) =>
        element.designator === undefined ? [] : [[element.text.slice(1, -1), element.designator.replaceAll(/[[\]\s]/g, '')] as const],
      ),
    ),
  };
}

/** Adds a tranche after the last one: its identifier and its displayed name, in the one list or in both. */
export function placeTranche(context: TreeContext, id: string, name: string, step: string): Result<readonly Change[]> {
  const insert = (path: TreePath, at: number, text: string): Change => ({ kind: 'edit', step, path, start: at, end: at, text });
  if (context.shape.lwlock === 'lwlocklist.h-tranches') {
    const text = context.tree.read(paths.lwlockList)?.text ?? '';
    const last = trancheLines(text).at(-1);
    if (!last) return missing(paths.lwlockList, 'a PG_LWLOCKTRANCHE line');
    const newline = text.slice(last.start, last.end).endsWith('\n') ? '' : '\n';
    return ok([insert(paths.lwlockList, last.end, `${newline}PG_LWLOCKTRANCHE(${id.replace(/^LWTRANCHE_/, '')}, ${name})\n`)]);
  }
  const header = context.tree.read(LWLOCK_H)?.text ?? '';
  const end = enumMembers(context, header).find((member) => member.name === LAST);
  if (!end) return missing(LWLOCK_H, `${LAST} in enum ${ENUM}`);
  const source = context.tree.read(LWLOCK_C)?.text ?? '';
  const last = context.c.initializer(source, NAMES)?.elements.at(-1);
  if (!last) return missing(LWLOCK_C, `the array ${NAMES}`);
  const comma = /^\s*(?:\/\*[\s\S]*?\*\/\s*)*,/.exec(source.slice(last.end));
  const after = last.end + (comma?.[0].length ?? 0);
  const element = last.designator === undefined ? `\t/* ${id}: */\n\t"${name}"` : `\t[${id}] = "${name}"`;
  const line = lineEnd(source, after);
  const indented = `${id},\n${/[ \t]*$/.exec(header.slice(0, end.start))?.[0] ?? '\t'}`;
  const names = comma
    ? [insert(LWLOCK_C, line, `${element},\n`)]
    : [insert(LWLOCK_C, last.end, ','), insert(LWLOCK_C, line, `${element}\n`)];
  return ok([insert(LWLOCK_H, end.start, indented), ...names]);
}

function trancheLines(text: string) {
  return readMacroList(text).entries.filter((entry) => entry.macro === 'PG_LWLOCKTRANCHE' && entry.arguments.length === 2);
}

function enumMembers(context: TreeContext, header: string): readonly { name: string; start: number; end: number; text: string }[] {
  const found = context.c.outline(header).types.find((type) => type.name === ENUM && type.kind === 'enum');
  return (found?.enumerators ?? []).map((member) => ({ ...member, text: header.slice(member.start, member.end) }));
}

function missing(path: TreePath, what: string) {
  return fail({
    code: 'tranche/no-place',
    message: `No place for an LWLock tranche: looked for ${what} in ${path}`,
    where: { path, offset: 0 },
    hint: 'Complete the checkout, or choose another kind of lock.',
  });
}
