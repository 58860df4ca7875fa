import { Language, type Node, Parser } from 'web-tree-sitter';
import { invariant } from '../../base/invariant.ts';
import { withoutBodies } from './bodies.ts';
import { callsIn } from './calls.ts';
import { resolveConditionals } from './conditionals.ts';
import { initializerOf } from './initializer.ts';
import { mask } from './mask.ts';
import { mergeOutlines, readOutline } from './outline.ts';
import type { COutline, CSyntax } from './syntax.ts';

/** Bytes of the two wasm files: the tree-sitter runtime and the C grammar. */
export interface CGrammar {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}

/** Parses a text as it stands and hands the root to `visit`; the tree is freed before this returns, so no node may leave. */
export type WithTree = <T>(text: string, visit: (root: Node) => T) => T;

/** How many outlines are remembered; a registration reads about ten files, some of them several times. */
const REMEMBERED = 64;

/** Loads the parser. Outlines of recent texts are remembered as plain data; trees never are. */
export async function createCSyntax(bytes: CGrammar): Promise<CSyntax> {
  const withTree = await loadParser(bytes);
  const outlines = new Map<string, COutline>();
  const outline = (text: string): COutline => {
    const known = outlines.get(text);
    const read = known ?? outlineBothPasses(withTree, text);
    outlines.delete(text);
    outlines.set(text, read);
    const oldest = outlines.keys().next();
    if (outlines.size > REMEMBERED && !oldest.done) outlines.delete(oldest.value);
    return read;
  };
  return {
    outline,
    initializer: initializerOf,
    calls: (text, functionName) => callsIn(text, outline(text), functionName),
    damage: (text) => damageOf(withTree, text),
  };
}

/** The bare parser, for benchmarks and for tests that count errors of single passes. */
export async function loadParser(bytes: CGrammar): Promise<WithTree> {
  await Parser.init({ wasmBinary: bytes.runtime });
  const language = await Language.load(bytes.grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  return (text, visit) => {
    const tree = parser.parse(text);
    invariant(tree, 'the parser has a language and no time limit');
    try {
      return visit(tree.rootNode);
    } finally {
      tree.delete();
    }
  };
}

/** What stands at file scope; bodies of functions are not parsed for it. */
function outlineBothPasses(withTree: WithTree, text: string): COutline {
  const { text: short, at } = withoutBodies(text);
  const masked = mask(short);
  const first = withTree(masked, (root) => ({ outline: readOutline(root, text, at), damaged: root.hasError }));
  if (!first.damaged) return first.outline.items;
  const resolved = resolveConditionals(masked);
  if (resolved === masked) return first.outline.items;
  return mergeOutlines(
    first.outline,
    withTree(resolved, (root) => readOutline(root, text, at)),
  );
}

function damageOf(withTree: WithTree, text: string): number {
  const masked = mask(text);
  const first = withTree(masked, countErrors);
  if (first === 0) return 0;
  const resolved = resolveConditionals(masked);
  return resolved === masked ? first : Math.min(first, withTree(resolved, countErrors));
}

/** Number of ERROR and MISSING nodes below a node. */
export function countErrors(root: Node): number {
  if (!root.hasError) return 0;
  let count = 0;
  const pending: Node[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.isError || node.isMissing) count += 1;
    for (const child of node.children) if (child?.hasError || child?.isMissing) pending.push(child);
  }
  return count;
}
