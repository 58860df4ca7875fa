import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { IndexEntry } from '../entry.ts';
import { entryAt, type TreeExtractor } from '../extractor.ts';
import { withoutComments } from './c-text.ts';

const SCRIPT = 'src/backend/nodes/gen_node_support.pl';
const NODES_H = 'src/include/nodes/nodes.h';

/** Node types: members of the enum NodeTag where nodes.h spells it, else the structs that `gen_node_support.pl` finds, and its extra tags. */
export const nodes: TreeExtractor = {
  kind: 'node',
  parses: false,
  extract(context) {
    const script = context.tree.read(SCRIPT)?.text;
    return script === undefined ? enumMembers(context) : structs(context, script);
  },
};

function enumMembers(context: TreeContext): readonly IndexEntry[] {
  const text = context.tree.read(NODES_H)?.text ?? '';
  const list = /typedef enum NodeTag\s*\{([\s\S]*?)\}\s*NodeTag;/.exec(text);
  if (!list) return [];
  const start = list.index + list[0].indexOf('{');
  return [...withoutComments(text.slice(start, list.index + list[0].length)).matchAll(/\bT_(\w+)/g)]
    .filter((match) => match[1] !== 'Invalid')
    .map((match) => entryAt('node', match[1] ?? '', NODES_H, start + match.index, start + match.index + match[0].length, {}));
}

/** As the script: in the headers that it lists, structs whose first member is a NodeTag or another node, but abstract ones. */
function structs(context: TreeContext, script: string): readonly IndexEntry[] {
  const words = (variable: string) => new RegExp(`^my @${variable} = qw\\(([^)]*)\\)`, 'm').exec(script)?.[1]?.trim().split(/\s+/) ?? [];
  const known = new Set(['Node']);
  const abstract = new Set(words('abstract_types'));
  const found: IndexEntry[] = [];
  for (const header of words('all_input_files')) {
    const path: TreePath = `src/include/${header}`;
    const text = context.tree.read(path)?.text ?? '';
    for (const match of withoutComments(text).matchAll(/^(?:typedef )?struct (\w+)\s*\n\{([\s\S]*?)\n\}|^typedef (\w+) (\w+);/gm)) {
      const [name = '', body = ''] = match[4] === undefined ? [match[1], match[2]] : [match[4], `${match[3]} of`];
      const attributes = [...body.matchAll(/^\s*pg_node_attr\(([^)]*(?:\([^)]*\)[^)]*)*)\)/gm)][0]?.[1] ?? '';
      const first = /^\s*(?:pg_node_attr\([^)]*(?:\([^)]*\)[^)]*)*\)\s*)?(\w+)\s+(\w+)/.exec(body);
      const base = first?.[1] ?? '';
      if (base !== 'NodeTag' && !known.has(base)) continue;
      known.add(name);
      if (/\babstract\b/.test(attributes) || abstract.has(name)) continue;
      const fields = { base: base === 'NodeTag' ? undefined : base, attributes: attributes.replaceAll(/\s+/g, ' ') };
      found.push(entryAt('node', name, path, match.index, match.index + match[0].length, fields));
    }
  }
  for (const match of script.matchAll(/^(?:my @extra_tags = |push @node_types, )qw\(([^)]*)\)/gm)) {
    const start = match.index + match[0].lastIndexOf('(');
    for (const word of match[0].slice(match[0].lastIndexOf('(')).matchAll(/\w+/g))
      found.push(entryAt('node', word[0], SCRIPT, start + word.index, start + word.index + word[0].length, {}));
  }
  return found;
}
