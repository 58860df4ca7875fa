import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import { suggestOid } from '../../catalog/oids.ts';
import { buildListFiles } from '../../place/build-lists.ts';
import type { StepSummary } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import { type TreePath, toTreePath } from '../../tree/source-tree.ts';
import type { Plan } from '../feature.ts';
import { findCFunction } from './c-function.ts';
import { type DocumentationPoint, documentationPoint } from './docs.ts';
import type { FunctionRequest } from './form.ts';
import type { FunctionSite } from './locate.ts';
import { functionRecord } from './record.ts';
import { findRelatives } from './relatives.ts';
import { readSignature, type Signature } from './signature.ts';
import { type DefaultsPoint, defaultsPoint } from './sql.ts';
import { type TestPoint, testPoint, testTexts } from './test-stub.ts';

/** A step of the plan with what its rendering needs. */
export type FunctionStep = StepSummary &
  (
    | { readonly what: 'catalog'; readonly offset: number; readonly text: string }
    | { readonly what: 'c-function'; readonly signature: Signature; readonly related: readonly string[] }
    | { readonly what: 'defaults'; readonly point: DefaultsPoint; readonly signature: Signature }
    | { readonly what: 'documentation'; readonly point: DocumentationPoint; readonly signature: Signature }
    | { readonly what: 'test'; readonly point: TestPoint; readonly sql: string; readonly expected: string }
    | { readonly what: 'catversion' }
    | { readonly what: 'makefile' | 'meson' | 'schedule' }
  );

/** Validates a request against the tree and decides what goes where. */
export function plan(context: TreeContext, site: FunctionSite, request: FunctionRequest): Result<Plan<FunctionStep>> {
  const signature = readSignature(site.types, request);
  if (!signature.ok) return signature;
  const problem = nameProblem(site, request, signature.value) ?? declaredProblem(request);
  if (problem) return fail(problem);
  const oid = chooseOid(context, site, request);
  if (!oid.ok) return oid;
  const relatives = findRelatives(context, site, request);
  if (!relatives.ok) return relatives;
  const record = functionRecord(context, site.columns, request, signature.value, oid.value);
  if (!record.ok) return record;
  const code = planCode(context, request, signature.value, relatives.value.names);
  if (!code.ok) return code;
  const after = relatives.value.after;
  const offset = after ? recordEnd(site.text, after.record.end) : site.file.close;
  const catalog: FunctionStep = {
    what: 'catalog',
    file: paths.pgProc,
    why: after ? `registers the function, beside its relative ${after.name}` : 'registers the function, at the end of the list',
    required: true,
    offset,
    text: `${record.value}\n`,
  };
  const notes = [
    'src/include/utils/fmgrprotos.h and fmgroids.h are generated from pg_proc.dat at build time; they need no edit, whatever older guides say.',
  ];
  const rest = [
    ...planDefaults(context, signature.value, notes),
    ...planDocumentation(context, relatives.value.names, signature.value, notes),
    ...planTest(context, request, signature.value, notes),
    ...planCatversion(request, notes),
  ];
  if (rest.some((step) => step.what === 'defaults' && step.file === '')) {
    return fail({
      code: 'function/no-defaults-place',
      message: 'No place for argument defaults: looked for CREATE OR REPLACE FUNCTION … DEFAULT in the SQL files of src/backend/catalog',
      hint: 'Leave out the defaults, or complete the checkout.',
    });
  }
  return ok({
    title: `Register function ${request.name}(${signature.value.inputs.map((one) => one.type.display).join(', ')})`,
    steps: [catalog, ...code.value, ...rest],
    notes,
  });
}

/** Offset after the comma and the line end that follow a record. */
function recordEnd(text: string, end: number): number {
  const newline = text.indexOf('\n', end);
  return newline < 0 ? end : newline + 1;
}

function nameProblem(site: FunctionSite, request: FunctionRequest, signature: Signature): Problem | undefined {
  if (!/^[a-z_][a-z0-9_$]{0,62}$/.test(request.name))
    return {
      code: 'function/bad-name',
      message: `"${request.name}" is no plain SQL name for a function`,
      hint: 'Use lower-case letters, digits and underscores, at most 63.',
    };
  if (request.cName !== undefined && !/^[A-Za-z_]\w*$/.test(request.cName))
    return { code: 'function/bad-c-name', message: `"${request.cName}" is no C identifier`, hint: 'Use letters, digits and underscores.' };
  const types = signature.inputs.map((one) => one.type.name).join(' ');
  const taken = site.rows.find((row) => row.name === request.name && row.argumentTypes === types);
  if (taken) {
    return {
      code: 'function/name-taken',
      message: `Function ${request.name}(${types.replaceAll(' ', ', ')}) is registered already, with OID ${taken.oid}`,
      where: { path: paths.pgProc, offset: taken.record.start },
      hint: 'Choose another name or other argument types.',
    };
  }
  return undefined;
}

/** Contradictions that the regression test opr_sanity would find. */
function declaredProblem(request: FunctionRequest): Problem | undefined {
  if (request.volatility === 'immutable' && request.parallel === 'unsafe')
    return {
      code: 'function/immutable-unsafe',
      message: 'An immutable function cannot be parallel unsafe',
      hint: 'Make it parallel safe, or not immutable.',
    };
  const number = [request.cost, request.rows].find((value) => value !== undefined && !(Number(value) > 0));
  if (number !== undefined)
    return {
      code: 'function/bad-estimate',
      message: `"${number}" is no positive number for cost or rows`,
      hint: 'Leave it out to take the default.',
    };
  if (/[\n\r]/.test(request.description))
    return { code: 'function/bad-description', message: 'The description has more than one line', hint: 'Use one short phrase.' };
  return undefined;
}

