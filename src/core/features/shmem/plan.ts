import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import { findName } from '../../place/declared-names.ts';
import { reservedName } from '../../place/new-name.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { Plan } from '../feature.ts';
import { findVisible, isCalledAnywhere } from './c-names.ts';
import type { ListEntry } from './calls.ts';
import { callToFollow, subsystemToFollow } from './central.ts';
import type { AreaDesign, NewType, ShmemDialect } from './design.ts';
import type { ShmemRequest } from './form.ts';
import { hashArea } from './hash-area.ts';
import type { ShmemSite } from './locate.ts';
import { designLock, type LockDesign } from './locks.ts';
import { findCallbacks, findModule, type ModuleFunction, type ModuleFunctions, type ModulePlace, resolveFunctions } from './module.ts';
import { type AreaNames, areaNames, functionPrefix, subjectOf, trancheId } from './names.ts';
import type { Registration, ShmemStep } from './registration.ts';
import { stepsOf } from './steps.ts';
import { structArea } from './struct-area.ts';
import { freshType, ownFiles, type ResolvedType, resolveExpression, resolveType } from './types.ts';

/** Entries of a hash for which no number is given, as most small hashes of PostgreSQL have. */
const DEFAULT_ENTRIES = '128';

/** Validates a request against the tree and decides what goes where. */
export function plan(context: TreeContext, site: ShmemSite, request: ShmemRequest): Result<Plan<ShmemStep>> {
  const problem = nameProblem(context, site, request);
  if (problem) return fail(problem);
  const place = findModule(context, site, request);
  if (!place.ok) return place;
  const names = areaNames(request);
  const unfit = identifierProblem(request, names) ?? variableProblem(context, place.value, request, names);
  if (unfit) return fail(unfit);
  const functions = resolveFunctions(context, site, place.value, request, names.prefix);
  if (!functions.ok) return functions;
  const lock = designLock(context, site, request, lockCandidates(request, names, functions.value));
  if (!lock.ok) return lock;
  const areas = designAreas(context, site, place.value, request, names, lock.value);
  if (!areas.ok) return areas;
  const after = centralPlaces(context, site, functions.value);
  if (!after.ok) return after;
  const dialect = readDialect(context, site);
  const registration: Registration = {
    ...areas.value,
    place: place.value,
    functions: functions.value,
    lock: lock.value,
    dialect,
    after: after.value,
  };
  const steps = stepsOf(context, registration);
  if (!steps.ok) return steps;
  return ok({
    title: `Register shared-memory area "${request.name}"`,
    steps: steps.value.steps,
    notes: [...steps.value.notes, ...notesOf(site, request)],
  });
}

/** A predefined lock bears the name of the module, which the functions tell best. */
function lockCandidates(request: ShmemRequest, names: AreaNames, { init }: ModuleFunctions): readonly string[] {
  const module = request.lock === 'named' && request.lockName === undefined ? functionPrefix(init.name) : undefined;
  return module === undefined ? names.lockNames : [module, ...names.lockNames];
}

function nameProblem(context: TreeContext, site: ShmemSite, request: ShmemRequest): Problem | undefined {
  const names = namesOf(request);
  const taken = site.areas.find(({ area }) => names.includes(area.name));
  if (taken) {
    return {
      code: 'shmem/name-taken',
      message: `Shared-memory area "${taken.area.name}" is registered already, in ${taken.area.place.path}`,
      where: taken.area.place,
      hint: 'Choose another name.',
    };
  }
  if (!/^[\w .,:()+-]+$/.test(request.name) || !/[A-Za-z]/.test(request.name) || request.name !== request.name.trim()) {
    return {
      code: 'shmem/bad-name',
      message: `"${request.name}" is no name for a shared-memory area`,
      hint: 'Use letters, digits, blanks and simple punctuation, with at least one letter.',
    };
  }
  const limit = nameLimit(context) - 1;
  const longest = Math.max(...names.map((name) => name.length));
  if (longest > limit) {
    return {
      code: 'shmem/long-name',
      message: `The name of ${names.length > 1 ? 'the area of the lock' : 'the area'} has ${longest} bytes; the server's index holds ${limit}`,
      hint: 'Choose a shorter name.',
    };
  }
  return undefined;
}

/** Names of the areas that a request makes: a hash whose lock is embedded has a struct for it beside it. */
function namesOf(request: ShmemRequest): readonly string[] {
  const needsStruct = request.kind === 'hash' && request.lock === 'embedded';
  return needsStruct ? [request.name, `${request.name} Ctl`] : [request.name];
}

/** SHMEM_INDEX_KEYSIZE of the tree, which moved from shmem.h to shmem.c; what it has always been where it is not found. */
function nameLimit(context: TreeContext): number {
  for (const path of ['src/include/storage/shmem.h', 'src/backend/storage/ipc/shmem.c', 'src/include/storage/shmem_internal.h']) {
    const size = /^#define\s+SHMEM_INDEX_KEYSIZE\s+\(?\s*(\d+)/m.exec(context.tree.read(path)?.text ?? '')?.[1];
    if (size !== undefined) return Number(size);
  }
  return 48;
}

