import type { Aspect, Comparison } from './compare.ts';
import type { Outcome } from './replay.ts';

const ASPECTS: readonly Aspect[] = ['written', 'text', 'section', 'place', 'beside'];

/** The tables of one kind: refusals first, then how often each aspect of each part equals the commit. */
export function summary(kind: string, outcomes: readonly Outcome[]): string {
  const refused = outcomes.filter((outcome) => outcome.problem);
  const done = outcomes.length - refused.length;
  const commits = new Set(outcomes.map((outcome) => outcome.sha)).size;
  const lines = [`${kind}: ${outcomes.length} registrations of ${commits} commits, ${done} replayed, ${refused.length} refused`, ''];
  for (const [code, list] of groupBy(refused, (outcome) => outcome.problem?.code ?? '')) {
    lines.push(`  ${String(list.length).padStart(4)} ${code}`);
    for (const { sha, name, problem } of list.slice(0, 5))
      lines.push(`         ${sha.slice(0, 10)} ${name}: ${firstLine(problem?.message ?? '')}`);
  }
  if (refused.length > 0) lines.push('');
  lines.push(`  ${'part'.padEnd(18)}${ASPECTS.map((aspect) => aspect.padStart(16)).join('')}${'unasked'.padStart(10)}`);
  const all = outcomes.flatMap((outcome) => outcome.comparisons);
  for (const [part, list] of groupBy(all, (one) => one.part)) {
    const unasked = list.filter((one) => one.aspect === 'unasked').length;
    lines.push(
      `  ${part.padEnd(18)}${ASPECTS.map((aspect) => share(list, aspect).padStart(16)).join('')}${String(unasked || '').padStart(10)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** All that differs in one replayed registration, and our diff. */
export function detail(outcome: Outcome): string {
  const head = `== ${outcome.sha.slice(0, 10)} ${outcome.date} ${outcome.commitSubject}\n== ${outcome.kind} ${outcome.name} ${JSON.stringify(outcome.request)}`;
  if (outcome.problem) return `${head}\nrefused: ${outcome.problem.code}: ${outcome.problem.message}\n${outcome.problem.hint ?? ''}\n`;
  const misses = outcome.comparisons
    .filter((one) => !one.equal)
    .map((one) => `-- ${one.part}, ${one.aspect}\n   ours:   ${one.ours}\n   theirs: ${one.theirs}`);
  const notes = outcome.notes.map((note) => `note: ${note}`);
  return `${[head, ...notes, ...misses].join('\n')}\n\n${outcome.diff}`;
}

function share(list: readonly Comparison[], aspect: Aspect): string {
  const some = list.filter((one) => one.aspect === aspect);
  if (some.length === 0) return '';
  const equal = some.filter((one) => one.equal).length;
  return `${equal}/${some.length} ${Math.round((100 * equal) / some.length)} %`;
}

function groupBy<T>(list: readonly T[], key: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
