import { ok, type Result } from '../../base/result.ts';
import { placeInCFile } from '../../place/c-file.ts';
import { placeTypedefs } from '../../place/typedefs.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import type { Change } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import { CONFIG_SGML, documentationText } from './docs.ts';
import { DUMPUTILS, quoteText } from './dumputils.ts';
import type { GucEntry } from './entry.ts';
import type { GucRequest } from './form.ts';
import { type Hook, hookOffset } from './hooks.ts';
import type { GucSite } from './locate.ts';
import type { GucStep } from './plan.ts';
import type { Parameter } from './resolve.ts';
import { recordText, rowText } from './row-text.ts';
import { sampleText } from './sample.ts';

/** Writes the text of each step. */
export function render(context: TreeContext, site: GucSite, _request: GucRequest, steps: readonly GucStep[]): Result<readonly Change[]> {
  const changes: Change[] = [];
  for (const step of steps) {
    const rendered = renderStep(context, site, step);
    if (!rendered.ok) return rendered;
    changes.push(...rendered.value);
  }
  return ok(changes);
}

function renderStep(context: TreeContext, site: GucSite, step: GucStep): Result<readonly Change[]> {
  const insert = (path: string, offset: number, text: string): Change => ({
    kind: 'edit',
    step: step.what,
    path,
    start: offset,
    end: offset,
    text,
  });
  const { work, parameter } = step;
  switch (work.kind) {
    case 'row': {
      const point = site.dialect === 'records' ? recordPoint(site, parameter, work.relative) : rowPoint(site, parameter, work.relative);
      return ok([insert(site.path, point.offset, point.text)]);
    }
    case 'code':
      return placeInCFile(context, work.pieces);
    case 'hook-prototypes':
      return ok(work.hooks.map((hook) => hookPrototype(context, hook, step.what)));
    case 'sample':
      return ok([insert(paths.sample, work.point.offset, sampleText(context, parameter))]);
    case 'documentation':
      return ok([insert(CONFIG_SGML, work.point.offset, documentationText(context, parameter))]);
    case 'dumputils':
      return ok([insert(DUMPUTILS, work.offset, quoteText(context, parameter.name, work.offset))]);
    case 'typedefs':
      return ok(placeTypedefs(context, work.names, step.what));
    case 'told':
      return ok([]);
  }
}

function hookPrototype(context: TreeContext, hook: Hook, step: string): Change {
  const text = context.tree.read(paths.gucHooks)?.text ?? '';
  const offset = hookOffset(text, hook.name, context.c.outline(text).prototypes);
  return { kind: 'edit', step, path: paths.gucHooks, start: offset, end: offset, text: `${hook.prototype}\n` };
}

/** After the relative's row with the spacing that it has to the next one, or before the end marker. */
function rowPoint(site: GucSite, parameter: Parameter, relative: GucEntry | undefined): { readonly offset: number; readonly text: string } {
  const { text } = site;
  const row = rowText(parameter);
  if (relative) {
    const offset = lineEnd(text, relative.end);
    return { offset, text: /^[ \t]*\r?\n/.test(text.slice(offset)) ? `\n${row}\n` : `${row}\n` };
  }
  const offset = site.tables.get(parameter.type)?.endMarker ?? 0;
  const blankAbove = text.slice(lineStart(text, offset - 1), offset).trim() === '';
  return { offset, text: `${blankAbove ? '' : '\n'}${row}\n\n` };
}

/** Before the first record of a greater name where the tree sorts, else after the relative or at the end. */
function recordPoint(
  site: GucSite,
  parameter: Parameter,
  relative: GucEntry | undefined,
): { readonly offset: number; readonly text: string } {
  const { text } = site;
  const record = recordText(parameter);
  if (site.sorted) {
    const wanted = parameter.name.toLowerCase();
    const greater = site.entries.find((entry) => entry.name.toLowerCase() > wanted);
    if (greater) return { offset: beforeComments(text, greater.start), text: `${record}\n\n` };
    return { offset: site.close, text: `${record}\n\n` };
  }
  if (relative) return { offset: lineEnd(text, relative.end), text: `\n${record}\n` };
  return { offset: site.close, text: `${record}\n\n` };
}

/** Start of the comment lines right above a record, which belong to it. */
function beforeComments(text: string, start: number): number {
  let at = lineStart(text, start);
  while (at > 0) {
    const previous = lineStart(text, at - 1);
    if (!text.slice(previous, at).startsWith('#')) break;
    at = previous;
  }
  return at;
}
