import { ok, type Result } from '../../base/result.ts';
import { addToBuildList } from '../../place/build-lists.ts';
import { placeInCFile } from '../../place/c-file.ts';
import { placeNamedLock } from '../../place/lwlock.ts';
import type { CFilePieces, Piece } from '../../place/pieces.ts';
import { placeTranche } from '../../place/tranche.ts';
import { placeTypedefs } from '../../place/typedefs.ts';
import { placeLockEvent } from '../../place/wait-event.ts';
import type { Change } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import { variableOf } from './areas.ts';
import { callAfter, subsystemAfter } from './central.ts';
import {
  callbackInitFunction,
  callbackInitStatements,
  callbacksObject,
  initFunction,
  initStatements,
  localDeclarations,
  purpose,
  requestFunction,
  requestStatements,
  sizeFunction,
} from './code.ts';
import { sizeTerms } from './design.ts';
import {
  appendStatements,
  declareLocals,
  type Existing,
  extendSize,
  type Helper,
  localsOf,
  type Replacement,
  replaceCalls,
  soleTerm,
  splitSize,
  usesFunction,
} from './extend.ts';
import type { ShmemRequest } from './form.ts';
import type { ShmemSite } from './locate.ts';
import { phrase } from './names.ts';
import { headersOfCalls, missingPrototypes } from './prototypes.ts';
import type { Registration, ShmemStep } from './registration.ts';

const INCLUDE = 'src/include/';

/** Pieces of one file, gathered from the steps. */
interface Gathered {
  readonly path: TreePath;
  readonly includes: { step: string; header: string }[];
  readonly types: Piece[];
  readonly variables: Piece[];
  readonly prototypes: Piece[];
  readonly functions: Piece[];
}

/** Writes the text of each step. */
export function render(
  context: TreeContext,
  site: ShmemSite,
  _request: ShmemRequest,
  steps: readonly ShmemStep[],
): Result<readonly Change[]> {
  const registration = steps[0]?.registration;
  if (!registration) return ok([]);
  const changes: Change[] = [];
  const files = new Map<TreePath, Gathered>();
  const gathered = (path: TreePath): Gathered => {
    const known = files.get(path) ?? { path, includes: [], types: [], variables: [], prototypes: [], functions: [] };
    files.set(path, known);
    return known;
  };
  for (const step of steps) {
    const written = renderStep(context, site, registration, step, gathered(step.file));
    if (!written.ok) return written;
    changes.push(...written.value);
  }
  addIncludes(context, registration, gathered);
  for (const file of files.values()) {
    const isEmpty = [file.includes, file.types, file.variables, file.prototypes, file.functions].every((list) => list.length === 0);
    if (isEmpty) continue;
    const placed = placeInCFile(context, { ...file, description: `shared memory of ${moduleName(registration)}` } satisfies CFilePieces);
    if (!placed.ok) return placed;
    changes.push(...placed.value);
  }
  return ok(changes);
}

function moduleName({ areas }: Registration): string {
  return phrase(areas.at(-1)?.name ?? '').replace(/\s+(?:state|data|ctl|control)$/i, '');
}

function renderStep(
  context: TreeContext,
  site: ShmemSite,
  registration: Registration,
  step: ShmemStep,
  into: Gathered,
): Result<readonly Change[]> {
  const { place, functions, areas, types, define, lock, after } = registration;
  const { what } = step;
  switch (what) {
    case 'types':
      into.types.push(
        ...types
          .filter((type) => (type.shared ? (place.header ?? place.path) : place.path) === step.file)
          .filter((type) => !into.types.some((piece) => piece.text === type.text))
          .map(({ text }) => ({ step: what, text })),
      );
      return ok([]);
    case 'define':
      if (define)
        into.types.unshift({
          step: what,
          text: `/* greatest number of entries of ${purpose(areas)} */\n#define ${define.name}\t${define.value}`,
        });
      return ok([]);
    case 'variable':
      for (const area of areas) {
        const type = area.kind === 'hash' ? 'HTAB' : area.type;
        into.variables.push({ step: what, text: `static ${type} *${area.variable};` });
      }
      return ok([]);
    case 'prototypes':
      into.prototypes.push(...missingPrototypes(context, registration).map((text) => ({ step: what, text })));
      return ok([]);
    case 'size-function':
      return renderSize(site, registration, into, what);
    case 'init-function':
      return renderInit(context, registration, into, what);
    case 'callbacks':
      return renderCallbacks(context, registration, into, what);
    case 'request-function': {
      const { existing, name } = functions.request;
      if (existing)
        return ok([replacement(existing.path, appendStatements(existing, requestStatements(areas, registration.dialect)), what)]);
      into.functions.push({ step: what, text: requestFunction(name, areas, registration.dialect) });
      return ok([]);
    }
    case 'size-call':
      return ok(
        after.size ? [callAfter(context, after.size, (size) => `${size} = add_size(${size}, ${functions.size.name}());`, what)] : [],
      );
    case 'init-call':
      return ok(after.init ? [callAfter(context, after.init, () => `${functions.init.name}();`, what)] : []);
    case 'include':
      for (const header of headersOfCalls(context, registration)) into.includes.push({ step: what, header: header.slice(INCLUDE.length) });
      return ok([]);
    case 'subsystem':
      return ok(after.subsystem ? [subsystemAfter(context, after.subsystem, functions.callbacks.name, what)] : []);
    case 'lock': {
      const placed = placeNamedLock(context, lock?.name ?? '', what);
      return placed.ok ? ok([placed.value]) : placed;
    }
    case 'tranche': {
      const placed = placeTranche(context, lock?.id ?? '', lock?.name ?? '', what);
      return placed.ok ? ok(placed.value.filter((change) => change.path === step.file)) : placed;
    }
    case 'wait-event': {
      if (!lock) return ok([]);
      const placed = placeLockEvent(context, { ...lock, predefined: lock.kind === 'named' }, what);
      return placed.ok ? ok([placed.value]) : placed;
    }
    case 'typedefs':
      return ok(
        placeTypedefs(
          context,
          types.map((type) => type.name),
          what,
        ),
      );
    case 'makefile':
    case 'meson':
      return ok(addToBuildList(context, { what, path: step.file, source: place.path }));
  }
}

