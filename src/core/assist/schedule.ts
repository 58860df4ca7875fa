import type { Place } from '../base/result.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember } from '../tree/memo.ts';
import { basename, dirname, type TreePath } from '../tree/source-tree.ts';
import type { Definition, Hover } from './answers.ts';
import { type Word, wordAt } from './conf.ts';

/** Where pg_regress and its relatives look for a test of a schedule, by what makes the name of the file of its name. */
const SOURCES: readonly ((name: string) => string)[] = [
  (name) => `sql/${name}.sql`,
  (name) => `specs/${name}.spec`,
  (name) => `input/${name}.source`,
  (name) => `${name}.pgc`,
];

/** A test on a line of a schedule. */
interface ScheduledTest {
  readonly word: Word;
  /** Tests of its line, which run at the same time. */
  readonly group: readonly string[];
}

/** The script of a test. */
export function testSource(context: TreeContext, schedule: TreePath, name: string): TreePath | undefined {
  return SOURCES.map((source) => `${dirname(schedule)}/${source(name)}`).find((path) => context.tree.stamp(path) !== undefined);
}

/** What a test must print: its expected files, the main one first, then those of other platforms and settings. */
export function expectedFiles(context: TreeContext, schedule: TreePath, name: string): readonly TreePath[] {
  const found = ['expected', 'output'].flatMap((folder) => {
    const directory = `${dirname(schedule)}/${folder}`;
    // The tests of ecpg stand in folders, and their expected files have the folder in their names.
    const begin = name.replaceAll('/', '-');
    return (context.tree.list(directory) ?? []).flatMap((entry) => {
      const rest = entry.name.startsWith(begin) ? entry.name.slice(begin.length) : '';
      return /^(?:_\d+)?\.(?:out|source|c|stdout|stderr)$/.test(rest) ? [`${directory}/${entry.name}`] : [];
    });
  });
  const isMain = (path: TreePath) => Number(/_\d+\.\w+$/.test(path.slice(path.lastIndexOf('/') + 1 + name.length)));
  return found.sort((a, b) => isMain(a) - isMain(b) || a.localeCompare(b));
}

/** Names of all tests that stand in the folders beside a schedule; those of ecpg have their folder before them. */
export function testsBeside(context: TreeContext, schedule: TreePath): readonly string[] {
  return remember(context, `tests beside ${schedule}`, ({ tree }) => {
    const names = (tree.list(dirname(schedule)) ?? []).flatMap(({ name: folder }) =>
      (tree.list(`${dirname(schedule)}/${folder}`) ?? []).flatMap(({ name }) => {
        const [, base = '', ending] = /^([\w.-]+)\.(sql|spec|source|pgc)$/.exec(name) ?? [];
        if (ending === undefined || folder === 'output' || folder === 'expected') return [];
        return ending === 'pgc' ? `${folder}/${base}` : base;
      }),
    );
    return [...new Set(names)].sort();
  });
}

/** Names of the tests on the lines of a schedule. */
export function scheduledTests(text: string): readonly string[] {
  return [...text.matchAll(/^test:(.*)$/gm)].flatMap((line) => line[1]?.match(/[\w./-]+/g) ?? []);
}

function testAt(context: TreeContext, path: TreePath, offset: number): ScheduledTest | undefined {
  const text = context.tree.read(path)?.text ?? '';
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = /^test:.*/.exec(text.slice(start))?.[0] ?? '';
  const word = wordAt(text, offset, '[\\w./-]');
  return line === '' || !word || word.start < start + 'test:'.length ? undefined : { word, group: scheduledTests(line) };
}

/** What a test of a schedule is: what its script says of itself, what runs beside it, its expected files. */
export function scheduleHover(context: TreeContext, path: TreePath, offset: number): Hover | undefined {
  const test = testAt(context, path, offset);
  const source = test && testSource(context, path, test.word.text);
  if (!test || source === undefined) return undefined;
  const { word, group } = test;
  const expected = expectedFiles(context, path, word.text).map((file) => `\`${basename(file)}\``);
  const others = group.filter((name) => name !== word.text);
  const markdown = [
    `**${word.text}** \u2014 \`${source}\``,
    about(context.tree.read(source)?.text ?? ''),
    expected.length === 0 ? '' : `Expected: ${expected.join(', ')}.`,
    others.length === 0 ? 'Runs alone.' : `Runs at the same time as ${others.map((name) => `\`${name}\``).join(', ')}.`,
  ];
  return { start: word.start, end: word.end, markdown: markdown.filter(Boolean).join('\n\n') };
}

/** A test's script and its expected files. */
export function scheduleDefinition(context: TreeContext, path: TreePath, offset: number): Definition | undefined {
  const test = testAt(context, path, offset);
  const source = test && testSource(context, path, test.word.text);
  if (!test || source === undefined) return undefined;
  const places = [source, ...expectedFiles(context, path, test.word.text)].map((file) => ({ path: file, offset: 0 }));
  return { start: test.word.start, end: test.word.end, places };
}

/** A test's script, its expected files, and the lines of all schedules beside that name it. */
export function scheduleReferences(context: TreeContext, path: TreePath, offset: number): readonly Place[] {
  const name = testAt(context, path, offset)?.word.text;
  if (name === undefined) return [];
  const source = testSource(context, path, name);
  const files = [...(source === undefined ? [] : [source]), ...expectedFiles(context, path, name)];
  return [...files.map((file) => ({ path: file, offset: 0 })), ...scheduleLines(context, dirname(path), name)];
}

/** Where the schedules of a directory name a test. */
export function scheduleLines(context: TreeContext, directory: TreePath, name: string): readonly Place[] {
  const schedules = (context.tree.list(directory) ?? []).filter((entry) => entry.kind === 'file' && /^\w+_schedule$/.test(entry.name));
  return schedules.flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    const text = context.tree.read(path)?.text ?? '';
    return [...text.matchAll(/(?<=^test:.*)[\w./-]+/gm)].flatMap((word) => (word[0] === name ? [{ path, offset: word.index }] : []));
  });
}

/** The first paragraph of the comment with which a script begins, without its frame. */
function about(script: string): string {
  const comment = /^(?:(?:--|#).*\r?\n)+|^\/\*[\s\S]*?\*\//.exec(script)?.[0] ?? '';
  const lines = comment.split('\n').map((line) => line.replace(/^\s*(?:--|#|\/\*+|\*\/|\*)\s?|\*\/\s*$/g, '').trim());
  const first = lines.findIndex((line) => line !== '' && !/^[-=*]+$/.test(line));
  const rest = first < 0 ? [] : lines.slice(first);
  const end = rest.findIndex((line) => line === '' || /^[-=*]+$/.test(line));
  return rest.slice(0, end < 0 ? 6 : Math.min(end, 6)).join(' ');
}
