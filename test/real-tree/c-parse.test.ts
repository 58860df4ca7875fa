import { describe, expect, it } from 'vitest';
import { resolveConditionals } from '../../src/core/syntax/c/conditionals.ts';
import { matchBracket } from '../../src/core/syntax/c/lex.ts';
import { mask } from '../../src/core/syntax/c/mask.ts';
import { countErrors, loadParser } from '../../src/core/syntax/c/parser.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { readGrammar } from '../../src/host/wasm.ts';
import { cFiles } from './c-files.ts';

const withTree = await loadParser(readGrammar());

/** Offsets of functions by PostgreSQL's layout alone: name in column 0, parameters, a brace on the next line. */
function functionsByLayout(text: string): readonly number[] {
  return [...text.matchAll(/^[A-Za-z_]\w* ?\(/gm)].flatMap((match) => {
    const close = matchBracket(text, match.index + match[0].length - 1);
    return close > 0 && /^\r?\n\{/.test(text.slice(close + 1, close + 4)) ? [match.index] : [];
  });
}

/** Number of errors of a parse, and the offsets of the names of its functions that have none inside. */
function readPass(text: string): { readonly errors: number; readonly clean: ReadonlySet<number> } {
  return withTree(text, (root) => {
    const clean = new Set<number>();
    for (const node of root.descendantsOfType('function_definition')) {
      let name = node?.childForFieldName('declarator');
      while (name && name.type !== 'identifier') name = name.childForFieldName('declarator');
      if (name && !node?.hasError) clean.add(name.startIndex);
    }
    return { errors: countErrors(root), clean };
  });
}

/**
 * Upper bounds in percent of the files of `src/backend` and `src/include` that have errors, after the first pass and after the
 * better of both, and a lower bound of the function bodies without any. Trees up to 15 hold generated scanners and parsers.
 */
const BOUNDS = { first: 5.5, both: 1.6, bodies: 99.8 };

describe.each(cachedTrees())('PostgreSQL $name', ({ path }) => {
  it('parses', { timeout: 600_000 }, () => {
    const counts = { files: 0, first: 0, both: 0, functions: 0, clean: 0 };
    for (const { path: file, text } of cFiles(path, ['src/backend', 'src/include'])) {
      const masked = mask(text);
      expect(masked).toHaveLength(text.length);
      const first = readPass(masked);
      const second = first.errors > 0 ? readPass(resolveConditionals(masked)) : first;
      counts.files += 1;
      if (first.errors > 0) counts.first += 1;
      if (second.errors > 0) counts.both += 1;
      if (!/^src\/backend\/.*\.c$/.test(file)) continue;
      const functions = functionsByLayout(text);
      counts.functions += functions.length;
      counts.clean += functions.filter((at) => first.clean.has(at) || second.clean.has(at)).length;
    }
    expect(counts.files).toBeGreaterThan(1000);
    expect((100 * counts.first) / counts.files).toBeLessThanOrEqual(BOUNDS.first);
    expect((100 * counts.both) / counts.files).toBeLessThanOrEqual(BOUNDS.both);
    expect((100 * counts.clean) / counts.functions).toBeGreaterThanOrEqual(BOUNDS.bodies);
  });
});
