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
    const single = stepsOf(tree, 'single');
    judgeOrder(tree, 'single', single, traceOfSingle(work, bin, data, namesOf(single)), report);
    const postmaster = stepsOf(tree, 'postmaster');
    judgeOrder(tree, 'postmaster', postmaster, traceOfPostmaster(work, bin, data, namesOf(postmaster)), report);
    const backend = stepsOf(tree, nameOfBackend(tree));
    judgeOrder(tree, 'a backend', backend, traceOfBackend(work, bin, data, backend), report);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The steps of a mode or of a process, as the command line prints them. */
function stepsOf(tree, name) {
  return pgsmith(tree, 'startup', '--process', name)[0].steps;
}

/** What the tree calls a process that serves a client. */
function nameOfBackend(tree) {
  return pgsmith(tree, 'processes').find((one) => one.type === 'B_BACKEND').name;
}

function pgsmith(tree, ...args) {
  const run = spawnSync(process.execPath, [CLI, '--tree', tree.path, '--json', ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

/** Functions of the steps; a hook is a variable, at which no debugger can stop. */
function namesOf(steps) {
  return [...new Set(steps.map((step) => step.name))].filter((name) => !name.endsWith('_hook'));
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

/** Runs the single-user mode in the debugger until its input ends. */
function traceOfSingle(work, bin, data, names) {
  return callsIn(debugged(work, scriptFor(work, 'single', names, 'exit'), [join(bin, 'postgres'), '--single', '-D', data, 'postgres']));
}

/** Starts a postmaster in the debugger until it serves. */
function traceOfPostmaster(work, bin, data, names) {
  return callsIn(debugged(work, scriptFor(work, 'postmaster', names, 'ServerLoop'), postmasterOf(work, bin, data)));
}

/**
 * Starts a postmaster in the debugger and a client, which tries until it is served, and follows the process that serves it until that waits for a
 * command. Calls count from the functions on that the map begins with.
 */
function traceOfBackend(work, bin, data, steps) {
  const psql = `LD_LIBRARY_PATH=${join(bin, '..', 'lib')} ${join(bin, 'psql')} -X -h ${work} -d postgres -c 'SELECT 1' >/dev/null 2>&1`;
  // As long as it cannot connect, which is what psql ends with 2 for.
  const client = `while ${psql}; [ $? = 2 ]; do :; done`;
  const server = [...postmasterOf(work, bin, data), '-c', 'autovacuum=off'];
  const script = scriptFor(work, 'backend', namesOf(steps), 'ReadCommand', followClient(client, server, data, join(work, 'backend.log')));
  const calls = callsIn(debugged(work, script, server));
  const stopped = runAs(work, join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop']);
  if (stopped.status !== 0) throw new Error(`the server of the backend did not stop:\n${stopped.stderr}`);
  const first = new Set(steps.filter((step) => step.depth === 0).map((step) => step.name));
  return calls.flatMap((call) => {
    const chain = call.split(' ');
    const at = chain.findIndex((name) => first.has(name));
    return at < 0 ? [] : [['main', ...chain.slice(at)].join(' ')];
  });
}

function postmasterOf(work, bin, data) {
  return [join(bin, 'postgres'), '-D', data, '-k', work, '-c', 'listen_addresses='];
}

/** How long a program may run in the debugger, in seconds: one that waits for a client that never comes would wait for ever. */
const LONGEST = 600;

/** What a program writes that is run by a script of the debugger. */
function debugged(work, script, command) {
  const run = runAs(work, 'timeout', ['--kill-after=10', String(LONGEST), 'gdb', '-nx', '-batch', '-x', script, '--args', ...command]);
  if (run.status !== 0) throw new Error(`gdb failed with ${run.status}:\n${run.stderr.slice(-2000)}`);
  return run.stdout;
}

/**
 * A script of gdb that writes a line when a function is entered for the first time through the same calls. The process is killed when it enters
 * `last`; what it forks runs on without the debugger. With lines to run before, those start it, and it goes on by itself from `last` on.
 */
function scriptFor(work, purpose, names, last, before) {
  const script = join(work, `${purpose}.py`);
  writeFileSync(
    script,
    `import gdb, subprocess
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

${before ?? ''}for name in '${[...new Set([...names, last])].join(' ')}'.split():
    Entry(name)
gdb.execute('${before === undefined ? 'run' : 'continue'}')
if gdb.selected_inferior().pid:
    gdb.execute('${before === undefined ? 'kill' : 'detach'}')
`,
  );
  giveAway(script);
  return script;
}

/**
 * Lines of a script of gdb: from the start of a postmaster to the moment at which it forks for a client and can serve it, which is what it writes
 * into its file. What outlives the debugger keeps none of its pipes open.
 */
function followClient(client, server, data, log) {
  return `class Serving(gdb.Breakpoint):
    def stop(self):
        return 'ready' in open('${join(data, 'postmaster.pid')}').read()

gdb.Breakpoint('ServerLoop', temporary=True)
gdb.execute('run ${server.slice(1).join(' ')} > ${log} 2>&1')
subprocess.Popen(['sh', '-c', ${JSON.stringify(client)}], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
fork = Serving('BackendStartup')
gdb.execute('continue')
fork.delete()
gdb.execute('set follow-fork-mode child')
`;
}

/** Calls in the order in which each was made for the first time, each as the functions that were active then, from main on. */
function callsIn(output) {
  return [...output.matchAll(/^HIT ([\w ]+)$/gm)].map((match) => match[1]);
}

/**
 * The order of first calls must be the map's, and every call that the map shows without a condition must have been made. A map that is wrong
 * must not pass: one with two calls exchanged, and one with a call that nobody makes.
 */
function judgeOrder(tree, mode, steps, calls, report) {
  const { known, made, certain, stray, missed } = compare(steps, calls);
  const isInOrder = stray === undefined && made.length > 0;
  report.check(`${tree.name}: ${mode} makes the calls of the map in its order`, isInOrder, `out of order: ${stray}`);
  report.equal(`${tree.name}: ${mode} makes every call that the map shows without a condition`, missed, []);
  process.stdout.write(
    `     ${mode}: ${made.length} calls made of ${known.length} in the map, ${certain.length} of them without a condition\n`,
  );
  const at = steps.findIndex(
    (step, index) => steps[index + 1]?.depth === step.depth && isCertain(steps, index) && isCertain(steps, index + 1),
  );
  const exchanged = [...steps.slice(0, at), steps[at + 1], steps[at], ...steps.slice(at + 2)];
  report.check(`${tree.name}: ${mode} does not make the calls in another order`, compare(exchanged, calls).stray !== undefined, '');
  const added = [...steps.slice(0, at + 1), { ...steps[at], name: 'nobody_calls_this' }, ...steps.slice(at + 1)];
  report.check(`${tree.name}: ${mode} does not make a call that is not there`, compare(added, calls).missed.length === 1, '');
}

function compare(steps, calls) {
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
  const certain = [...new Set(edges.filter((_, index) => isCertain(steps, index)))];
  return { known, made, certain, stray, missed: certain.filter((edge) => !made.includes(edge)) };
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
    const conditions = step.conditions.filter((one) => !/^case DISPATCH_|argv\[1\]|^if \(pid == 0\)$/.test(one));
    if (conditions.length > 0) return false;
  }
  return true;
}
