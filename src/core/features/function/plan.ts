import { fail, ok, type Result } from '../../base/result.ts';
import { type Building, type BuildList, planBuild } from '../../place/build-lists.ts';
import { missingNote } from '../../place/missing.ts';
import type { StepSummary } from '../../text/tree-edit.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import { basename } from '../../tree/source-tree.ts';
import type { Plan } from '../feature.ts';
import { checkRoles, privilegeStatements } from './acl.ts';
import { type CodePlace, codePlace } from './code-place.ts';
import { checkDefaults } from './defaults.ts';
import { type DocumentationPoint, documentationPoint } from './docs.ts';
import type { FunctionRequest } from './form.ts';
import { EXPECTED_SANITY, leakproofLine } from './leakproof-list.ts';
import type { FunctionSite } from './locate.ts';
import { functionRecord } from './record.ts';
import { findRelatives, type Relatives } from './relatives.ts';
import { readSignature, type Signature } from './signature.ts';
import { defaultsStatement, type SqlInsertion } from './sql.ts';
import { missingOfTests, type TestPlace, testPlace } from './test-place.ts';
import { type TestText, testText } from './test-text.ts';
import { chooseOid, requestProblem } from './validate.ts';

/** A step of the plan with what its rendering needs. */
export type FunctionStep = StepSummary &
  (
    | { readonly what: 'catalog'; readonly after: number | undefined; readonly record: string }
    | { readonly what: 'c-function'; readonly signature: Signature; readonly related: readonly string[] }
    | { readonly what: 'defaults' | 'privileges' | 'leakproof-list'; readonly insertion: SqlInsertion }
    | { readonly what: 'documentation'; readonly point: DocumentationPoint; readonly signature: Signature }
    | { readonly what: 'test'; readonly place: TestPlace; readonly text: TestText }
    | { readonly what: 'catversion' }
    | { readonly what: BuildList['what']; readonly list: BuildList }
    | { readonly what: 'schedule' | 'expected' }
  );

/** Validates a request against the tree and decides what goes where. */
export function plan(context: TreeContext, site: FunctionSite, request: FunctionRequest): Result<Plan<FunctionStep>> {
  const read = readSignature(site.types, request);
  if (!read.ok) return read;
  const signature = read.value;
  const problem = requestProblem(context, site, request, signature) ?? checkDefaults(signature);
  if (problem) return fail(problem);
  const roles = checkRoles(context.tree, request.grantTo);
  if (!roles.ok) return roles;
  const oid = chooseOid(context, site, request.oid);
  if (!oid.ok) return oid;
  const code = codePlace(context, site, request);
  if (!code.ok) return code;
  const build = planBuild(context, code.value.file);
  if (!build.ok) return build;
  const placed = { ...request, file: code.value.file };
  const relatives = findRelatives(context, site, placed);
  if (!relatives.ok) return relatives;
  const record = functionRecord(context, site.columns, request, signature, oid.value);
  if (!record.ok) return record;
  const sql = planSql(context, request, signature);
  if (!sql.ok) return sql;
  const { after, related } = relatives.value;
  const catalog: FunctionStep = {
    what: 'catalog',
    file: paths.pgProc,
    why: related && after ? `registers the function, beside its relative ${after.name}` : 'registers the function, at the end of the list',
    required: true,
    after: after?.record.end,
    record: record.value,
  };
  const parts = [
    planCode(code.value, build.value, signature, relatives.value, request),
    { steps: sql.value, notes: [] },
    planDocumentation(context, request, signature, relatives.value),
    planTest(context, placed, signature, code.value),
    planLeakproof(context, site, request, signature, oid.value),
    planCatversion(request),
  ];
  return ok({
    title: `Register function ${request.name}(${signature.inputs.map((one) => one.type.display).join(', ')})`,
    steps: [catalog, ...parts.flatMap((part) => part.steps)],
    notes: parts.flatMap((part) => part.notes),
  });
}

interface Part {
  readonly steps: readonly FunctionStep[];
  readonly notes: readonly string[];
}

function planCode(place: CodePlace, build: Building, signature: Signature, relatives: Relatives, request: FunctionRequest): Part {
  const generated =
    'src/include/utils/fmgrprotos.h and fmgroids.h are generated from pg_proc.dat at build time: they need no edit, whatever older guides say.';
  const { file } = place;
  const builds = build.lists.map(
    (list): FunctionStep => ({ what: list.what, file: list.path, why: `builds ${basename(file)}`, required: true, list }),
  );
  if (place.kind === 'exists') {
    const known = `${file} defines ${request.cName ?? request.name} already; it is registered as it is.`;
    return { steps: builds, notes: [known, ...build.notes, generated] };
  }
  const { isNew } = place;
  const why = isNew ? 'defines the function, in a new file' : 'defines the function';
  const step: FunctionStep = { what: 'c-function', file, why, required: true, signature, related: relatives.cFunctions };
  return { steps: [step, ...builds], notes: [...build.notes, generated] };
}

