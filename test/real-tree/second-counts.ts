// What a tree registers, counted by plain means: file names, regular expressions over texts, and the tree's own Perl. Nothing here is shared with
// pgsmith, whose index is held against it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file of a tree; C files come without comments. */
export interface PlainFile {
  readonly path: string;
  readonly text: string;
}

/** Paths of the files of `src` and `contrib`. */
export function filesOf(root: string): readonly string[] {
  const below = (directory: string): readonly string[] =>
    readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? below(`${directory}/${entry.name}`) : [`${directory}/${entry.name}`],
    );
  return ['src', 'contrib'].flatMap(below);
}

/** The text of a file, byte by byte; empty where there is none. */
export function textOf(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), 'latin1');
  } catch {
    return '';
  }
}

/** C code without comments. */
export function codeOf(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, ' ');
}

/** What the first groups of a pattern match, in order. */
export function allOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** Rows of catalogs by kind of entry and the OIDs of all, as the tree's Catalog.pm gives them. */
export function catalogRows(root: string): ReadonlyMap<string, readonly string[]> {
  const script = `
    chdir $ARGV[0];
    my %names = (
      function => ['pg_proc', sub { $_[0]{proname} }],
      type => ['pg_type', sub { $_[0]{typname} }],
      operator => ['pg_operator', sub { "$_[0]{oprname}(" . join(',', grep { $_ } map { $_[0]{$_} } qw(oprleft oprright)) . ')' }],
      cast => ['pg_cast', sub { "$_[0]{castsource} AS $_[0]{casttarget}" }],
      aggregate => ['pg_aggregate', sub { $_[0]{aggfnoid} }]);
    for my $kind (keys %names) {
      my ($catalog, $name) = @{ $names{$kind} };
      my $schema = Catalog::ParseHeader("$catalog.h");
      print "$kind\\t" . $name->($_) . "\\n" for @{ Catalog::ParseData("$catalog.dat", $schema->{columns}, 0) };
    }
    my @headers = (glob('pg_*.h'), grep { -e } qw(indexing.h toasting.h));
    print "oid\\t$_\\n" for @{ Catalog::FindAllOidsFromHeaders(@headers) };`;
  const run = perl(['-I', join(root, 'src/backend/catalog'), '-MCatalog', '-e', script, join(root, 'src/include/catalog')]);
  const rows = new Map<string, string[]>();
  for (const [, kind = '', name = ''] of run.matchAll(/^(\w+)\t(.*)$/gm)) rows.set(kind, [...(rows.get(kind) ?? []), name]);
  return rows;
}

/** Node types: those of the header that `gen_node_support.pl` writes, or of the enum where a tree has no such script. */
export function nodeTypes(root: string): readonly string[] {
  const script = textOf(root, 'src/backend/nodes/gen_node_support.pl');
  if (script === '') {
    const members = /enum NodeTag\s*\{([^}]*)\}/.exec(codeOf(textOf(root, 'src/include/nodes/nodes.h')))?.[1] ?? '';
    return allOf(members, /\bT_(\w+)/g).filter((name) => name !== 'Invalid');
  }
  const out = mkdtempSync(join(tmpdir(), 'pgsmith-nodes-'));
  try {
    const headers = /@all_input_files = qw\(([^)]*)\)/.exec(script)?.[1]?.trim().split(/\s+/) ?? [];
    perl([join(root, 'src/backend/nodes/gen_node_support.pl'), '--outdir', out, ...headers.map((path) => join(root, 'src/include', path))]);
    return allOf(readFileSync(join(out, 'nodetags.h'), 'utf8'), /^\s*T_(\w+) =/gm);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function perl(args: readonly string[]): string {
  const run = spawnSync('perl', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

/**
 * Structs of headers of whose members two or more, and at least half, point to functions. Types of functions are those that any header defines;
 * structs and their members are told by PostgreSQL's layout alone: braces in column 0, a member at one tab.
 */
export function structsOfCallbacks(headers: readonly PlainFile[]): readonly string[] {
  const pointers = new Set(headers.flatMap(({ text }) => allOf(text, /\btypedef\b[^;{}]*?\(\s*\*\s*(\w+)\s*\)\s*\(/g)));
  const own = headers.filter(({ path }) => path.startsWith('src/include/'));
  return own.flatMap(({ text }) =>
    [...text.matchAll(/^(typedef )?struct\b[ ]*(\w*)\s*\n\{\n([\s\S]*?)^\}[ \t]*(\w*)/gm)].flatMap(
      ([, isType, tag = '', body = '', name = '']) => {
        const members = body.split(/;(?=\s)/).filter((one) => /^\t\S/m.test(one) && !/^\s*\}/.test(one));
        const calls = members.filter((one) => /\(\s*\*\s*\w+\s*\)\s*\(/.test(one) || pointers.has(/(\w+)\s+\w+\s*$/.exec(one)?.[1] ?? ''));
        const alias = new RegExp(`^typedef struct ${tag} (\\w+);`, 'm').exec(text)?.[1];
        return calls.length >= 2 && calls.length * 2 >= members.length ? [isType ? name : (alias ?? tag)] : [];
      },
    ),
  );
}
