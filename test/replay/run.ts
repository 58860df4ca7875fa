import { parseArgs } from 'node:util';
import { features } from '../../src/core/features/registry.ts';
import { createCSyntax } from '../../src/core/syntax/c/parser.ts';
import { readGrammar } from '../../src/host/wasm.ts';
import { KINDS, type Kind, type Registration, registrationOf, registrations } from './corpus.ts';
import { GitRepository } from './git.ts';
import { type Outcome, replay } from './replay.ts';
import { detail, summary } from './report.ts';

const usage = `Usage: npm run replay -- GIT_REPOSITORY [--kind guc|function|shmem] [--limit N] [--since DATE] [--commit SHA] [--misses] [--json]

Replays the registrations of a PostgreSQL clone's history: builds a request from each commit, registers it on the
commit's parent, and compares our edit with the committer's.
  --limit N     an even sample of N commits of each kind
  --since DATE  how far to go back (2019-07-01, when the development of 13 began)
  --commit SHA  this commit only: what differs, our diff, the committer's
  --misses      print what differs for every registration
  --json        one JSON object per registration
`;

/** The tool behind `npm run replay`. */
export async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kind: { type: 'string' },
      limit: { type: 'string' },
      since: { type: 'string', default: '2019-07-01' },
      commit: { type: 'string' },
      misses: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const directory = positionals[0];
  const kinds = KINDS.filter((kind) => (values.kind ?? kind) === kind && features.some((feature) => feature.kind === kind));
  if (directory === undefined || positionals.length > 1 || kinds.length === 0) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const c = await createCSyntax(readGrammar());
  const repository = new GitRepository(directory);
  try {
    for (const kind of kinds) {
      const corpus =
        values.commit === undefined
          ? sample(registrations(repository, kind, values.since), values.limit)
          : one(repository, kind, values.commit);
      const outcomes: Outcome[] = [];
      for (const registration of corpus) {
        const fresh = replay(repository, c, registration);
        outcomes.push(...fresh);
        for (const outcome of fresh) {
          if (values.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
          else if (values.misses || values.commit !== undefined) process.stdout.write(`${detail(outcome)}\n`);
        }
        if (values.commit !== undefined && !values.json) process.stdout.write(theirs(repository, registration, fresh));
      }
      if (!values.json && corpus.length > 0) process.stdout.write(`${summary(kind, outcomes)}\n`);
    }
  } finally {
    repository.dispose();
  }
}

/** An even sample over the whole time, so that every shape of tree is in it. */
function sample(all: Iterable<Registration>, limit: string | undefined): readonly Registration[] {
  const list = [...all];
  const count = Math.min(list.length, limit === undefined ? list.length : Number(limit));
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)]).flatMap((item) => item ?? []);
}

function one(repository: GitRepository, kind: Kind, name: string): readonly Registration[] {
  const commit = repository.commit(name);
  const registration = commit && registrationOf(repository, kind, commit);
  return registration ? [registration] : [];
}

/** The committer's diff of the files that we touch too. */
function theirs(repository: GitRepository, { commit }: Registration, outcomes: readonly Outcome[]): string {
  const files = outcomes.flatMap((outcome) => [...outcome.diff.matchAll(/^diff --git a\/(\S+)/gm)].flatMap((match) => match[1] ?? []));
  const diff = files.length === 0 ? '' : repository.git('diff', commit.parent, commit.sha, '--', ...new Set(files));
  return `== the committer's diff of the same files\n${diff}\n`;
}
