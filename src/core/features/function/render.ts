import { invariant } from '../../base/invariant.ts';
import { ok, type Result } from '../../base/result.ts';
import { addToBuildList } from '../../place/build-lists.ts';
import { placeInCFile } from '../../place/c-file.ts';
import { bumpCatversion } from '../../place/catversion.ts';
import type { Change } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { functionBody } from './body.ts';
import { documentationText } from './docs.ts';
import type { FunctionRequest } from './form.ts';
import type { FunctionSite } from './locate.ts';
import type { FunctionStep } from './plan.ts';

/** Writes the text of each step. */
export function render(
  context: TreeContext,
  site: FunctionSite,
  request: FunctionRequest,
  steps: readonly FunctionStep[],
): Result<readonly Change[]> {
  const changes: Change[] = [];
  for (const step of steps) {
    const rendered = renderStep(context, site, request, step);
    if (!rendered.ok) return rendered;
    changes.push(...rendered.value);
  }
  return ok(changes);
}

function renderStep(context: TreeContext, site: FunctionSite, request: FunctionRequest, step: FunctionStep): Result<readonly Change[]> {
  switch (step.what) {
    case 'catalog':
      return ok([recordChange(site, step.after, step.record)]);
    case 'c-function':
      return codeChanges(context, request, step);
    case 'defaults':
    case 'privileges':
    case 'leakproof-list':
      return ok([insert(step.what, step.insertion.path, step.insertion.offset, step.insertion.text)]);
    case 'documentation':
      return ok([insert(step.what, step.point.path, step.point.offset, documentationText(request, step.signature, step.point))]);
    case 'test':
      return ok(testChanges(context, step));
    case 'catversion': {
      const bump = bumpCatversion(context, step.what);
      return bump.ok ? ok([bump.value]) : bump;
    }
    case 'makefile':
    case 'meson':
      return ok(addToBuildList(context, step.list));
    case 'schedule':
    case 'expected':
      return ok([]);
  }
}

function insert(step: string, path: TreePath, offset: number, text: string): Change {
  return { kind: 'edit', step, path, start: offset, end: offset, text };
}

/** The record on the line after the one that `after` ends; a comma that is missing there is added, so are line ends. */
function recordChange({ text, file }: FunctionSite, after: number | undefined, record: string): Change {
  if (after === undefined) return insert('catalog', paths.pgProc, file.close, `${record}\n`);
  const rest = /^([ \t]*,)?([ \t]*(?:#[^\n]*)?\r?\n)?/.exec(text.slice(after));
  invariant(rest, 'the pattern matches any text');
  const [whole, comma, newline] = rest;
  if (comma !== undefined && newline !== undefined) return insert('catalog', paths.pgProc, after + whole.length, `${record}\n`);
  const at = after + (comma?.length ?? 0);
  return insert('catalog', paths.pgProc, at, `${comma === undefined ? ',' : ''}\n${record}${newline === undefined ? '\n' : ''}`);
}

function codeChanges(
  context: TreeContext,
  request: FunctionRequest,
  step: FunctionStep & { what: 'c-function' },
): Result<readonly Change[]> {
  const body = functionBody(context.tree, request, step.signature);
  const known = context.tree.read(step.file)?.text ?? '';
  const prototypes = /^#include "utils\/fmgrprotos\.h"/m.test(known) && !/\bcstring_to_text\b/.test(body.text);
  const includes = body.includes.filter((header) => !(prototypes && header === 'utils/builtins.h'));
  return placeInCFile(context, {
    path: step.file,
    description: (request.description ?? request.name).replace(/\.$/, ''),
    includes: includes.map((header) => ({ step: step.what, header })),
    types: [],
    variables: [],
    prototypes: [],
    functions: [{ step: step.what, text: body.text, related: step.related }],
  });
}

function testChanges(context: TreeContext, { place, text }: FunctionStep & { what: 'test' }): readonly Change[] {
  if (place.isNew) {
    return [
      { kind: 'create', step: 'test', path: place.sql, text: text.sql },
      { kind: 'create', step: 'expected', path: place.expected, text: text.expected },
      ...place.schedules.map((line) => insert('schedule', line.path, line.offset, line.text)),
    ];
  }
  const end = (path: TreePath) => context.tree.read(path)?.text.length ?? 0;
  return [
    insert('test', place.sql, end(place.sql), `\n${text.sql}`),
    insert('expected', place.expected, end(place.expected), text.expected),
  ];
}
