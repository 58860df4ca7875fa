import Mocha from 'mocha';

/** Called by VS Code inside the extension host: runs the suite that the environment names. */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, reporter: LineReporter as never });
  mocha.addFile(process.env['PGSMITH_SUITE'] ?? '');
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))));
  });
}

/** Writes the lines that `main.mjs` counts; the extension host's console reaches it through the window. */
class LineReporter {
  constructor(runner: Mocha.Runner) {
    const say = (line: string) => console.log(`##${line}`);
    runner.on('pass', (test) => say(`pass ${test.fullTitle()}`));
    runner.on('fail', (test, error: Error) => {
      say(`fail ${test.fullTitle()}`);
      for (const line of (error.stack ?? error.message).split('\n').slice(0, 14)) say(`note ${line}`);
    });
    runner.on('pending', (test) => say(`fail ${test.fullTitle()} was left out`));
  }
}