function identifierProblem(request: ShmemRequest, names: AreaNames): Problem | undefined {
  const identifiers = {
    structName: names.structName,
    variable: names.variable,
    sizeFunction: request.sizeFunction ?? `${names.prefix}ShmemSize`,
    initFunction: request.initFunction ?? `${names.prefix}ShmemInit`,
  };
  for (const [made, name] of Object.entries(identifiers)) {
    const reserved = reservedName(name);
    if (!reserved) continue;
    return {
      code: 'shmem/bad-identifier',
      field: made in request && request[made as keyof ShmemRequest] !== undefined ? made : 'name',
      message: `"${name}" ${reserved.why}, so nothing of the module can be called so`,
      hint: `Give ${made} another name of letters, digits and underscores.`,
    };
  }
  if (names.structName === names.variable) {
    return {
      code: 'shmem/one-name',
      message: `Struct and variable cannot both be named ${names.variable}`,
      hint: 'Give structName or variable another name.',
    };
  }
  return undefined;
}

function variableProblem(context: TreeContext, place: ModulePlace, request: ShmemRequest, names: AreaNames): Problem | undefined {
  const included = (place.outline?.includes ?? []).filter((one) => !one.system).map((one) => one.header);
  for (const name of request.kind === 'hash' && request.lock === 'embedded' ? [names.variable, controlVariable(names)] : [names.variable]) {
    const found =
      findVisible(context, name, ownFiles(place), [...included, 'storage/shmem.h', 'storage/lwlock.h']) ??
      findName(context, name, [], ['variable', 'function'])?.place;
    if (found) {
      return {
        code: 'shmem/variable-taken',
        message: `${name} is declared already, in ${found.path}`,
        where: found,
        hint: 'Choose another name with variable.',
      };
    }
  }
  return undefined;
}

/** The pointer to the struct that holds the embedded lock of a hash. */
function controlVariable(names: AreaNames): string {
  return names.structName.replace(/Data$/, '') === names.structName ? `${names.variable}Ctl` : names.structName.replace(/Data$/, '');
}

type Designed = Pick<Registration, 'areas' | 'types' | 'define' | 'typeHeaders' | 'codeHeaders'>;

/** The areas with their types. A hash whose lock is embedded gets a struct beside it that holds the lock: its entries cannot protect the table. */
function designAreas(
  context: TreeContext,
  site: ShmemSite,
  place: ModulePlace,
  request: ShmemRequest,
  names: AreaNames,
  lock: LockDesign | undefined,
): Result<Designed> {
  const isHash = request.kind === 'hash';
  const written = request.maxEntries ?? (isHash ? DEFAULT_ENTRIES : undefined);
  const size = written === undefined ? ok([]) : resolveExpression(context, place, 'maxEntries', written.trim());
  if (!size.ok) return size;
  const define = written === undefined ? undefined : macroFor(context, place, names, isHash, written.trim());
  const max = define?.name ?? written?.trim() ?? '';
  const areas: AreaDesign[] = [];
  const types: NewType[] = [];
  const typeHeaders: string[] = [];
  const codeHeaders: string[] = [...size.value];
  const tranche = lock?.kind === 'embedded' ? lock.id : undefined;
  if (!isHash || tranche !== undefined) {
    const entry = isHash || written === undefined ? undefined : arrayEntry(context, place, request, names);
    if (entry && !entry.ok) return entry;
    const area = structArea(context, site, place, {
      name: namesOf(request).at(-1) ?? request.name,
      structName: names.structName,
      subject: subjectOf(request),
      variable: isHash ? controlVariable(names) : names.variable,
      tranche,
      namedLock: lock?.kind === 'named' ? lock.name : undefined,
      array: entry?.ok ? { entry: entry.value, max } : undefined,
      isPrivate: isHash,
    });
    if (!area.ok) return area;
    areas.push(area.value.design);
    types.push(...area.value.types);
    if (area.value.types.length > 0 && tranche !== undefined) (isHash ? codeHeaders : typeHeaders).push('storage/lwlock.h');
    if (entry?.ok) typeHeaders.push(...entry.value.headers);
  }
  if (isHash) {
    const { name } = request;
    const { entryType, keyType } = request;
    const { variable, entryTypes, keyTypes } = names;
    const hash = hashArea(context, place, { name, variable, entryType, keyType, entryTypes, keyTypes, max });
    if (!hash.ok) return hash;
    areas.push(hash.value.design);
    types.push(...hash.value.types);
    codeHeaders.push(...hash.value.headers);
  }
  if (lock?.kind === 'named') codeHeaders.push('storage/lwlock.h');
  return ok({ areas, types, define, typeHeaders, codeHeaders });
}

/** The type of the entries of an array: a struct that exists tells its own. */
function arrayEntry(
  context: TreeContext,
  place: ModulePlace,
  { entryType }: ShmemRequest,
  { entryTypes }: AreaNames,
): Result<ResolvedType> {
  return entryType === undefined ? freshType(context, place, 'entryType', entryTypes) : resolveType(context, place, 'entryType', entryType);
}

