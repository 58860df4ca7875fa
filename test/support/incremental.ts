import { createMemo, findingsIn, type Memo, openTree, overlayTree, placed, type SourceTree } from '../../src/core/api.ts';
import { cSyntax } from './context.ts';
import { type Keystroke, struck } from './edits.ts';
import { eachLens } from './lenses.ts';

const KINDS = new Set(['guc', 'function', 'shmem']);

/** What an editor shows of a file: lenses with the places they lead to, and findings. */
function shown(base: SourceTree, memo: Memo, texts: ReadonlyMap<string, string>, path: string) {
  const tree = overlayTree(base, texts);
  const around = { c: cSyntax, today: { year: 2026, month: 11, day: 20 }, random: () => 0.5, reservedOids: new Set<number>(), memo };
  const context = openTree(tree, around);
  if (!context.ok) return context.problem;
  return {
    lenses: eachLens(context.value, path, KINDS).map(({ offset, title, target }) => ({
      offset,
      title,
      target: target && placed(context.value, target),
    })),
    findings: findingsIn(context.value, path),
  };
}

/** An editor with some files of a tree open and one memo for all that it asks. */
export function openEditor(base: SourceTree, files: readonly string[]) {
  const memo = createMemo();
  const originals = new Map(files.map((path) => [path, base.read(path)?.text ?? '']));
  const texts = new Map(originals);
  return {
    memo,
    /** Applies a keystroke and looks at the file as an editor does after each one. */
    strike(keystroke: Keystroke): void {
      const path = files[Math.floor(keystroke.file * files.length)] ?? '';
      texts.set(path, struck(texts.get(path) ?? '', originals.get(path) ?? '', keystroke));
      shown(base, memo, texts, path);
    },
    /** What is shown of each file, and what somebody would see who opened the same texts for the first time. */
    compare(): { readonly kept: readonly unknown[]; readonly fresh: readonly unknown[] } {
      const first = createMemo();
      return {
        kept: files.map((path) => shown(base, memo, texts, path)),
        fresh: files.map((path) => shown(base, first, texts, path)),
      };
    },
    restore(): void {
      for (const [path, text] of originals) texts.set(path, text);
    },
  };
}
