import { describe, expect, it } from 'vitest';
import { insertCall, mermaidOf, type StartupPath, type StartupStep, serverProcesses, startupMap, treeIndex } from '../../src/core/api.ts';
import { functionPlace, functionsOf } from '../../src/core/index/c-functions.ts';
import { flowOf } from '../../src/core/startup/flow.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { overlayTree } from '../../src/core/tree/memory-tree.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { contextOf, realContext } from '../support/context.ts';

/** A function without arguments that every tree has and a header declares. */
const CALLEE = 'InitFileAccess';

describe.each(cachedTrees())('start-up of PostgreSQL $name', ({ path: root }) => {
  const context = realContext(root);
  const map = startupMap(context);
  const textOf = (path: string) => context.tree.read(path)?.text ?? '';
  const named = (name: string): StartupPath => {
    const path = map.find((one) => one.name === name);
    if (!path) throw new Error(`no path ${name}`);
    return path;
  };
  const every = map.flatMap((path) => path.steps.map((step, index) => ({ path, step, index })));

  it('has the modes of the program and a path for every process with a function', () => {
    const names = map.map((path) => path.name);
    expect(names).toEqual(expect.arrayContaining(['postmaster', 'boot', 'single']));
    expect(names).toEqual(expect.arrayContaining(serverProcesses(context).flatMap((one) => (one.main === undefined ? [] : [one.name]))));
    expect(new Set(names).size).toBe(names.length);
  });

  it('shows calls that stand in the code', () => {
    const callees = /^(?:request_fn|init_fn)\b/;
    const mains = serverProcesses(context).map((one) => one.main);
    const strange = every.filter(({ step, index }) => {
      const text = textOf(step.place.path).slice(step.place.offset);
      const isListed = index === 0 || mains.includes(step.name);
      return !new RegExp(`^${step.name}\\s*\\(`).test(text) && !callees.test(text) && !isListed;
    });
    expect(every.length).toBeGreaterThan(300);
    expect(strange.map(({ path, step }) => `${path.name} ${step.name}`)).toEqual([]);
  });

  it('knows where every function is defined, and makes each call in the function above it', () => {
    const undefinedSteps = every.filter(({ step }) => !textOf(step.definition?.path ?? '').startsWith(step.name, step.definition?.offset));
    expect(undefinedSteps.map(({ step }) => step.name)).toEqual([]);
    const lost = every.filter(({ path, step, index }) => {
      const parent = parentOf(path.steps, index);
      if (!parent?.definition) return step.depth !== 0;
      const { path: file, offset } = parent.definition;
      const end = functionsOf(context, file).find((one) => one.offset > offset)?.offset ?? Number.POSITIVE_INFINITY;
      return step.place.path !== file || step.place.offset < offset || step.place.offset > end;
    });
    expect(lost.map(({ path, step }) => `${path.name} ${step.name}`)).toEqual([]);
  });

  it('lets things come into being once, and nothing be missing again', () => {
    for (const { name, steps } of map) {
      const made = steps.flatMap((step) => step.milestone ?? []);
      expect(new Set(made).size, name).toBe(made.length);
      for (const [index, step] of steps.entries()) {
        const before = steps[index - 1]?.missing ?? step.missing;
        expect(before, `${name} ${step.name}`).toEqual(expect.arrayContaining([...step.missing]));
      }
    }
  });

  it('makes shared memory in the postmaster, and opens a database in backends and without a postmaster', () => {
    expect(named('postmaster').steps.map((step) => step.milestone)).toContain('shared memory');
    for (const name of ['boot', 'single']) {
      const made = named(name).steps.flatMap((step) => step.milestone ?? []);
      expect([...made].sort(), name).toEqual(['base', 'database', 'process slot', 'shared memory']);
      expect(made.indexOf('shared memory'), name).toBeLessThan(made.indexOf('process slot'));
      expect(made.at(-1), name).toBe('database');
    }
    const backend = serverProcesses(context).find((one) => one.type === 'B_BACKEND');
    expect(named(backend?.name ?? '').steps.flatMap((step) => step.milestone ?? [])).toContain('database');
    for (const step of named(backend?.name ?? '').steps) expect(step.missing).not.toContain('shared memory');
  });

  it('shows what bootstrap and recovery set up, and where modules take part', () => {
    const names = (path: string) => named(path).steps.map((step) => step.name);
    const boot = named('boot').steps;
    const bootstrap = boot.find((step) => step.name === 'BootStrapXLOG');
    expect(bootstrap?.missing).toContain('database');
    expect(bootstrap?.missing).not.toContain('shared memory');
    expect(names('boot')).toContain('BootStrapCLOG');
    for (const path of ['single', 'startup']) expect(names(path), path).toContain('StartupXLOG');
    const hooks = treeIndex(context).ofKind('hook');
    for (const hook of ['shmem_request_hook', 'shmem_startup_hook'])
      if (hooks.some((one) => one.name === hook)) expect(names('postmaster'), hook).toContain(hook);
    const request = names('postmaster').indexOf('shmem_request_hook');
    expect(request).toBeLessThan(names('postmaster').indexOf('CreateSharedMemoryAndSemaphores'));
  });

  it('shows of the postmaster only what it does itself', () => {
    expect(named('postmaster').steps.flatMap((step) => step.milestone ?? [])).toEqual(['shared memory']);
    expect(named('postmaster').steps.map((step) => step.name)).not.toContain('InitPostmasterChild');
  });

  it('knows processes that let go of shared memory, and what exists when a worker begins', () => {
    const alone = serverProcesses(context).filter((one) => !one.attaches && one.main !== undefined);
    expect(alone.map((one) => one.type)).toContain('B_LOGGER');
    for (const one of alone) for (const step of named(one.name).steps) expect(step.missing, one.name).toContain('shared memory');
    for (const step of named('ApplyWorkerMain').steps) expect(step.missing).toEqual(step.missing.filter((one) => one === 'database'));
  });

  it('has a process for each type that the tree lists, and tells how a type without a function comes about', () => {
    const types = enumerators(textOf('src/include/miscadmin.h'), 'BackendType').filter((one) => one.startsWith('B_'));
    const aux = enumerators(textOf('src/include/miscadmin.h'), 'AuxProcType');
    const processes = serverProcesses(context);
    const shown = new Set(processes.map((one) => one.type));
    // Where auxiliary processes have types of their own, those stand for the others: StartupProcess for B_STARTUP.
    const asAux = (type: string) => {
      const words = plain(type.replace(/^B_/, ''));
      return aux.find((one) => plain(one) === `${words}process`) ?? type;
    };
    expect(types.map(asAux).filter((one) => !shown.has(one))).toEqual(types.filter((one) => one === 'B_INVALID'));
    // Bootstrap and its check are modes of the program.
    const started = aux.filter((one) => /Process$/.test(one) && !/^(?:NotAn|Checker|Bootstrap)/.test(one));
    expect(started.filter((one) => !shown.has(one))).toEqual([]);
    expect(processes.filter((one) => one.main === undefined && one.becomes.length === 0).map((one) => one.name)).toEqual([]);
  });

  it('finds for each process its function, and calls that start it', () => {
    const processes = serverProcesses(context);
    const mains = ['CheckpointerMain', 'WalWriterMain', 'StartupProcessMain', 'PgArchiverMain', 'SysLoggerMain'];
    expect(processes.map((one) => one.main)).toEqual(expect.arrayContaining(mains));
    expect(processes.map((one) => one.type)).toEqual(expect.arrayContaining(['B_BACKEND', 'B_WAL_SENDER']));
    expect(processes.map((one) => one.type)).not.toContain('B_INVALID');
    expect(processes.filter((one) => one.main !== undefined && !functionPlace(context, one.main)).map((one) => one.name)).toEqual([]);
    const alone = processes.filter((one) => one.main !== undefined && one.startedBy.length === 0).map((one) => one.name);
    expect(alone).toEqual([]);
    for (const { startedBy } of processes)
      for (const { name, place } of startedBy) expect(flowOf(context, place.path, name).map((call) => call.start)).toContain(place.offset);
  });

  it('writes a call after each step that is a statement, and the same call is then made right after it', () => {
    const refused = new Set<string>();
    let written = 0;
    for (const { path, step, index } of every.filter((one) => one.index % 13 === 0)) {
      const edit = insertCall(context, path.name, index, CALLEE);
      if (!edit.ok) {
        refused.add(edit.problem.code);
        continue;
      }
      const changed = edit.value.files.find((one) => one.path === step.place.path);
      const text = applyEdits(textOf(step.place.path), changed?.edits ?? []);
      const after = contextOf(overlayTree(context.tree, new Map([[step.place.path, text]])));
      const caller = functionsOf(context, step.place.path).findLast((one) => one.offset < step.place.offset)?.name ?? '';
      const before = flowOf(context, step.place.path, caller).filter((call) => call.start < step.after);
      const calls = flowOf(after, step.place.path, caller).map((call) => call.name);
      expect(calls.slice(0, before.length + 1), `${path.name} ${step.name}`).toEqual([...before.map((call) => call.name), CALLEE]);
      written += 1;
    }
    expect(written).toBeGreaterThan(20);
    const known = ['startup/no-statement', 'startup/no-return', 'startup/callback', 'startup/branch'];
    expect([...refused].filter((code) => !known.includes(code))).toEqual([]);
  });

  it('draws each step once', () => {
    for (const path of map) {
      const lines = mermaidOf(path).split('\n');
      expect(lines.filter((line) => /^ {2}s\d+[[{]/.test(line))).toHaveLength(path.steps.length);
      expect(lines.filter((line) => line.includes('-->'))).toHaveLength(path.steps.length);
    }
  });
});

/** Members of an enum of a header, by the name of its type. */
function enumerators(text: string, type: string): readonly string[] {
  const body = new RegExp(`enum(?:\\s+${type})?\\s*\\{([^}]*)\\}\\s*${type};`).exec(text)?.[1] ?? '';
  const code = body.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return [...code.matchAll(/\b([A-Za-z_]\w*)\s*(?:=[^,}]*)?(?:,|$)/gm)].map((match) => match[1] ?? '');
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** The step that makes the call of a step; undefined for those at the top. */
function parentOf(steps: readonly StartupStep[], index: number): StartupStep | undefined {
  const depth = steps[index]?.depth ?? 0;
  return steps.slice(0, index).findLast((one) => one.depth === depth - 1);
}
