import {
  type Entry,
  features,
  isKind,
  isParsed,
  KINDS,
  type Kind,
  listOids,
  registeredOf,
  type SourceTree,
  type TableColumn,
  treeIndex,
} from '../../core/api.ts';
import { laterCSyntax } from '../../host/later-syntax.ts';
import type { Call } from '../call.ts';
import { openContext, openFolder, openWith } from '../open.ts';
import { openIndex } from '../open-index.ts';
import { type Outcome, refused, sentenceOf } from '../outcome.ts';
import { columns } from '../table.ts';
import { fieldsText } from './fields-text.ts';
import { featureOf } from './kinds.ts';

/** `pgsmith list KIND`: everything of a kind that is registered in the tree. */
export async function list(call: Call): Promise<Outcome> {
  const [kind = ''] = call.operands;
  if (kind === 'oid') return listOidUses(call);
  if (isKind(kind) && !features.some((one) => one.kind === kind)) return listIndexed(call, kind);
  const feature = featureOf(kind, Object.keys(KINDS));
  if ('ok' in feature) return feature;
  const opened = await (isParsed(`*${feature.kind}`) ? openContext(call) : openWith(call, async () => laterCSyntax().c));
  if (!opened.ok) return opened;
  const entries = registeredOf(opened.context, feature.kind);
  if (!entries.ok) return refused(entries.problem, opened.tree);
  for (const problem of feature.unread(opened.context))
    call.tell(`Not everything is listed: ${sentenceOf(refused(problem, opened.tree).problem)}`);
  return answer(opened.tree, entries.value, feature.table);
}

/** Kinds that cannot be registered come from the index of everything. */
async function listIndexed(call: Call, kind: Kind): Promise<Outcome> {
  const opened = await openIndex(call);
  if (!opened.ok) return opened;
  return answer(opened.tree, treeIndex(opened.context).ofKind(kind));
}

async function listOidUses(call: Call): Promise<Outcome> {
  const opened = await openFolder(call);
  if (!opened.ok) return opened;
  const entries = listOids(opened.tree);
  return entries.ok ? answer(opened.tree, entries.value) : refused(entries.problem, opened.tree);
}

function answer(tree: SourceTree, entries: readonly Entry[], table?: readonly TableColumn[]): Outcome {
  const lineOf = lineFinder(tree);
  const rows = () =>
    entries.map((entry) => {
      const reserved = { name: entry.name, file: entry.place.path, line: lineOf(entry) };
      return { ...reserved, ...entry.fields, ...reserved };
    });
  return {
    ok: true,
    json: rows,
    text: () => {
      const place = (entry: Entry) => `${entry.place.path}:${lineOf(entry)}`;
      if (!table) return columns(entries.map((entry) => [entry.name, place(entry), fieldsText(entry)]));
      const cells = (entry: Entry) =>
        table.map(({ fields }) => cell(fields.map((field) => entry.fields[field]).find((one) => one !== undefined)));
      const headings = ['name', ...table.map((one) => one.heading), 'place'];
      return columns([headings, ...entries.map((entry) => [entry.name, ...cells(entry), place(entry)])]);
    },
  };
}

/** A value of a table, cut where it is long: the whole is told by `--json` and `show`. */
function cell(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  return text.length > 44 ? `${text.slice(0, 43)}\u2026` : text;
}

/** Line numbers of many entries: each file is searched for newlines once. */
function lineFinder(tree: SourceTree): (entry: Entry) => number {
  const newlines = new Map<string, readonly number[]>();
  return ({ place }) => {
    const found = newlines.get(place.path) ?? newlineOffsets(tree.read(place.path)?.text ?? '');
    newlines.set(place.path, found);
    let low = 0;
    let high = found.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found[middle] ?? 0) < place.offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

function newlineOffsets(text: string): readonly number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) offsets.push(at);
  return offsets;
}
