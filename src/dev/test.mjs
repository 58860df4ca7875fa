// npm test: installs what is missing, then runs every check there is and closes with the names of what failed and one line of totals.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBundle, ensureModules, ensurePrograms, repository } from './prepare.mjs';
import { ensureTrees } from './trees.mjs';

ensurePrograms(['fetch', 'postgres', 'build', 'bench', 'vscode', 'window']);
ensureModules();
ensureBundle();
ensureTrees();

/** @typedef {{ passed: number, failed: number, names?: readonly string[] }} Outcome how many checks held and did not, and the names of those that did not */

const totals = { passed: 0, failed: 0 };
/** @type {string[]} */
const failures = [];
count('types and lint', run('npm', ['run', '--silent', 'check']).status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
count('unit, property, command line and real-tree tests', vitest());
count('VS Code', await program('test/vscode/main.mjs'));
count('PostgreSQL', await program('test/postgres/main.mjs'));
process.stdout.write(`\n${failures.map((name) => `failed: ${name}\n`).join('')}${totals.passed} passed, ${totals.failed} failed\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;

/**
 * @param {string} what
 * @param {Outcome} outcome
 */
function count(what, outcome) {
  totals.passed += outcome.passed;
  totals.failed += outcome.failed;
  const names = outcome.names ?? [];
  failures.push(...names.map((name) => `${what}: ${name}`));
  if (outcome.failed > names.length) failures.push(`${what}: ${outcome.failed - names.length} without a name`);
  process.stdout.write(`\n== ${what}: ${outcome.passed} passed, ${outcome.failed} failed\n`);
}

function run(command, args) {
  return spawnSync(command, args, { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] });
}

/**
 * A run that ends without a report counts as a failure.
 * @returns {Outcome}
 */
function vitest() {
  const directory = mkdtempSync(join(tmpdir(), 'pgsmith-vitest-'));
  const report = join(directory, 'report.json');
  const outcome = run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTotalTestSuites, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const crashed = outcome.status !== 0 && numFailedTests === 0;
    return {
      passed: numPassedTests,
      failed: numFailedTests + numPendingTests + (crashed || numTotalTestSuites === 0 ? 1 : 0),
      names: testResults
        .flatMap((file) => file.assertionResults)
        .filter((test) => test.status !== 'passed')
        .map((test) => test.fullName),
    };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Runs a test program of its own, which names each failure on a line and whose last line gives its totals.
 * @param {string} path
 * @returns {Promise<Outcome>}
 */
async function program(path) {
  const running = spawn(process.execPath, [path], { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  running.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
    process.stdout.write(text);
  });
  const [status] = await once(running, 'close');
  const closing = /^(\d+) passed, (\d+) failed$/m.exec(said);
  if (!closing) return { passed: 0, failed: 1 };
  const [passed, failed] = [Number(closing[1]), Number(closing[2])];
  const names = [...said.matchAll(/^failed: (.*)$/gm)].map(([, name = '']) => name);
  return { passed, failed: failed + (status !== 0 && failed === 0 ? 1 : 0), names };
}
