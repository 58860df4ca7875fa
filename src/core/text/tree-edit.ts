import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { fail, ok, type Result } from '../base/result.ts';
import { basename, dirname, type SourceTree, type TreePath } from '../tree/source-tree.ts';
import { conflictIn, conflictProblem } from './conflict.ts';
import { applyEdits, sortEdits, type TextEdit } from './edit.ts';
import { dominantEol } from './lines.ts';

/** One change that a feature asks for; texts use `\n`, whatever the file uses. `step` names the plan's step it serves. */
export type Change =
  | {
      readonly kind: 'edit';
      readonly step: string;
      readonly path: TreePath;
      readonly start: number;
      readonly end: number;
      readonly text: string;
    }
  | { readonly kind: 'create'; readonly step: string; readonly path: TreePath; readonly text: string };

/** An edit that knows which step of the plan asked for it. */
export interface StepEdit extends TextEdit {
  readonly step: string;
}

/** Edits of one existing file, sorted and disjoint, in offsets of the text whose hash is `baseHash`. */
export interface FileEdit {
  readonly path: TreePath;
  readonly baseHash: string;
  readonly encoding: 'utf-8' | 'latin-1';
  readonly edits: readonly StepEdit[];
}

/** A file that must not exist yet, in a directory that does. */
export interface NewFile {
  readonly path: TreePath;
  readonly step: string;
  readonly text: string;
}

/** One thing the registration does, as the user sees it. */
export interface StepSummary {
  readonly what: string;
  readonly file: TreePath;
  readonly why: string;
  readonly required: boolean;
}

/** A whole registration as plain data: hosts apply all of it or nothing. */
export interface TreeEdit {
  readonly title: string;
  readonly steps: readonly StepSummary[];
  readonly files: readonly FileEdit[];
  readonly newFiles: readonly NewFile[];
  /** What the user should know: steps left out, generated files, follow-up work. */
  readonly notes: readonly string[];
}

/** SHA-256 of the UTF-8 form of a decoded text, in hexadecimal; hosts compare it before they write. */
export function contentHash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * Gathers changes into one edit per file: offsets of the tree's text, the file's own line ending, hash of what was read. A new file
 * gets the line ending that most of the edited files have.
 * Fails where a new file exists already, its directory does not, or a file has an unresolved conflict or cannot hold the text in its encoding.
 */
export function toTreeEdit(
  tree: SourceTree,
  plan: Pick<TreeEdit, 'title' | 'steps' | 'notes'>,
  changes: readonly Change[],
): Result<TreeEdit> {
  const edited = changes.filter((change) => change.kind === 'edit');
  const files: FileEdit[] = [];
  const eols: string[] = [];
  for (const path of new Set(edited.map((change) => change.path))) {
    const list = edited.filter((change) => change.path === path);
    const file = tree.read(path);
    if (!file)
      return fail({
        code: 'edit/no-file',
        message: `${path} is not a text file of this tree`,
        hint: 'Check the path; it is relative to the top of the tree.',
      });
    const marker = conflictIn(file.text);
    if (marker !== undefined) return fail(conflictProblem({ path, offset: marker }));
    const eol = dominantEol(file.text);
    eols.push(eol);
    const fileEdits = list.map(({ step, start, end, text }) => ({ step, start, end, text: text.replaceAll('\n', eol) }));
    const unfit = file.encoding === 'latin-1' && fileEdits.some((edit) => /[^\0-\x7f]/.test(edit.text));
    if (unfit)
      return fail({
        code: 'edit/encoding',
        message: `${path} is not UTF-8, so only ASCII text can be added to it`,
        where: { path, offset: fileEdits[0]?.start ?? 0 },
        hint: 'Use ASCII in names and descriptions, or convert the file to UTF-8 first.',
      });
    files.push({ path, baseHash: contentHash(file.text), encoding: file.encoding, edits: sortEdits(fileEdits) });
  }
  const newFiles: NewFile[] = [];
  const usualEol = eols.filter((eol) => eol === '\r\n').length > eols.length / 2 ? '\r\n' : '\n';
  for (const change of changes) {
    if (change.kind !== 'create') continue;
    const directory = tree.list(dirname(change.path));
    if (!directory)
      return fail({
        code: 'edit/no-directory',
        message: `${change.path} cannot be created: directory ${dirname(change.path)} does not exist in this tree`,
        hint: 'Name an existing directory.',
      });
    if (tree.stamp(change.path) !== undefined || directory.some((entry) => entry.name === basename(change.path)))
      return fail({ code: 'edit/file-exists', message: `${change.path} exists already`, where: { path: change.path, offset: 0 } });
    newFiles.push({ path: change.path, step: change.step, text: change.text.replaceAll('\n', usualEol) });
  }
  return ok({ ...plan, files, newFiles });
}

/** The texts of all files that an edit changes or creates, as they will be. */
export function editedTexts(tree: SourceTree, edit: TreeEdit): ReadonlyMap<TreePath, string> {
  const texts = new Map<TreePath, string>(edit.newFiles.map((file) => [file.path, file.text]));
  for (const file of edit.files) texts.set(file.path, applyEdits(tree.read(file.path)?.text ?? '', file.edits));
  return texts;
}