function replacement(path: TreePath, { start, end, text }: Replacement, step: string): Change {
  return { kind: 'edit', step, path, start, end, text };
}

function renderSize(site: ShmemSite, { functions, areas }: Registration, into: Gathered, step: string): Result<readonly Change[]> {
  const { existing, name } = functions.size;
  if (!existing) {
    into.functions.push({ step, text: sizeFunction(name, functions.init.name, areas) });
    return ok([]);
  }
  const user = functions.init.existing && usesFunction(functions.init.existing, name) ? functions.init.existing : undefined;
  const term = user && soleTerm(existing);
  if (user && term === undefined) {
    const helper = sizeHelper(site, user, name);
    return ok(splitSize(existing, user, helper, sizeTerms(areas)).map((one) => replacement(existing.path, one, step)));
  }
  const extended = extendSize(existing, sizeTerms(areas));
  if (!extended.ok) return extended;
  const inlined = user && term !== undefined ? replaceCalls(user, name, term) : [];
  return ok([...extended.value, ...inlined].map((one) => replacement(existing.path, one, step)));
}

/** A name for the function that keeps the size of the first area: the area's variable tells it. */
function sizeHelper(site: ShmemSite, init: Existing, name: string): Helper {
  const own = site.areas.filter(({ area }) => area.file.path === init.path && area.inFunction.name === init.definition.name);
  const first = own.find(({ area }) => (area.options['size'] ?? '').includes(`${name}(`)) ?? own[0];
  const area = (first && variableOf(first.area)) ?? name.replace(/_?(?:Shmem_?)?Size$/i, '');
  const names = area.includes('_') ? [`${area}_size`, `${area}_area_size`] : [`${area}Size`, `${area}AreaSize`];
  return { name: names.find((one) => !new RegExp(`\\b${one}\\b`).test(init.text)) ?? `${names[0]}Alone`, area };
}

function renderInit(
  context: TreeContext,
  { functions, areas, dialect }: Registration,
  into: Gathered,
  step: string,
): Result<readonly Change[]> {
  const { existing, name } = functions.init;
  if (dialect.callbacks) {
    if (existing) return ok([replacement(existing.path, appendStatements(existing, callbackInitStatements(areas).join('\n')), step)]);
    into.functions.push({ step, text: callbackInitFunction(name, areas) });
    return ok([]);
  }
  if (!existing) {
    into.functions.push({ step, text: initFunction(name, areas, dialect, functions.size.name) });
    return ok([]);
  }
  const { locals, has } = localsOf(context, existing);
  const missing = localDeclarations(areas, locals).filter((line) => (line.includes('HASHCTL') ? !has.info : !has.found));
  const statements = areas.map((area) => initStatements(area, dialect, locals)).join('\n\n');
  const edits = [...declareLocals(existing, missing), appendStatements(existing, statements)];
  return ok(edits.map((one) => replacement(existing.path, one, step)));
}

function renderCallbacks(
  context: TreeContext,
  { functions, areas }: Registration,
  into: Gathered,
  step: string,
): Result<readonly Change[]> {
  const needsInit = areas.some((area) => area.kind === 'struct');
  const { existing } = functions.callbacks;
  if (!existing) {
    into.prototypes.push({
      step,
      text: callbacksObject(functions.callbacks.name, functions.request.name, needsInit ? functions.init.name : undefined),
    });
    return ok([]);
  }
  const { text, path, outline } = existing.file;
  const request = context.c.initializer(text, existing.name)?.elements.find((element) => element.designator === '.request_fn');
  const prototype = outline.prototypes.find((one) => one.name === existing.request);
  const insert = (at: number, inserted: string): Change => ({ kind: 'edit', step, path, start: at, end: at, text: inserted });
  if (!request) return ok([]);
  return ok([
    ...(prototype ? [insert(prototype.end, `\nstatic void ${functions.init.name}(void *arg);`)] : []),
    insert(request.end, `,\n\t.init_fn = ${functions.init.name}`),
  ]);
}

/** Every file includes what declares the things that it uses; the C file sees what its own header includes. */
function addIncludes(context: TreeContext, registration: Registration, gathered: (path: TreePath) => Gathered): void {
  const { place, types, typeHeaders, codeHeaders, dialect } = registration;
  const holdsStruct = types.some((type) => type.shared);
  const shared = place.header ?? place.path;
  const own = place.header === undefined ? undefined : place.header.slice(INCLUDE.length);
  const ownIncludes = place.header === undefined ? '' : (context.tree.read(place.header)?.text ?? '');
  if (holdsStruct) for (const header of typeHeaders) gathered(shared).includes.push({ step: 'types', header });
  const source = gathered(place.path);
  const headers = [
    ...(own === undefined ? [] : [own]),
    ...(holdsStruct && shared !== place.path ? [] : typeHeaders),
    ...codeHeaders,
    'storage/shmem.h',
    ...(dialect.callbacks && !registration.functions.callbacks.existing ? ['storage/subsystems.h'] : []),
  ];
  for (const header of new Set(headers)) {
    if (header !== own && ownIncludes.includes(`#include "${header}"`)) continue;
    source.includes.push({ step: 'variable', header });
  }
}
