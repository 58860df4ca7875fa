import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import { nameClash } from '../../place/new-name.ts';
import { placeProblem } from '../../place/server-file.ts';
import { filesWith } from '../../place/sources.ts';
import type { COutline } from '../../syntax/c/syntax.ts';
import type { TreeContext } from '../../tree/context.ts';
import { basename, dirname, type TreePath, toTreePath } from '../../tree/source-tree.ts';
import { findGlobalFunction } from './c-names.ts';
import type { Callbacks } from './calls.ts';
import { type Existing, extendableSize, openEnded } from './extend.ts';
import type { ShmemRequest } from './form.ts';
import type { ShmemSite } from './locate.ts';

/** The C file and header of the module that gets an area. */
export interface ModulePlace {
  readonly path: TreePath;
  /** Undefined where the file does not exist yet. */
  readonly text: string | undefined;
  readonly outline: COutline | undefined;
  /** Where prototypes and the struct go; undefined where everything stays in the C file. */
  readonly header: TreePath | undefined;
}

/** A function of the module: the one that it has, to be extended, or the name of a new one. */
export interface ModuleFunction {
  readonly name: string;
  readonly existing: Existing | undefined;
}

/** The module's functions in the tree's dialect. */
export interface ModuleFunctions {
  readonly size: ModuleFunction;
  readonly init: ModuleFunction;
  /** Only in trees with callbacks. */
  readonly request: ModuleFunction;
  readonly callbacks: { readonly name: string; readonly existing: Callbacks | undefined };
}

/** Finds the C file and the header, or says why they cannot be used. */
export function findModule(context: TreeContext, site: ShmemSite, request: ShmemRequest): Result<ModulePlace> {
  const given = request.file ?? definingFile(site, [request.initFunction, request.sizeFunction]);
  if (given === undefined) {
    return fail({
      code: 'shmem/no-file',
      message: 'No C file was given, and no known module defines the size or init function',
      hint: 'Give file, for example src/backend/utils/misc/kms.c; it may not exist yet.',
    });
  }
  const path = toTreePath(given);
  if (path === undefined || !path.startsWith('src/backend/') || !path.endsWith('.c')) {
    return fail({
      code: 'shmem/bad-file',
      message: `"${given}" is no C file of the server`,
      hint: 'Give a path relative to the top of the tree, below src/backend/ and ending in .c.',
    });
  }
  const text = context.tree.read(path)?.text;
  if (text === undefined && !context.tree.list(dirname(path))) {
    return fail({
      code: 'shmem/no-directory',
      message: `Directory ${dirname(path)} does not exist in this tree`,
      hint: 'Name a file in an existing directory.',
    });
  }
  const problem = placeProblem(context, 'shmem', path);
  if (problem) return fail(problem);
  const outline = text === undefined ? undefined : context.c.outline(text);
  const header = findHeader(context, site, request, path, outline);
  return header.ok ? ok({ path, text, outline, header: header.value }) : header;
}

function definingFile(site: ShmemSite, names: readonly (string | undefined)[]): TreePath | undefined {
  return site.files.find((file) => file.outline.functions.some((one) => names.includes(one.name)))?.path;
}

/** The header that was given, or the one that belongs to the C file. With callbacks, nothing needs one, so none is invented. */
function findHeader(
  context: TreeContext,
  site: ShmemSite,
  request: ShmemRequest,
  file: TreePath,
  outline: COutline | undefined,
): Result<TreePath | undefined> {
  if (request.header === undefined) {
    if (site.shape === 'subsystem-list') return ok(undefined);
    const found = ownHeader(context, file, outline) ?? headerToCreate(context, file);
    if (found !== undefined) return ok(found);
    return fail({
      code: 'shmem/no-header',
      message: `No header under src/include belongs to ${file}, so the functions cannot be declared for ipci.c`,
      hint: 'Give header, for example src/include/utils/kms.h; it may not exist yet.',
    });
  }
  const path = toTreePath(request.header);
  const problem = path === undefined || !path.startsWith('src/include/') || !path.endsWith('.h');
  if (path === undefined || problem) {
    return fail({
      code: 'shmem/bad-header',
      message: `"${request.header}" is no header of the server`,
      hint: 'Give a path relative to the top of the tree, below src/include/ and ending in .h.',
    });
  }
  if (context.tree.read(path) === undefined && !context.tree.list(dirname(path))) {
    return fail({
      code: 'shmem/no-directory',
      message: `Directory ${dirname(path)} does not exist in this tree`,
      hint: 'Name a header in an existing directory.',
    });
  }
  return ok(path);
}

