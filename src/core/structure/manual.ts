import type { SourceTree, TreePath } from '../tree/source-tree.ts';

const MANUAL = 'doc/src/sgml';

type Said = { readonly text: string; readonly path: TreePath } | undefined;

/** The purpose of a program as its reference page has it. */
export function purposeSays(tree: SourceTree, name: string): Said {
  return said(tree, name, (page) => {
    const named = [...page.matchAll(/<refname>([^<]*)<\/refname>/g)].some((match) => match[1] === name);
    return named ? words(/<refpurpose>([\s\S]*?)<\/refpurpose>/.exec(page)?.[1]) : undefined;
  });
}

/** What the title of its page says of a module after its name; where the name is all, what the first paragraph says. */
export function titleSays(tree: SourceTree, name: string): Said {
  return said(tree, name, (page) => {
    const [first = '', rest] = words(/<title>([\s\S]*?)<\/title>/.exec(page)?.[1])?.split(/\s+\u2014\s+/) ?? [];
    if (plain(first) !== plain(name)) return undefined;
    return rest ?? words(/<para>([\s\S]*?)<\/para>/.exec(page)?.[1]);
  });
}

function said(tree: SourceTree, name: string, read: (page: string) => string | undefined): Said {
  for (const path of pagesOf(tree, name)) {
    const text = read(tree.read(path)?.text ?? '');
    if (text !== undefined) return { text, path };
  }
  return undefined;
}

/** Pages that are called like it: `pg_ctl-ref.sgml` is of pg_ctl, `contrib-spi.sgml` of spi, `pgtestfsync.sgml` of pg_test_fsync. */
function pagesOf(tree: SourceTree, name: string): readonly TreePath[] {
  const wanted = plain(name);
  return [`${MANUAL}/ref`, MANUAL].flatMap((directory) =>
    (tree.list(directory) ?? []).flatMap((entry) => {
      const stem = entry.name.endsWith('.sgml') ? plain(entry.name.slice(0, -5).replace(/^contrib-|-ref$/, '')) : '';
      return stem === wanted ? [`${directory}/${entry.name}`] : [];
    }),
  );
}

function plain(name: string): string {
  return name.replaceAll(/[-_]/g, '').toLowerCase();
}

function words(markup: string | undefined): string | undefined {
  const text = markup
    ?.replaceAll(/<indexterm[\s\S]*?<\/indexterm>|<[^>]*>/g, '')
    .replaceAll('&mdash;', '\u2014')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return text === '' ? undefined : text;
}
