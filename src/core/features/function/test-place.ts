import type { TreeContext } from '../../tree/context.ts';
import { basename, type SourceTree, type TreePath } from '../../tree/source-tree.ts';
import type { FunctionRequest } from './form.ts';

const REGRESS = 'src/test/regress';
const SCHEDULE = `${REGRESS}/parallel_schedule`;
/** What a new test needs beside the schedule. */
const FOLDERS = [`${REGRESS}/sql`, `${REGRESS}/expected`];

/** Where the test of a function goes: into a test of its own, or to the end of one that has no state to disturb. */
export interface TestPlace {
  readonly name: string;
  readonly sql: TreePath;
  readonly expected: TreePath;
  readonly isNew: boolean;
  /** Lines of the schedules that a new test needs. */
  readonly schedules: readonly { readonly path: TreePath; readonly offset: number; readonly text: string }[];
}

/** Most tests in one parallel group, by the convention that heads parallel_schedule. */
const LARGEST_GROUP = 20;

/** A group that is smaller than this was made for a purpose, and a stranger has no place there. */
const SMALLEST_OPEN_GROUP = 5;

/**
 * A new module gets a test called like its C file, to whose end the calls of its further functions go; a function of another file gets a
 * test called like itself. New tests are the last of the last open group of parallel_schedule, and follow the same test in
 * serial_schedule where the tree has one. Undefined where there is no such place.
 */
export function testPlace(context: TreeContext, request: FunctionRequest, isNewFile: boolean): TestPlace | undefined {
  const { tree } = context;
  const base = basename(request.file ?? '').replace(/\.c$/, '');
  const candidates = [base, request.name].filter((name) => /^[a-z][a-z0-9_]*$/.test(name));
  const extensible = candidates.find((name) => isExtensible(tree, name));
  if (extensible !== undefined) return { ...pathsOf(extensible), isNew: false, schedules: [] };
  const name = candidates.find((candidate) => !exists(tree, candidate) && (isNewFile || candidate === request.name));
  const schedules = name === undefined ? undefined : scheduleLines(tree, name);
  return name === undefined || !schedules ? undefined : { ...pathsOf(name), isNew: true, schedules };
}

function pathsOf(name: string): { readonly name: string; readonly sql: TreePath; readonly expected: TreePath } {
  return { name, sql: `${REGRESS}/sql/${name}.sql`, expected: `${REGRESS}/expected/${name}.out` };
}

function exists(tree: SourceTree, name: string): boolean {
  const { sql, expected } = pathsOf(name);
  const sources = [`${REGRESS}/input/${name}.source`, `${REGRESS}/output/${name}.source`];
  return [sql, expected, ...sources].some((path) => tree.read(path) !== undefined);
}

/** A test of nothing but queries, with one expected output: a query at its end depends on nothing before it. */
function isExtensible(tree: SourceTree, name: string): boolean {
  const { sql, expected } = pathsOf(name);
  const text = tree.read(sql)?.text;
  if (text === undefined || tree.read(expected) === undefined) return false;
  const variant = new RegExp(`^${name}_\\d+\\.out$`);
  if (tree.list(`${REGRESS}/expected`)?.some((entry) => variant.test(entry.name))) return false;
  const bare = text.replaceAll(/^--.*$/gm, '').replaceAll(/'(?:[^']|'')*'/g, '0');
  const queries = bare.split(';').slice(0, -1);
  return /;\s*$/.test(bare) && !bare.includes('\\') && queries.every((query) => /^\s*SELECT\b/.test(query));
}

/** Why there is no place for any test where a part of the regression tests is missing, as in a partial checkout. */
export function missingOfTests(tree: SourceTree): string | undefined {
  if (!tree.read(SCHEDULE)) return `${SCHEDULE} is missing`;
  const folder = FOLDERS.find((path) => !tree.list(path));
  return folder === undefined ? undefined : `${folder} is missing`;
}

function scheduleLines(tree: SourceTree, name: string): TestPlace['schedules'] | undefined {
  const parallel = tree.read(SCHEDULE);
  if (!parallel || missingOfTests(tree) !== undefined) return undefined;
  const groups = [...parallel.text.matchAll(/^test:[ \t]*(\S.*?)[ \t]*\r?$/gm)].map((match) => ({
    tests: (match[1] ?? '').split(/\s+/),
    end: match.index + match[0].trimEnd().length,
    limit: groupLimit(parallel.text.slice(0, match.index)),
  }));
  const group = groups.findLast(({ tests, limit }) => tests.length >= SMALLEST_OPEN_GROUP && tests.length < limit);
  if (!group) return undefined;
  const schedules = [{ path: parallel.path, offset: group.end, text: ` ${name}` }];
  const serial = tree.read(`${REGRESS}/serial_schedule`);
  const line = serial && new RegExp(`^test:[ \\t]*${group.tests.at(-1)}[ \\t]*$`, 'm').exec(serial.text.replaceAll('\r', ' '));
  if (serial && line) schedules.push({ path: serial.path, offset: line.index + line[0].trimEnd().length, text: `\ntest: ${name}` });
  return schedules;
}

/** The number that the comment right above a group gives, where it says "at most N tests". */
function groupLimit(before: string): number {
  const comment = /(?:^[ \t]*#[^\n]*\n)+$/m.exec(before)?.[0] ?? '';
  return Number(/\bat most (\d+) tests\b/.exec(comment)?.[1] ?? LARGEST_GROUP);
}
