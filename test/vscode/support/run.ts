import Mocha from 'mocha';
import { report } from './window.ts';

/** Called by VS Code inside the extension host: runs the suite that the environment names. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 180_000, reporter: LineReporter as never });
  mocha.addFile(process.env['PGSMITH_SUITE'] ?? '');
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  await LineReporter.told;
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

/** Sends the lines that `main.mjs` counts, in their order. */
class LineReporter {
  static told: Promise<void> = Promise.resolve();

  constructor(runner: Mocha.Runner) {
    const say = (line: string) => {
      LineReporter.told = LineReporter.told.then(() => report(line));
    };
    runner.on('pass', (test) => say(`pass ${test.fullTitle()}`));
    runner.on('fail', (test, error: Error) => {
      say(`fail ${test.fullTitle()}`);
      for (const line of (error.stack ?? error.message).split('\n').slice(0, 14)) say(`note ${line}`);
    });
    runner.on('pending', (test) => say(`fail ${test.fullTitle()} was left out`));
  }
}
