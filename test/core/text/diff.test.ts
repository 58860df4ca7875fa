import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryTree, type TreeEdit, type TreePath, unifiedDiff } from '../../../src/core/api.ts';
import { applyEdits, type TextEdit } from '../../../src/core/text/edit.ts';
import { contentHash } from '../../../src/core/text/tree-edit.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pgsmith-diff-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function editOf(
  files: Readonly<Record<TreePath, { text: string; edits: readonly TextEdit[] }>>,
  created: Readonly<Record<TreePath, string>> = {},
): TreeEdit {
  return {
    title: 'test',
    steps: [],
    notes: [],
    files: Object.entries(files).map(([path, { text, edits }]) => ({
      path,
      baseHash: contentHash(text),
      encoding: 'utf-8',
      edits: edits.map((edit) => ({ ...edit, step: 'test' })),
    })),
    newFiles: Object.entries(created).map(([path, text]) => ({ path, text, step: 'test' })),
  };
}

function diffOf(path: TreePath, text: string, edits: readonly TextEdit[]): string {
  return unifiedDiff(memoryTree(new Map([[path, text]])), editOf({ [path]: { text, edits } }))
    .map((file) => file.text)
    .join('');
}

/** Applies a diff with an outside tool to files on disk and returns what they hold then. */
function applied(tool: readonly [string, ...string[]], diff: string, files: Readonly<Record<string, string>>): Record<string, string> {
  const folder = mkdtempSync(join(scratch, 'tree-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const [command, ...args] = tool;
  const run = spawnSync(command, args, { cwd: folder, input: diff, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${command} refused:\n${run.stdout}${run.stderr}\n${diff}`);
  const names = new Set([...Object.keys(files), ...[...diff.matchAll(/^\+\+\+ b\/([^\t\n]+)/gm)].map((match) => match[1] ?? '')]);
  return Object.fromEntries([...names].map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const tools: readonly (readonly [string, ...string[]])[] = [
  ['git', 'apply', '-'],
  ['patch', '-p1', '--quiet', '--fuzz=0'],
];

describe('unifiedDiff', () => {
  it('shows an inserted function with its own comment', () => {
    const text = 'int a;\n\n/*\n * f\n */\nvoid f() {}\n\n/*\n * h\n */\nvoid h() {}\n';
    const at = text.indexOf('/*\n * h');
    expect(diffOf('x.c', text, [{ start: at, end: at, text: '/*\n * g\n */\nvoid g() {}\n\n' }])).toBe(
      [
        'diff --git a/x.c b/x.c',
        '--- a/x.c',
        '+++ b/x.c',
        '@@ -5,6 +5,11 @@',
        '  */',
        ' void f() {}',
        ' ',
        '+/*',
        '+ * g',
        '+ */',
        '+void g() {}',
        '+',
        ' /*',
        '  * h',
        '  */',
        '',
      ].join('\n'),
    );
  });

  it('joins near edits into one hunk and separates far ones', () => {
    const text = Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join('');
    const insert = (line: number) => ({ start: text.indexOf(`line ${line}\n`), end: text.indexOf(`line ${line}\n`), text: 'new\n' });
    const hunks = (...lines: number[]) => diffOf('x', text, lines.map(insert)).match(/^@@.*@@$/gm);
    expect(hunks(5, 11)).toEqual(['@@ -3,12 +3,14 @@']);
    expect(hunks(5, 12)).toEqual(['@@ -3,6 +3,7 @@', '@@ -10,6 +11,7 @@']);
  });

  it('keeps line endings, marks a missing final newline, and prints nothing for an edit that changes nothing', () => {
    expect(diffOf('x', 'a\r\nb', [{ start: 4, end: 4, text: '\r\nc' }])).toContain(
      ' a\r\n-b\n\\ No newline at end of file\n+b\r\n+c\n\\ No newline at end of file\n',
    );
    expect(diffOf('x', 'a\nb\n', [{ start: 2, end: 3, text: 'b' }])).toBe('');
  });

  it('compares line by line where an edit replaces lines', () => {
    const text = 'a\nb\nc\nd\n';
    expect(diffOf('x', text, [{ start: 0, end: text.length, text: 'a\nB\nc\nd\ne\n' }])).toContain(' a\n-b\n+B\n c\n d\n+e\n');
  });

  it.each(tools)('makes new files and finds paths with blanks: %s', (command, ...args) => {
    const tool = [command, ...args] as const;
    const tree = memoryTree(
      new Map([
        ['my dir/a file.c', 'a\n'],
        ['src/b.c', 'b\n'],
      ]),
    );
    const edit = editOf(
      { 'my dir/a file.c': { text: 'a\n', edits: [{ start: 2, end: 2, text: 'z\n' }] } },
      { 'src/new.h': 'one\ntwo\n', 'my dir/new one.c': 'x' },
    );
    const diff = unifiedDiff(tree, edit)
      .map((file) => file.text)
      .join('');
    expect(diff).toContain('diff --git a/src/new.h b/src/new.h\nnew file mode 100644\n--- /dev/null\n+++ b/src/new.h\n@@ -0,0 +1,2 @@\n');
    expect(applied(tool, diff, { 'my dir/a file.c': 'a\n', 'src/b.c': 'b\n' })).toEqual({
      'my dir/a file.c': 'a\nz\n',
      'src/b.c': 'b\n',
      'src/new.h': 'one\ntwo\n',
      'my dir/new one.c': 'x',
    });
  });

  const line = fc.constantFrom('a', 'b', '', '\t{', '},', 'grün', '/*', ' */');
  const text = fc
    .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([lines, eol, final]) => lines.join(eol) + (final && lines.length > 0 ? eol : ''));
  const change = fc
    .tuple(text, fc.array(fc.tuple(fc.nat(200), fc.nat(12), fc.array(line, { maxLength: 4 })), { maxLength: 5 }))
    .map(([old, parts]) => {
      const edits: TextEdit[] = [];
      let at = 0;
      for (const [skip, length, lines] of parts) {
        const start = Math.min(at + skip, old.length);
        const end = Math.min(start + length, old.length);
        edits.push({ start, end, text: lines.join('\n') });
        at = end + 1;
        if (at > old.length) break;
      }
      return { old, edits };
    });

  it.each(tools)('gives %s exactly the edited text', (command, ...args) => {
    const tool = [command, ...args] as const;
    fc.assert(
      fc.property(change, ({ old, edits }) => {
        const diff = diffOf('dir/x.c', old, edits);
        const expected = applyEdits(old, edits);
        expect(diff === '').toBe(old === expected);
        // Both tools remove a file that becomes empty, or refuse to take one that is not there for empty.
        if (diff === '' || expected === '' || old === '') return;
        expect(applied(tool, diff, { 'dir/x.c': old })).toEqual({ 'dir/x.c': expected });
      }),
      { numRuns: 150 },
    );
  });
});