/** Defaults and privileges that this tree keeps in SQL; both are part of what was asked, so they need a place. */
function planSql(context: TreeContext, request: FunctionRequest, signature: Signature): Result<readonly FunctionStep[]> {
  const steps: FunctionStep[] = [];
  const { functionDefaults, functionAcl } = context.shape;
  if (functionDefaults === 'sql' && signature.inputs.some((one) => one.default !== undefined)) {
    const insertion = defaultsStatement(context, request, signature);
    if (!insertion) return noPlace('args', 'argument defaults', 'CREATE OR REPLACE FUNCTION … DEFAULT …');
    steps.push({ what: 'defaults', file: insertion.path, why: 'gives the arguments their defaults', required: true, insertion });
  }
  if (functionAcl === 'sql' && request.grantTo.length > 0) {
    const insertions = privilegeStatements(context, request, signature);
    if (!insertions) return noPlace('grantTo', 'privileges', 'REVOKE EXECUTE ON FUNCTION … and GRANT EXECUTE ON FUNCTION …');
    const why = `lets nobody execute it but ${request.grantTo.join(', ')}`;
    for (const insertion of insertions) steps.push({ what: 'privileges', file: insertion.path, why, required: true, insertion });
  }
  return ok(steps);
}

function noPlace(field: string, what: string, anchor: string) {
  return fail({
    code: 'function/no-sql-place',
    field,
    message: `No place for ${what}: looked for ${anchor} in ${paths.systemFunctions} and ${paths.systemViews}`,
    hint: `Leave out the ${what}, or complete the checkout.`,
  });
}

function planDocumentation(context: TreeContext, request: FunctionRequest, signature: Signature, relatives: Relatives): Part {
  const point = request.description === undefined ? undefined : documentationPoint(context, request, relatives);
  if (!point) {
    const reason =
      context.shape.functionDocs === undefined
        ? `there is neither ${paths.funcSgml} nor a folder ${paths.funcDirectory}`
        : 'no relative of the function stands in a table of functions. Name one with near';
    return { steps: [], notes: request.description === undefined ? [] : [`No documentation was written: ${reason}.`] };
  }
  const why = `documents the function, beside ${point.beside}`;
  return { steps: [{ what: 'documentation', file: point.path, why, required: false, point, signature }], notes: [] };
}

function planTest(context: TreeContext, request: FunctionRequest, signature: Signature, code: CodePlace): Part {
  const skipped = (reason: string): Part => ({ steps: [], notes: [`No regression test was written: ${reason}.`] });
  if (code.kind === 'exists') return skipped('what an existing C function answers cannot be foretold');
  const text = testText(context.tree, request, signature);
  if (!text) return skipped('the answer to a first call cannot be foretold for these types');
  const place = testPlace(context, request, code.isNew);
  if (!place) return skipped(missingOfTests(context.tree) ?? 'no schedule of src/test/regress has room for another test');
  const why = place.isNew ? 'calls the function' : 'calls the function, after those of its module';
  return {
    steps: [
      { what: 'test', file: place.sql, why, required: false, place, text },
      { what: 'expected', file: place.expected, why: 'what psql answers', required: false },
      ...place.schedules.map(({ path }): FunctionStep => ({ what: 'schedule', file: path, why: 'runs the test', required: false })),
    ],
    notes: [],
  };
}

function planLeakproof(context: TreeContext, site: FunctionSite, request: FunctionRequest, signature: Signature, oid: number): Part {
  if (!request.leakproof) return { steps: [], notes: [] };
  const types = signature.inputs.map((one) => one.type.name);
  const insertion = leakproofLine(context.tree, site.types, site.rows, { name: request.name, types, oid });
  if (!insertion && !context.tree.read(EXPECTED_SANITY)) return { steps: [], notes: [missingNote(EXPECTED_SANITY, request.name)] };
  if (!insertion)
    return { steps: [], notes: ['The regression test opr_sanity lists leakproof functions: add the new one to its expected output.'] };
  return {
    steps: [{ what: 'leakproof-list', file: insertion.path, why: 'opr_sanity lists leakproof functions', required: false, insertion }],
    notes: [],
  };
}

function planCatversion(request: FunctionRequest): Part {
  const file = 'src/include/catalog/catversion.h';
  if (request.bumpCatversion) {
    return { steps: [{ what: 'catversion', file, why: 'tells clusters of the old catalog from new ones', required: true }], notes: [] };
  }
  const note = `CATALOG_VERSION_NO in ${file} was left alone, since committers bump it; bumpCatversion does. Run initdb anew in any case.`;
  return { steps: [], notes: [note] };
}
