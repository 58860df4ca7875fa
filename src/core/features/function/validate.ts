import { fail, ok, type Problem, type Result } from '../../base/result.ts';
import { suggestOid } from '../../catalog/oids.ts';
import { isIdentifier, isKeyword } from '../../syntax/c/identifiers.ts';
import { fieldValue, parseRecords } from '../../syntax/records.ts';
import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { otherName } from './c-name.ts';
import type { FunctionRequest } from './form.ts';
import type { FunctionSite } from './locate.ts';
import { type Signature, SQL_NAME } from './signature.ts';

const PG_OPERATOR = 'src/include/catalog/pg_operator.dat';

/** What is wrong with a request beyond its signature: names, what PostgreSQL's own checks would find, estimates. */
export function requestProblem(
  context: TreeContext,
  site: FunctionSite,
  request: FunctionRequest,
  signature: Signature,
): Problem | undefined {
  return nameProblem(context, site, request, signature) ?? propertyProblem(request, signature) ?? descriptionProblem(context.tree, request);
}

function nameProblem(context: TreeContext, site: FunctionSite, request: FunctionRequest, signature: Signature): Problem | undefined {
  const hint = 'Use lower-case letters, digits and underscores, at most 63.';
  if (!SQL_NAME.test(request.name))
    return { code: 'function/bad-name', message: `"${request.name}" is no plain SQL name for a function`, hint };
  const cName = request.cName ?? request.name;
  if (!isIdentifier(cName))
    return {
      code: 'function/bad-c-name',
      message: `"${cName}" is ${isKeyword(cName) ? 'a keyword of C' : 'no C identifier'}, so no C function can be called so`,
      hint: `Give cName another name, for example ${otherName(context, cName)}.`,
    };
  const types = signature.inputs.map((one) => one.type.name).join(' ');
  const taken = site.rows.find((row) => row.name === request.name && row.argumentTypes === types);
  return (
    taken && {
      code: 'function/name-taken',
      message: `Function ${request.name}(${types.replaceAll(' ', ', ')}) is registered already, with OID ${taken.oid}`,
      where: { path: paths.pgProc, offset: taken.record.start },
      hint: 'Choose another name or other argument types.',
    }
  );
}

/** Contradictions that CREATE FUNCTION refuses or the regression test opr_sanity finds. */
function propertyProblem(request: FunctionRequest, signature: Signature): Problem | undefined {
  if (request.volatility === 'immutable' && request.parallel === 'unsafe') {
    return {
      code: 'function/immutable-unsafe',
      message: 'An immutable function cannot be parallel unsafe',
      hint: 'Make it parallel safe, or not immutable.',
    };
  }
  if (request.leakproof && signature.inputs.length === 0) {
    return {
      code: 'function/leakproof',
      message: 'A function without arguments has nothing to leak, and opr_sanity wants it not to be leakproof',
      hint: 'Leave out leakproof.',
    };
  }
  if (!signature.set && request.rows !== undefined) {
    return {
      code: 'function/rows',
      message: 'An estimate of rows was given for a function that returns no set',
      hint: 'Leave out rows, or ask for a set.',
    };
  }
  const odd = [request.cost, request.rows].find((value) => value !== undefined && !/^\d+(?:\.\d+)?$/.test(value));
  const zero = [request.cost, request.rows].find((value) => value !== undefined && Number(value) === 0);
  if (odd === undefined && zero === undefined) return undefined;
  return {
    code: 'function/bad-estimate',
    message: `"${odd ?? zero}" is no positive number for cost or rows`,
    hint: 'Leave it out to take the default.',
  };
}

/** Every built-in function is described, unless it stands behind an operator, whose description genbki.pl takes over. */
function descriptionProblem(tree: SourceTree, request: FunctionRequest): Problem | undefined {
  const { description } = request;
  if (description === undefined) {
    if (standsBehindOperator(tree, request.name)) return undefined;
    return {
      code: 'function/no-description',
      message: 'A description is missing: the regression test opr_sanity wants one of every built-in function',
      hint: 'Give description, a short phrase.',
    };
  }
  if (!/[\n\r]/.test(description)) return undefined;
  return { code: 'function/bad-description', message: 'The description has more than one line', hint: 'Use one short phrase.' };
}

function standsBehindOperator(tree: SourceTree, name: string): boolean {
  const file = parseRecords(PG_OPERATOR, tree.read(PG_OPERATOR)?.text ?? '');
  return file.ok && file.value.records.some((record) => fieldValue(record, 'oprcode')?.replace(/\(.*/, '') === name);
}

/** The OID asked for, where it is free, else one picked by the project's policy. */
export function chooseOid(context: TreeContext, site: FunctionSite, oid: number | undefined): Result<number> {
  if (oid === undefined) return suggestOid(site.oids, 1, context.random(), context.reservedOids);
  const hint = 'Leave it out to have an unused one picked.';
  if (oid < 1 || oid >= site.oids.limit) {
    return fail({
      code: 'function/oid-range',
      message: `OID ${oid} is not between 1 and ${site.oids.limit - 1}, where OIDs are assigned by hand`,
      hint,
    });
  }
  const use = site.oids.uses.find((one) => one.oid === oid);
  if (use) return fail({ code: 'function/oid-taken', message: `OID ${oid} is in use by ${use.name}`, where: use.place, hint });
  if (context.reservedOids.has(oid)) return fail({ code: 'function/oid-taken', message: `OID ${oid} is in use on another branch`, hint });
  const kept = site.oids.keptBack.find((range) => range.first <= oid && oid <= range.last);
  if (kept)
    return fail({
      code: 'function/oid-kept',
      message: `OID ${oid} is one of ${kept.first} to ${kept.last}, which transam.h keeps back and unused_oids does not offer`,
      where: { path: 'src/include/access/transam.h', offset: 0 },
      hint,
    });
  return ok(oid);
}
