import { type CliProblem, type Outcome, sentenceOf } from './outcome.ts';
import { run } from './run.ts';

/**
 * The `pgsmith` command. The process ends when everything is written: an exit before would cut off what a pipe has not
 * taken yet, and to wait for its natural end takes longer. A reader that goes away is no error.
 */
async function main(args: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      process.exitCode = 2;
      if (stream === process.stdout) process.stderr.write(`pgsmith: The output could not be written: ${error.message}\n`);
    });
  }
  const asJson = args.includes('--json');
  try {
    report(await run(args, process.cwd(), (sentence) => process.stderr.write(`pgsmith: ${sentence}\n`)), asJson);
  } catch (error) {
    report(crashed(error), asJson);
  }
  for (const stream of [process.stdout, process.stderr]) await new Promise<void>((resolve) => stream.write('', () => resolve()));
  process.exit();
}

function report(outcome: Outcome, asJson: boolean): void {
  process.exitCode = outcome.ok ? 0 : outcome.fault === 'refused' ? 1 : 2;
  if (asJson) {
    const answer = outcome.ok ? outcome.json() : { ok: false, problem: outcome.problem };
    process.stdout.write(`${JSON.stringify(answer, undefined, 2)}\n`);
  } else if (outcome.ok) {
    process.stdout.write(outcome.text());
    process.stderr.write(outcome.remarks?.() ?? '');
  } else process.stderr.write(problemText(outcome.problem));
}

function problemText(problem: CliProblem): string {
  return `pgsmith: ${sentenceOf(problem)} (${problem.code})\n${problem.hint === undefined ? '' : `${problem.hint}\n`}`;
}

/** What the system refused is told with its path; anything else is our bug and comes with its stack. */
function crashed(error: unknown): Outcome {
  if (error instanceof Error && 'syscall' in error) {
    return { ok: false, fault: 'usage', problem: { code: 'system/error', message: error.message } };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    ok: false,
    fault: 'usage',
    problem: { code: 'internal/bug', message: stack, hint: 'This is a bug of pgsmith: please report it with the lines above.' },
  };
}

await main(process.argv.slice(2));