/** A number gets a name, unless that name is taken. */
function macroFor(
  context: TreeContext,
  place: ModulePlace,
  names: AreaNames,
  isHash: boolean,
  written: string,
): { name: string; value: string } | undefined {
  if (!/^\d+$/.test(written)) return undefined;
  const stem = trancheId(names.variable).replace(/^LWTRANCHE_/, '');
  const name = `${stem}_${isHash ? 'MAX_SIZE' : 'MAX_ENTRIES'}`;
  return findName(context, name, ownFiles(place), ['macro', 'enumerator']) ? undefined : { name, value: written };
}

/** Entries of the central lists that new ones follow; a refusal where a list has no place for them. */
function centralPlaces(context: TreeContext, site: ShmemSite, functions: ModuleFunctions): Result<Registration['after']> {
  const nothing = { size: undefined, init: undefined, subsystem: undefined };
  const noPlace = (path: string, what: string) =>
    fail({
      code: 'shmem/no-place',
      message: `${path} has no ${what} that always runs, to put a new one after`,
      where: { path, offset: 0 },
      hint: 'Look for an unfinished edit in this file.',
    });
  if (site.shape === 'subsystem-list') {
    const { name, existing } = functions.callbacks;
    const listed = site.lists.subsystems.find((entry) => entry.name === name);
    if (listed) return ok(nothing);
    const other = existing ? undefined : findCallbacks(context, name);
    if (other) {
      return fail({
        code: 'shmem/function-taken',
        message: `${name} exists already, in ${other.path}`,
        where: other,
        hint: 'Choose another name with initFunction.',
      });
    }
    const subsystem = subsystemToFollow(site.lists.subsystems, name);
    return subsystem ? ok({ ...nothing, subsystem }) : noPlace(paths.subsystemList, 'PG_SHMEM_SUBSYSTEM line');
  }
  const text = context.tree.read(paths.ipci)?.text ?? '';
  const size = callToFollow(text, site.lists.sizes, functions.size.name);
  const init = callToFollow(text, site.lists.inits, functions.init.name);
  if (!size) return noPlace(paths.ipci, 'statement that adds a size');
  if (!init) return noPlace(paths.ipci, 'call of an init function');
  const [callsSize, callsInit] = [isCalled(context, site.lists.sizes, functions.size), isCalled(context, site.lists.inits, functions.init)];
  if (!callsSize.ok) return callsSize;
  if (!callsInit.ok) return callsInit;
  return ok({ ...nothing, size: callsSize.value ? undefined : size, init: callsInit.value ? undefined : init });
}

/** Whether a function needs no call of its own: it is on the list, or exists and something calls it. Refuses one that cannot be called for certain. */
function isCalled(context: TreeContext, entries: readonly ListEntry[], { name, existing }: ModuleFunction): Result<boolean> {
  const [entry] = entries.filter((one) => one.name === name).sort((a, b) => Number(a.conditional) - Number(b.conditional));
  if (entry?.conditional)
    return fail({
      code: 'shmem/conditional-call',
      message: `${entry.place.path} calls ${name} inside of an #if, so it is not certain that it is called`,
      where: entry.place,
      hint: 'Take the call out of the #if, remove it, or choose other names with sizeFunction and initFunction.',
    });
  if (entry || (existing !== undefined && isCalledAnywhere(context, name))) return ok(true);
  if (existing?.definition.isStatic)
    return fail({
      code: 'shmem/static-function',
      message: `${name} is static in ${existing.path}, so ${paths.ipci} cannot call it`,
      where: { path: existing.path, offset: existing.definition.nameRange.start },
      hint: 'Remove static, or choose other names with sizeFunction and initFunction.',
    });
  return ok(false);
}

function readDialect(context: TreeContext, site: ShmemSite): ShmemDialect {
  const shmem = context.tree.read('src/include/storage/shmem.h')?.text ?? '';
  const hsearch = context.tree.read('src/include/utils/hsearch.h')?.text ?? '';
  const parameters = /\bShmemInitHash\s*\(([^)]*)\)/.exec(shmem)?.[1]?.split(',').length;
  return {
    callbacks: site.shape === 'subsystem-list',
    initialHashSize: parameters !== 4,
    stringFlag: /^#define\s+HASH_STRINGS\b/m.test(hsearch) ? 'HASH_STRINGS' : undefined,
  };
}

function notesOf(site: ShmemSite, request: ShmemRequest): readonly string[] {
  const notes: string[] = [];
  if (site.shape === 'subsystem-list' && request.sizeFunction !== undefined) {
    notes.push('This tree has no size functions: the request callback states the size, so sizeFunction was only used to make names.');
  }
  if (request.kind === 'hash' && request.maxEntries === undefined) {
    notes.push(`No number of entries was given: the hash holds ${DEFAULT_ENTRIES}; change the macro to what the module needs.`);
  }
  return notes;
}
