// Holds the start-up map against reality: a debugger notes the order in which its calls are made.
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveAway, runAs, scratchInstallation, workDirectory } from '../../src/dev/postgres.mjs';
import { repository } from '../../src/dev/prepare.mjs';

const CLI = join(repository, 'dist', 'cli', 'main.mjs');

/**
 * @param {{ name: string, path: string }} tree
 * @param {ReturnType<import('./report.mjs').createReport>} report
 */
export function judgeStartup(tree, report) {
  const work = workDirectory(`startup-${tree.name}`);
  const bin = join(scratchInstallation(tree, work), 'tmp_install', 'usr', 'local', 'pgsmith', 'bin');
  const data = join(work, 'data');
  try {
    giveAway(work);
    const boot = stepsOf(tree, 'boot');
    judgeOrder(tree, 'boot', boot, traceOfBoot(work, bin, data, namesOf(boot)), report);
    const postmaster = stepsOf(tree, 'postmaster');
    judgeOrder(tree, 'postmaster', postmaster, traceOfPostmaster(work, bin, data, namesOf(postmaster)), report);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The steps of a mode, as the command line prints them. */
function stepsOf(tree, name) {
  const run = spawnSync(process.execPath, [CLI, '--tree', tree.path, '--json', 'startup', '--process', name], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout)[0].steps;
}

function namesOf(steps) {
  return [...new Set(steps.map((step) => step.name))];
}

/** Runs initdb with a `postgres` that enters the debugger for the bootstrap mode; gives calls in the order in which each was made first. */
function traceOfBoot(work, bin, data, names) {
  const real = join(bin, 'postgres.real');
  const log = join(work, 'boot.log');
  renameSync(join(bin, 'postgres'), real);
  const script = scriptFor(work, 'boot', names, 'exit');
  writeFileSync(
    join(bin, 'postgres'),
    `#!/bin/sh\nif [ "$1" = --boot ]; then exec gdb -nx -batch -x ${script} --args ${real} "$@" > ${log} 2>&1; fi\nexec ${real} "$@"\n`,
  );
  chmodSync(join(bin, 'postgres'), 0o755);
  const made = runAs(work, join(bin, 'initdb'), ['-D', data, '-N', '-A', 'trust']);
  renameSync(real, join(bin, 'postgres'));
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stderr.slice(-2000)}`);
  return callsIn(readFileSync(log, 'utf8'));
}

/** Starts a postmaster in the debugger until it serves. */
function traceOfPostmaster(work, bin, data, names) {
  const script = scriptFor(work, 'postmaster', names, 'ServerLoop');
  const run = runAs(work, 'gdb', [
    '-nx',
    '-batch',
    '-x',
    script,
    '--args',
    join(bin, 'postgres'),
    '-D',
    data,
    '-k',
    work,
    '-c',
    'listen_addresses=',
  ]);
  if (run.status !== 0) throw new Error(`gdb failed:\n${run.stderr.slice(-2000)}`);
  return callsIn(run.stdout);
}

/**
 * A script of gdb that writes a line when a function is entered for the first time through the same calls. The process is killed when it enters
 * `last`; what it forks runs on without the debugger.
 */
function scriptFor(work, purpose, names, last) {
  const script = join(work, `${purpose}.py`);
  writeFileSync(
    script,
    `import gdb
for setting in ['confirm off', 'pagination off', 'breakpoint pending on', 'follow-fork-mode parent', 'detach-on-fork on']:
    gdb.execute('set ' + setting)
gdb.execute('handle SIGUSR1 SIGUSR2 SIGALRM SIGCHLD SIGPIPE nostop noprint pass')
seen = set()

class Entry(gdb.Breakpoint):
    def stop(self):
        chain = []
        frame = gdb.selected_frame()
        while frame is not None and frame.name() is not None:
            chain.insert(0, frame.name())
            frame = None if frame.name() == 'main' else frame.older()
        text = ' '.join(chain)
        if text not in seen:
            seen.add(text)
            print('HIT ' + text, flush=True)
        return self.location == '${last}'

for name in '${names.join(' ')}'.split():
    Entry(name)
gdb.execute('run')
if gdb.selected_inferior().pid:
    gdb.execute('kill')
`,
  );
  giveAway(script);
  return script;
}

/** Calls in the order in which each was made for the first time, each as the functions that were active then, from main on. */
function callsIn(output) {
  return [...output.matchAll(/^HIT ([\w ]+)$/gm)].map((match) => match[1]);
}

/** The order of first calls must be the map's, and every call that the map shows without a condition must have been made. */
function judgeOrder(tree, mode, steps, calls, report) {
  const edges = steps.map((_, index) => ['main', ...callersOf(steps, index)].join(' '));
  // Cases of a switch run in the order of the data.
  const ordered = steps.map((step) => !step.conditions.some((one) => /^case (?!DISPATCH_)/.test(one)));
  const known = [...new Set(edges.filter((_, index) => ordered[index]))];
  const made = calls.filter((call) => known.includes(call));
  // A call may stand at several places, of which some are under conditions; what counts is that the map can be walked in this order.
  let at = -1;
  const stray = made.find((call) => {
    at = edges.indexOf(call, at + 1);
    return at < 0;
  });
  report.check(
    `${tree.name}: ${mode} makes the calls of the map in its order`,
    stray === undefined && made.length > 0,
    `out of order: ${stray}`,
  );
  const certain = [...new Set(edges.filter((_, index) => isCertain(steps, index)))];
  const missed = certain.filter((edge) => !made.includes(edge));
  report.equal(`${tree.name}: ${mode} makes every call that the map shows without a condition`, missed, []);
  process.stdout.write(
    `     ${mode}: ${made.length} calls made of ${known.length} in the map, ${certain.length} of them without a condition\n`,
  );
}

/** The functions that are active when the call of a step is made, from below main on, its own last. */
function callersOf(steps, index) {
  const names = [];
  for (let at = index, depth = steps[index].depth + 1; at >= 0; at -= 1) {
    if (steps[at].depth !== depth - 1) continue;
    depth -= 1;
    names.unshift(steps[at].name);
  }
  return names;
}

/** Whether neither a step nor a caller of it stands under a condition; what comes after the server has begun to serve is not waited for. */
function isCertain(steps, index) {
  const serving = steps.findIndex((step) => step.name === 'ServerLoop');
  if (serving >= 0 && index > serving) return false;
  for (let at = index, depth = Number.POSITIVE_INFINITY; at >= 0 && depth > 0; at -= 1) {
    const step = steps[at];
    if (step.depth >= depth) continue;
    depth = step.depth;
    const conditions = step.conditions.filter((one) => !one.startsWith('case DISPATCH_') && !/argv\[1\]/.test(one));
    if (conditions.length > 0) return false;
  }
  return true;
}