/** The header of the same name, else the included one that declares most of the file's functions. */
function ownHeader(context: TreeContext, file: TreePath, outline: COutline | undefined): TreePath | undefined {
  const name = `${basename(file).slice(0, -2)}.h`;
  const same = headerDirectories(file)
    .map((directory) => `${directory}/${name}`)
    .find((path) => context.tree.read(path));
  if (same !== undefined || !outline) return same;
  const own = outline.functions.filter((one) => !one.isStatic).map((one) => one.name);
  let best: { path: TreePath; count: number } | undefined;
  for (const include of outline.includes) {
    const path = `src/include/${include.header}`;
    const text = include.system ? undefined : context.tree.read(path)?.text;
    if (text === undefined) continue;
    const count = own.filter((one) => new RegExp(`\\b${one}\\s*\\(`).test(text)).length;
    if (count > (best?.count ?? 0)) best = { path, count };
  }
  return best?.path;
}

/** Directories of src/include that answer to the directory of a C file: storage/ipc, then storage. */
function headerDirectories(file: TreePath): readonly TreePath[] {
  const parts = dirname(file).split('/').slice(2);
  return parts.map((_, index) => ['src/include', ...parts.slice(0, parts.length - index)].join('/'));
}

function headerToCreate(context: TreeContext, file: TreePath): TreePath | undefined {
  const directory = headerDirectories(file).find((one) => context.tree.list(one));
  return directory === undefined ? undefined : `${directory}/${basename(file).slice(0, -2)}.h`;
}

/** Decides which functions of the module are extended and which are new. */
export function resolveFunctions(
  context: TreeContext,
  site: ShmemSite,
  place: ModulePlace,
  request: ShmemRequest,
  prefix: string,
): Result<ModuleFunctions> {
  return site.shape === 'subsystem-list'
    ? resolveCallbacks(context, site, place, request, prefix)
    : resolvePair(context, site, place, request, prefix);
}

function existingFunction(place: ModulePlace, name: string | undefined): Existing | undefined {
  const definition = place.outline?.functions.find((one) => one.name === name);
  return definition && place.text !== undefined ? { path: place.path, text: place.text, definition } : undefined;
}

function asFunction(place: ModulePlace, name: string): ModuleFunction {
  return { name, existing: existingFunction(place, name) };
}

/** The function of a list that the file defines, outside any `#if`, where it is the only one. */
function onlyRegistered(place: ModulePlace, names: readonly string[]): string | undefined {
  const own = (place.outline?.functions ?? []).filter((one) => names.includes(one.name));
  return own.length === 1 && !own[0]?.conditional ? own[0]?.name : undefined;
}

function resolvePair(
  context: TreeContext,
  site: ShmemSite,
  place: ModulePlace,
  request: ShmemRequest,
  prefix: string,
): Result<ModuleFunctions> {
  const registeredSize = onlyRegistered(
    place,
    site.lists.sizes.map((entry) => entry.name),
  );
  const registeredInit = onlyRegistered(
    place,
    site.lists.inits.map((entry) => entry.name),
  );
  const pair = (size: string, init: string): ModuleFunctions => ({
    size: asFunction(place, size),
    init: asFunction(place, init),
    request: { name: '', existing: undefined },
    callbacks: { name: '', existing: undefined },
  });
  if (request.sizeFunction === undefined && request.initFunction === undefined) {
    const asksForAreas = site.areas.some(({ area }) => area.file.path === place.path && area.inFunction.name === registeredInit);
    if (registeredSize !== undefined && registeredInit !== undefined && asksForAreas) {
      const registered = pair(registeredSize, registeredInit);
      if (!extensionProblem(registered)) return ok(registered);
    }
    return checked(context, place, pair(`${prefix}ShmemSize`, `${prefix}ShmemInit`));
  }
  const partner = (given: string | undefined, registered: string | undefined, fallback: string) =>
    given !== undefined && existingFunction(place, given) ? (registered ?? fallback) : fallback;
  return checked(
    context,
    place,
    pair(
      request.sizeFunction ?? partner(request.initFunction, registeredSize, `${prefix}ShmemSize`),
      request.initFunction ?? partner(request.sizeFunction, registeredInit, `${prefix}ShmemInit`),
    ),
  );
}

