import { invariant } from '../../base/invariant.ts';
import { ok, type Result } from '../../base/result.ts';
import { addToBuildList } from '../../place/build-lists.ts';
import { placeInCFile } from '../../place/c-file.ts';
import { placeTypedefs } from '../../place/typedefs.ts';
import type { Change } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { basename } from '../../tree/source-tree.ts';
import { type CodePart, piecesOf } from './code.ts';
import { documentationText } from './documentation.ts';
import { addQuotedName } from './dumputils.ts';
import { enumExtension } from './enum-options.ts';
import { addToListing } from './expected.ts';
import type { GucRequest } from './form.ts';
import { declareHooks, hookHeader } from './hook-place.ts';
import { hookPrototype } from './hooks.ts';
import type { GucSite } from './locate.ts';
import type { GucStep } from './plan.ts';
import { recordText, rowText } from './row-text.ts';
import { sampleText } from './sample.ts';
import { shownDefault } from './values.ts';

/** Writes the text of each step. */
export function render(context: TreeContext, site: GucSite, _request: GucRequest, steps: readonly GucStep[]): Result<readonly Change[]> {
  const changes = steps.flatMap((step) => renderStep(context, site, step));
  const parts = steps.flatMap((step): readonly CodePart[] => ('part' in step ? [step.part] : []));
  for (const file of new Set(parts.map((part) => part.file))) {
    const placed = placeInCFile(context, piecesOf(file, parts, `configuration parameters of ${basename(file).replace(/\.[ch]$/, '')}`));
    if (!placed.ok) return placed;
    changes.push(...placed.value);
  }
  return ok(changes);
}

/** The changes of a step that is no part of a C file; those are placed together. */
function renderStep(context: TreeContext, site: GucSite, step: GucStep): readonly Change[] {
  const { parameter, options, macros, hooks, hookFile } = step.resolved;
  const insert = (offset: number, text: string): Change => ({
    kind: 'edit',
    step: step.what,
    path: step.file,
    start: offset,
    end: offset,
    text,
  });
  const value = () => shownDefault(parameter, options?.options, macros);
  switch (step.what) {
    case 'row': {
      const { point } = step;
      const text = site.dialect === 'records' ? recordText(parameter) : rowText(parameter, point.style);
      return [insert(point.offset, `${point.before}${text}${point.behind}`)];
    }
    case 'sample':
      return [insert(step.point.offset, sampleText(step.point, parameter, value(), options?.options ?? []))];
    case 'documentation':
      return [insert(step.point.offset, documentationText(step.point, parameter, value()))];
    case 'constants':
      return options?.extended ? [insert(options.extended.offset, enumExtension(options.constants, options.extended))] : [];
    case 'hook-list': {
      const place = hookHeader(context, site, hookFile);
      invariant(place.kind === 'list', 'hooks are planned for a list');
      const prototypes = hooks.filter((hook) => !hook.isDeclared).map((hook) => hookPrototype(hook, parameter.type, 'extern'));
      return [declareHooks(context, site, place.header, hookFile, parameter.name, prototypes, step.what)];
    }
    case 'dumputils':
      return [addQuotedName(context, parameter.name, step.what)].filter((change) => change !== undefined);
    case 'listing':
      return addToListing(context, parameter.name, value().text, step.what);
    case 'typedefs':
      return placeTypedefs(context, step.names, step.what);
    case 'makefile':
    case 'meson':
      return addToBuildList(context, step.list);
    default:
      return [];
  }
}
