import { conditionsAround } from '../../syntax/c/directives.ts';
import { readMake } from '../../syntax/make.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import { basename, dirname, type TreePath } from '../../tree/source-tree.ts';
import type { IndexEntry } from '../entry.ts';
import { entryAt, type TreeExtractor } from '../extractor.ts';
import { sourceFiles } from '../files.ts';

/** Programs: C files with a `main`, of the server the one that starts it, named as their Makefile names what it links from them. */
export const programs: TreeExtractor = {
  kind: 'program',
  parses: false,
  extract: (context) =>
    [...sourceFiles(context.tree)].flatMap((path) =>
      path.endsWith('.c') && !/^src\/backend\/(?!main\/)/.test(path) ? programIn(context, path) : [],
    ),
};

function programIn(context: TreeContext, path: TreePath): readonly IndexEntry[] {
  return remember(context, `program ${path}`, (inner) => {
    const text = inner.tree.read(path)?.text ?? '';
    const match = /^main\s*\(\s*int\b/m.exec(text);
    return match ? [program(inner, path, text, match.index)] : [];
  });
}

function program(context: TreeContext, path: TreePath, text: string, at: number): IndexEntry {
  const stem = basename(path).replace(/\.c$/, '');
  const directory = dirname(path);
  const makefile = (context.tree.read(`${directory}/GNUmakefile`) ?? context.tree.read(`${directory}/Makefile`))?.text;
  const name = path.startsWith('src/backend/') ? 'postgres' : ((makefile === undefined ? undefined : linkedName(makefile, stem)) ?? stem);
  const conditions = conditionsAround(text, at);
  return entryAt('program', name, path, at, at + 'main'.length, { directory, conditions: conditions.length > 0 ? conditions : undefined });
}

/** What a Makefile links from an object file: `NAME: … STEM.o`, `NAME: … $(OBJS)`, or `PROGRAM = NAME` with such OBJS. */
function linkedName(makefile: string, stem: string): string | undefined {
  const object = new RegExp(`(?:^|[\\s=])${stem}\\.o(?=\\s|\\\\|$)`, 'm');
  const lines = makefile.replaceAll(/\\\r?\n/g, ' ').split('\n');
  const lists = readMake(makefile)
    .filter((variable) => variable.words.some((word) => word.text === `${stem}.o`))
    .map((variable) => `$(${variable.name})`);
  for (const line of lines) {
    const rule = /^([\w.-]+)(?:\$\(X\))?\s*:(?!=)\s*(.*)$/.exec(line);
    if (
      rule?.[1] &&
      !/\.o$|^(?:all|install|check|clean)/.test(rule[1]) &&
      (object.test(rule[2] ?? '') || lists.some((list) => rule[2]?.includes(list)))
    )
      return rule[1];
  }
  const own = readMake(makefile).find((variable) => variable.name === 'PROGRAM')?.words[0]?.text;
  return own !== undefined && (lists.length > 0 || own === stem) ? own : undefined;
}
