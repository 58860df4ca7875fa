import { conditionsAround } from '../../syntax/c/directives.ts';
import { readMake } from '../../syntax/make.ts';
import { basename, dirname, type TreePath } from '../../tree/source-tree.ts';
import { entryAt, type FileExtractor } from '../extractor.ts';

/** Programs: C files with a `main`, of the server the one that starts it, named as their Makefile names what it links from them. What a test expects is none. */
export const programs: FileExtractor = {
  kinds: ['program'],
  files: /^(?!src\/backend\/(?!main\/)|.*\/expected\/).*\.c$/,
  needle: /main\s*\(\s*(?:int\b|void\b|\))/,
  extract(path, text, beside) {
    const match = /^(?:int[ \t]+)?main\s*\(\s*(?:int\b[^;{}]*|void\s*)?\)\s*\{/m.exec(text);
    if (!match) return [];
    const at = match.index + match[0].indexOf('main');
    const stem = basename(path).replace(/\.c$/, '');
    const conditions = conditionsAround(text, at);
    const fields = { directory: dirname(path), conditions: conditions.length > 0 ? conditions : undefined };
    return [entryAt('program', nameOf(path, stem, beside), path, at, at + 'main'.length, fields)];
  },
};

function nameOf(path: TreePath, stem: string, beside: (name: string) => string | undefined): string {
  if (path.startsWith('src/backend/')) return 'postgres';
  const makefile = beside('GNUmakefile') ?? beside('Makefile');
  return (makefile === undefined ? undefined : linkedName(makefile, stem)) ?? stem;
}

/** What a Makefile links from an object file: `NAME: … STEM.o`, `NAME: … $(OBJS)`, or `PROGRAM = NAME` with such OBJS. */
function linkedName(makefile: string, stem: string): string | undefined {
  const object = new RegExp(`(?:^|[\\s=])${stem}\\.o(?=\\s|\\\\|$)`, 'm');
  const lines = makefile.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/);
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
