// Holds "Insert a call here…" against the compiler: every call that the start-up map offers is written into a copy of the tree, all at once,
// and what they are in is built again.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { make, scratchCopy, warningsOf, workDirectory } from '../../src/dev/postgres.mjs';
import { repository } from '../../src/dev/prepare.mjs';
import { bundled } from './bundled.mjs';

/** A function without arguments that every tree has and a header declares. */
const CALLEE = 'InitFileAccess';
/** Why a step offers no place for a call. */
const REFUSALS = ['startup/branch', 'startup/callback', 'startup/no-return', 'startup/no-statement'];

/**
 * @param {readonly { name: string, path: string }[]} trees
 * @param {ReturnType<import('./report.mjs').createReport>} report
 */
export async function judgeInsertions(trees, report) {
  const engine = await loadEngine();
  for (const tree of trees) {
    const work = workDirectory(`insertions-${tree.name}`);
    try {
      judgeTree(tree, engine, work, report);
    } catch (error) {
      report.check(`${tree.name}: the judge of insertions came to an end`, false, String(error));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
}

function judgeTree(tree, engine, work, report) {
  const { copy, warnings } = scratchCopy(tree, work);
  const { files, refused } = insertions(engine, copy);
  report.equal(
    `${tree.name}: a call is refused for reasons that are known`,
    [...refused].filter((code) => !REFUSALS.includes(code)),
    [],
  );
  const compiled = files.flatMap((file) => {
    const object = objectOf(copy, file.path);
    return object === undefined ? [] : [{ ...file, object, before: callsIn(object) }];
  });
  const left = files.filter(({ path }) => !compiled.some((one) => one.path === path)).map(({ path }) => path);
  if (left.length > 0) process.stdout.write(`     not compiled, since this build leaves them out: ${left.join(', ')}\n`);
  for (const { path, text } of compiled) writeFileSync(join(copy, path), text);
  const built = make(copy, ['-C', 'src/backend', 'postgres']);
  const total = compiled.reduce((sum, { inserted }) => sum + inserted, 0);
  report.check(`${tree.name}: the map offers places for calls`, total > 100, `${total} places`);
  report.check(
    `${tree.name}: ${total} inserted calls in ${compiled.length} files compile`,
    built.status === 0,
    built.stderr.slice(0, 3000),
  );
  const fresh = [...warningsOf(built.stderr)].filter((warning) => !warnings.has(warning));
  report.equal(`${tree.name}: and bring no new warning`, fresh, []);
  const lost = compiled.flatMap(({ path, object, before, inserted, conditional }) => {
    const made = callsIn(object) - before;
    return made >= inserted - conditional && made <= inserted ? [] : [`${path}: ${made} of ${inserted}`];
  });
  report.equal(`${tree.name}: each is in the compiled code, but where the preprocessor left its place out`, lost, []);
  const [{ path, text }] = compiled;
  writeFileSync(join(copy, path), text.replaceAll(`${CALLEE}();`, 'nobody_declares_this();'));
  const object = make(copy, ['-C', dirname(path), basename(path).replace(/c$/, 'o')]);
  report.check(`${tree.name}: the compiler warns of a call of what nobody declares`, warningsOf(object.stderr).size > 0, object.stderr);
}

/**
 * The files of a tree, each with all calls that are offered in it: how many they are, and how many of them stand under conditions of the
 * preprocessor. `refused` are the reasons for which steps offer none.
 */
function insertions({ open, startupMap, insertCall, applyEdits }, root) {
  const context = open(root);
  const changed = new Map();
  const refused = new Set();
  const seen = new Set();
  for (const path of startupMap(context)) {
    for (const [index, step] of path.steps.entries()) {
      const place = `${step.place.path} ${step.place.offset} ${step.name}`;
      if (seen.has(place)) continue;
      seen.add(place);
      const edit = insertCall(context, path.name, index, CALLEE);
      if (!edit.ok) refused.add(edit.problem.code);
      for (const file of edit.ok ? edit.value.files : []) {
        const known = changed.get(file.path) ?? new Map();
        changed.set(file.path, known);
        // Every insertion brings the include along.
        for (const one of file.edits) known.set(`${one.start} ${one.text}`, one);
      }
    }
  }
  const files = [...changed].map(([path, edits]) => {
    const before = context.tree.read(path).text;
    const calls = [...edits.values()].filter(({ text }) => text.includes(`${CALLEE}();`));
    const conditional = calls.filter(({ start }) => isConditional(before.slice(0, start))).length;
    return { path, text: applyEdits(before, [...edits.values()]), inserted: calls.length, conditional };
  });
  return { files, refused };
}

/** Whether a condition of the preprocessor is open at the end of a text. */
function isConditional(text) {
  return (text.match(/^#\s*if/gm)?.length ?? 0) > (text.match(/^#\s*endif/gm)?.length ?? 0);
}

/** The object that a build made of a C file, or of a link to it; undefined where it made none. */
function objectOf(tree, path) {
  const directory = join(tree, dirname(path));
  const names = readdirSync(directory).filter(
    (name) => name.endsWith('.c') && realpathSync(join(directory, name)) === realpathSync(join(tree, path)),
  );
  return names.map((name) => join(directory, name.replace(/c$/, 'o'))).find((object) => existsSync(object));
}

/** How often compiled code calls the function. */
function callsIn(object) {
  const run = spawnSync('objdump', ['-r', object], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return run.stdout.match(new RegExp(`\\s${CALLEE}\\b`, 'g'))?.length ?? 0;
}

/** The engine from the sources, with a way to open a tree. */
async function loadEngine() {
  const engine = await bundled(`
    import { createCSyntax, createMemo, openTree } from './src/core/api.ts';
    import { diskTree } from './src/host/disk-tree.ts';
    export { applyEdits, insertCall, startupMap } from './src/core/api.ts';
    export async function opener(grammar) {
      const c = await createCSyntax(grammar);
      const today = { year: 2026, month: 1, day: 1 };
      return (root) => openTree(diskTree(root), { c, today, random: () => 0, reservedOids: new Set(), memo: createMemo() }).value;
    }`);
  const wasm = (name) => readFileSync(join(repository, 'dist', name));
  return { ...engine, open: await engine.opener({ runtime: wasm('web-tree-sitter.wasm'), grammar: wasm('tree-sitter-c.wasm') }) };
}
