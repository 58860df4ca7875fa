import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buffer as readAll } from 'node:stream/consumers';
import { type FileDiff, type TreeEdit, type TreePath, unifiedDiff } from '../../core/api.ts';
import { encodeText } from '../../host/text-file.ts';
import { writeEdit } from '../../host/write.ts';
import type { FlagSpec } from '../arguments.ts';
import { type Call, single } from '../call.ts';
import { formFlags, inputOf } from '../fields.ts';
import { openContext } from '../open.ts';
import { type Outcome, refused, usage } from '../outcome.ts';
import { columns } from '../table.ts';
import { featureOf } from './kinds.ts';

/** The flags of `add KIND`: the fields of the kind's form, and where input comes from and goes to. */
export async function addFlags(kind: string | undefined): Promise<FlagSpec | (Outcome & { ok: false })> {
  const feature = kind === undefined ? undefined : featureOf(kind);
  if (feature && 'ok' in feature) return feature;
  return new Map([...formFlags(feature?.form ?? {}), ['input', 'value'], ['write', 'bare']]);
}

/** `pgsmith add KIND`: plans a registration, prints it as a diff, or writes it. */
export async function add(call: Call): Promise<Outcome> {
  const feature = featureOf(call.operands[0] ?? '');
  if ('ok' in feature) return feature;
  const flags = inputOf(feature.form, call.flags);
  if (!flags.ok) return flags;
  const base = await readInput(call);
  if (!base.ok) return base;
  const opened = await openContext(call);
  if (!opened.ok) return opened;
  const isObject = typeof base.input === 'object' && base.input !== null && !Array.isArray(base.input);
  const edit = feature.register(opened.context, isObject ? { ...base.input, ...flags.input } : base.input);
  if (!edit.ok) return refused(withFormHint(edit.problem, feature.kind), opened.tree);
  const diff = unifiedDiff(opened.tree, edit.value);
  if (!call.flags.has('write')) return planned(edit.value, diff);
  const written = writeEdit(opened.root, edit.value);
  return written.ok ? applied(edit.value, diff, written.value) : refused(written.problem, opened.tree);
}

/** The object named by `--input`; an empty one without the flag. */
async function readInput(call: Call): Promise<{ readonly ok: true; readonly input: unknown } | (Outcome & { ok: false })> {
  const source = single(call, 'input');
  if (source === undefined) return { ok: true, input: {} };
  const name = source === '-' ? 'standard input' : source;
  const hint = `It must be one object; "pgsmith form ${call.operands[0]}" lists its fields.`;
  const bytes = source === '-' ? await readAll(process.stdin) : readFileSync(resolve(call.cwd, source));
  if (!isUtf8(bytes)) return usage('bad-json', `${name} is not UTF-8`, hint);
  try {
    return { ok: true, input: JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')) as unknown };
  } catch (error) {
    return usage('bad-json', `${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`, hint);
  }
}

function withFormHint<P extends { readonly code: string; readonly hint?: string }>(problem: P, kind: string): P {
  if (!problem.code.startsWith('form/')) return problem;
  return { ...problem, hint: [problem.hint, `"pgsmith form ${kind}" explains the fields.`].filter(Boolean).join(' ') };
}

function planned(edit: TreeEdit, diff: readonly FileDiff[]): Outcome {
  return {
    ok: true,
    json: () => answerJson(edit, diff),
    text: () => Buffer.concat(diff.map((file) => encodeText(file.text, file.encoding))),
    remarks: () => remarksText(edit),
  };
}

function applied(edit: TreeEdit, diff: readonly FileDiff[], files: readonly TreePath[]): Outcome {
  return {
    ok: true,
    json: () => ({ ...answerJson(edit, diff), written: files }),
    text: () => files.map((file) => `${file}\n`).join(''),
    remarks: () => remarksText(edit),
  };
}

function answerJson(edit: TreeEdit, diff: readonly FileDiff[]) {
  return { ok: true, title: edit.title, steps: edit.steps, notes: edit.notes, diff: diff.map((file) => file.text).join('') };
}

function remarksText(edit: TreeEdit): string {
  const steps = columns(edit.steps.map((step) => [`  ${step.what}`, step.file, `${step.why}${step.required ? '' : ' (optional)'}`]));
  return `${edit.title}\n${steps}${edit.notes.map((note) => `Note: ${note}\n`).join('')}`;
}