/** Refuses functions that cannot be extended, and new ones whose names another file has. */
function checked(context: TreeContext, place: ModulePlace, functions: ModuleFunctions): Result<ModuleFunctions> {
  const problem = extensionProblem(functions);
  if (problem) return fail(problem);
  for (const { name, existing } of [functions.size, functions.init]) {
    if (existing) continue;
    const clash = functionClash(context, place, name);
    if (clash) return fail(clash);
    const taken = findGlobalFunction(context, name);
    if (taken) {
      return fail({
        code: 'shmem/function-taken',
        message: `Function ${name} exists already, in ${taken.path} and not in ${place.path}`,
        where: taken,
        hint: 'Choose other names with sizeFunction and initFunction, or name that file.',
      });
    }
  }
  return ok(functions);
}

/** Something else than a function that has the name of a new one. */
function functionClash(context: TreeContext, place: ModulePlace, name: string): Problem | undefined {
  const clash = nameClash(context, name, [place.path], ['type', 'macro', 'variable']);
  return (
    clash && {
      code: 'shmem/function-taken',
      message: `No function of the module can be called ${name}: it ${clash.why}`,
      ...(clash.where ? { where: clash.where } : {}),
      hint: 'Choose other names with sizeFunction and initFunction.',
    }
  );
}

function extensionProblem({ size, init }: Pick<ModuleFunctions, 'size' | 'init'>): Problem | undefined {
  const results = [...(size.existing ? [extendableSize(size.existing)] : []), ...(init.existing ? [openEnded(init.existing)] : [])];
  for (const result of results) if (!result.ok) return result.problem;
  return undefined;
}

function resolveCallbacks(
  context: TreeContext,
  site: ShmemSite,
  place: ModulePlace,
  request: ShmemRequest,
  prefix: string,
): Result<ModuleFunctions> {
  const own = site.callbacks.filter((object) => object.file.path === place.path);
  const registered = own.filter((object) => site.lists.subsystems.some((entry) => entry.name === object.name));
  const named = own.find((object) => object.init !== undefined && object.init === request.initFunction);
  const existing = named ?? (request.initFunction === undefined && registered.length === 1 ? registered[0] : undefined);
  const fresh: ModuleFunctions = {
    size: { name: '', existing: undefined },
    init: { name: request.initFunction ?? `${prefix}ShmemInit`, existing: undefined },
    request: { name: `${prefix}ShmemRequest`, existing: undefined },
    callbacks: { name: `${prefix}ShmemCallbacks`, existing: undefined },
  };
  if (existing) {
    const functions: ModuleFunctions = {
      ...fresh,
      init: existing.init === undefined ? { ...fresh.init, name: initName(existing) } : asFunction(place, existing.init),
      request: asFunction(place, existing.request ?? ''),
      callbacks: { name: existing.name, existing },
    };
    const open = [functions.request.existing, functions.init.existing].flatMap((one) => (one ? [openEnded(one)] : []));
    const closed = open.find((result) => !result.ok);
    if (functions.request.existing && !closed) return ok(functions);
    if (named && closed && !closed.ok) return closed;
  }
  return unused(context, place, fresh);
}

/** A name for the init function of callbacks that have none yet: that of their request function. */
function initName({ request = '', name }: Callbacks): string {
  const named = request.replace(/Request$/, 'Init').replace(/_request$/, '_init');
  return named === request ? `${name}Init` : named;
}

/** Refuses new static functions and a callbacks object whose names the file has. */
function unused(context: TreeContext, place: ModulePlace, functions: ModuleFunctions): Result<ModuleFunctions> {
  const names = [functions.init.name, functions.request.name, functions.callbacks.name];
  const taken = [...(place.outline?.functions ?? []), ...(place.outline?.variables ?? [])].find((item) => names.includes(item.name));
  const clash = taken ? undefined : names.map((name) => functionClash(context, place, name)).find((one) => one !== undefined);
  if (clash) return fail(clash);
  if (!taken) return ok(functions);
  return fail({
    code: 'shmem/function-taken',
    message: `${place.path} defines ${taken.name} already`,
    where: { path: place.path, offset: taken.nameRange.start },
    hint: 'Choose another name with initFunction.',
  });
}

/** The callbacks object of that name in any C file of the server. */
export function findCallbacks(context: TreeContext, name: string): { readonly path: TreePath; readonly offset: number } | undefined {
  const pattern = new RegExp(`^const ShmemCallbacks ${name}\\b`, 'm');
  for (const { path, text } of filesWith(context, 'src/backend', '.c', name)) {
    const match = pattern.exec(text);
    if (match) return { path, offset: match.index };
  }
  return undefined;
}
