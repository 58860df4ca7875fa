import { oidFieldAt, oidProblem, oidRanges, ok, type Result, replaceOid, shiftOids, shiftTargets, type TreeEdit } from '../../core/api.ts';
import {
  type Answer,
  oidFieldRequest,
  oidProblemRequest,
  oidsRequest,
  replaceOidRequest,
  shiftOidsRequest,
  shiftTargetRequest,
  type WireOidRange,
  type WirePlan,
} from '../../protocol/requests.ts';
import { answer } from '../answer.ts';
import { onRequest } from '../guard.ts';
import { openFile, rangeIn, type Services } from '../services.ts';
import { toWirePlan, toWireProblem } from '../to-protocol.ts';
import type { OpenTree } from '../workspace.ts';

/** The desk of OIDs: what is free, what can be used, and edits that renumber. */
export function registerOids(services: Services): void {
  const { connection, workspace } = services;
  const planned = (tree: OpenTree, edit: Result<TreeEdit>) => (edit.ok ? ok(toWirePlan(workspace, tree, edit.value)) : edit);
  onRequest(connection, oidsRequest, 'OIDs', ({ tree: uri, count }) =>
    answer(workspace, uri, (context) => {
      const found = oidRanges(context, count);
      return found.ok ? ok({ suggestion: toWire(found.value.suggestion), free: found.value.free.map(toWire) }) : found;
    }),
  );
  onRequest(connection, oidProblemRequest, 'OID', ({ tree: uri, first, count }) => {
    const tree = workspace.treeNamed(uri);
    const context = tree && workspace.contextOf(tree);
    const problem = context?.ok ? oidProblem(context.value, first, count) : undefined;
    return problem ? toWireProblem(workspace, tree, problem) : null;
  });
  onRequest(connection, oidFieldRequest, 'OID field', ({ uri, offset }) => {
    const open = openFile(services, uri);
    const range = open && oidFieldAt(open.context, open.path, offset);
    return open && range ? rangeIn(open.document, range) : null;
  });
  onRequest(connection, replaceOidRequest, 'replace OID', ({ uri, offset }) => replaceOidAt(services, uri, offset));
  onRequest(connection, shiftTargetRequest, 'OIDs to shift to', ({ tree: uri, first, last, to }) =>
    answer(workspace, uri, (context) => {
      const targets = shiftTargets(context, first, last, to);
      if (!targets.ok) return targets;
      const numbers = [...targets.value.values()];
      return ok({ first: numbers[0] ?? first, last: numbers.at(-1) ?? last });
    }),
  );
  onRequest(connection, shiftOidsRequest, 'shift OIDs', ({ tree: uri, first, last, to }) =>
    answer(workspace, uri, (context, tree) => planned(tree, shiftOids(context, first, last, to))),
  );
}

/** The edit that gives the object at an offset of a document an unused OID. */
export function replaceOidAt({ workspace }: Services, uri: string, offset: number): Answer<WirePlan> {
  const file = workspace.fileAt(uri);
  return answer(workspace, file?.tree.uri ?? uri, (context, tree) => {
    const edit = replaceOid(context, { path: file?.path ?? '', offset });
    return edit.ok ? ok(toWirePlan(workspace, tree, edit.value)) : edit;
  });
}

function toWire({
  first,
  last,
  before,
  after,
}: {
  first: number;
  last: number;
  before: string | undefined;
  after: string | undefined;
}): WireOidRange {
  return { first, last, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