function chooseOid(context: TreeContext, site: FunctionSite, request: FunctionRequest): Result<number> {
  const { oid } = request;
  if (oid === undefined) return suggestOid(site.oids, 1, context.random(), context.reservedOids);
  if (oid < 1 || oid >= site.oids.limit)
    return fail({
      code: 'function/oid-range',
      message: `OID ${oid} is not between 1 and ${site.oids.limit - 1}, where OIDs are assigned by hand`,
      hint: 'Leave it out to have an unused one picked.',
    });
  const use = site.oids.uses.find((one) => one.oid === oid);
  if (use)
    return fail({
      code: 'function/oid-taken',
      message: `OID ${oid} is in use by ${use.name}`,
      where: use.place,
      hint: 'Leave it out to have an unused one picked.',
    });
  return ok(oid);
}

/** The C function: referenced where the tree defines it already, else written into the given file. */
function planCode(
  context: TreeContext,
  request: FunctionRequest,
  signature: Signature,
  relatives: readonly string[],
): Result<readonly FunctionStep[]> {
  const cName = request.cName ?? request.name;
  const existing = findCFunction(context, cName);
  const file = request.file === undefined ? undefined : toTreePath(request.file);
  if (request.file !== undefined && (file === undefined || !file.endsWith('.c')))
    return fail({
      code: 'function/bad-file',
      message: `"${request.file}" is no C file inside the tree`,
      hint: 'Give a path relative to the top of the tree, ending in .c.',
    });
  if (existing) {
    if (existing.callable) return ok([]);
    return fail({
      code: 'function/c-name-taken',
      message: `${existing.place.path} already defines ${cName}, which is no function of the fmgr interface`,
      where: existing.place,
      hint: 'Choose another C name with cName.',
    });
  }
  if (file === undefined)
    return fail({
      code: 'function/no-file',
      message: `No C function ${cName} exists in src/backend, and no file was given to write it into`,
      hint: 'Give file, for example src/backend/utils/adt/misc.c.',
    });
  const isNew = context.tree.read(file) === undefined;
  const lists = isNew ? buildListFiles(context, file) : ok([]);
  if (!lists.ok) return lists;
  const step: FunctionStep = {
    what: 'c-function',
    file,
    why: isNew ? 'defines the function, in a new file' : 'defines the function',
    required: true,
    signature,
    related: relatives,
  };
  return ok([
    step,
    ...lists.value.map((list): FunctionStep => ({ what: list.what, file: list.path, why: 'builds the new file', required: true })),
  ]);
}

function planDefaults(context: TreeContext, signature: Signature, notes: string[]): readonly FunctionStep[] {
  if (context.shape.functionDefaults === 'pg_proc.dat' || signature.inputs.every((one) => one.default === undefined)) return [];
  const point = defaultsPoint(context);
  notes.push('Argument defaults do not fit into pg_proc.dat of this tree; the function is redefined with them when initdb runs.');
  return [
    {
      what: 'defaults',
      file: point?.path ?? '',
      why: 'gives the arguments their defaults',
      required: true,
      point: point ?? { path: '', offset: 0 },
      signature,
    },
  ];
}

function planDocumentation(
  context: TreeContext,
  relatives: readonly string[],
  signature: Signature,
  notes: string[],
): readonly FunctionStep[] {
  const point = documentationPoint(context, relatives);
  if (!point) {
    notes.push('No documentation row was written: no relative of the function is documented in a function table. Name one with near.');
    return [];
  }
  return [
    { what: 'documentation', file: point.path, why: `documents the function, after ${point.after}`, required: false, point, signature },
  ];
}

function planTest(context: TreeContext, request: FunctionRequest, signature: Signature, notes: string[]): readonly FunctionStep[] {
  const texts = testTexts(context, request, signature);
  const point = texts && testPoint(context, request);
  if (!texts || !point) {
    notes.push(
      texts
        ? `No regression test was written: ${request.name} has one already, or no group of parallel_schedule has room.`
        : 'No regression test was written: the result of a first call cannot be foretold for these types.',
    );
    return [];
  }
  const test: FunctionStep = {
    what: 'test',
    file: point.sql,
    why: 'calls the function once; its output is in expected',
    required: false,
    point,
    ...texts,
  };
  return [
    test,
    ...point.schedules.map(
      ({ path }: { path: TreePath }): FunctionStep => ({ what: 'schedule', file: path, why: 'runs the test', required: false }),
    ),
  ];
}

function planCatversion(request: FunctionRequest, notes: string[]): readonly FunctionStep[] {
  if (request.bumpCatversion)
    return [{ what: 'catversion', file: 'src/include/catalog/catversion.h', why: 'tells old clusters from new ones', required: true }];
  notes.push(
    'CATALOG_VERSION_NO in src/include/catalog/catversion.h was left alone: the committer bumps it; ask for it with bumpCatversion in a private tree, and run initdb anew.',
  );
  return [];
}
