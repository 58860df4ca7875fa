import { ok, type Result } from '../../base/result.ts';
import { placeInCFile } from '../../place/c-file.ts';
import { bumpCatversion } from '../../place/catversion.ts';
import type { Change } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { functionBody } from './body.ts';
import { documentationRow } from './docs.ts';
import type { FunctionRequest } from './form.ts';
import type { FunctionSite } from './locate.ts';
import type { FunctionStep } from './plan.ts';
import { defaultsStatement } from './sql.ts';

/** Writes the text of each step. */
export function render(
  context: TreeContext,
  _site: FunctionSite,
  request: FunctionRequest,
  steps: readonly FunctionStep[],
): Result<readonly Change[]> {
  const changes: Change[] = [];
  for (const step of steps) {
    const rendered = renderStep(context, request, step);
    if (!rendered.ok) return rendered;
    changes.push(...rendered.value);
  }
  return ok(changes);
}

function renderStep(context: TreeContext, request: FunctionRequest, step: FunctionStep): Result<readonly Change[]> {
  const insert = (path: TreePath, offset: number, text: string): Change => ({
    kind: 'edit',
    step: step.what,
    path,
    start: offset,
    end: offset,
    text,
  });
  switch (step.what) {
    case 'catalog':
      return ok([insert(paths.pgProc, step.offset, step.text)]);
    case 'c-function': {
      const body = functionBody(context, request, step.signature);
      return placeInCFile(context, {
        path: step.file,
        description: request.description,
        includes: body.includes.map((header) => ({ step: step.what, header })),
        types: [],
        variables: [],
        prototypes: [],
        functions: [{ step: step.what, text: body.text, related: step.related }],
      });
    }
    case 'defaults':
      return ok([insert(step.point.path, step.point.offset, defaultsStatement(request, step.signature))]);
    case 'documentation':
      return ok([insert(step.point.path, step.point.offset, documentationRow(request, step.signature))]);
    case 'test':
      return ok([
        { kind: 'create', step: step.what, path: step.point.sql, text: step.sql },
        { kind: 'create', step: step.what, path: step.point.expected, text: step.expected },
        ...step.point.schedules.map(
          ({ path, offset, text }): Change => ({ kind: 'edit', step: 'schedule', path, start: offset, end: offset, text }),
        ),
      ]);
    case 'catversion': {
      const bump = bumpCatversion(context, step.what);
      return bump.ok ? ok([bump.value]) : bump;
    }
    case 'makefile':
    case 'meson':
    case 'schedule':
      return ok([]);
  }
}
