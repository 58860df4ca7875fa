import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { linksOf, treeIndex } from '../../src/core/api.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';

/** Types of functions that have hook in their names and of which no header declares a variable, each with what has a variable of it instead. */
const NO_VARIABLE: Readonly<Record<string, string>> = {
  CoerceParamHook: 'member of ParseState',
  GucBoolAssignHook: 'member of a parameter',
  GucBoolCheckHook: 'member of a parameter',
  GucEnumAssignHook: 'member of a parameter',
  GucEnumCheckHook: 'member of a parameter',
  GucIntAssignHook: 'member of a parameter',
  GucIntCheckHook: 'member of a parameter',
  GucRealAssignHook: 'member of a parameter',
  GucRealCheckHook: 'member of a parameter',
  GucShowHook: 'member of a parameter',
  GucStringAssignHook: 'member of a parameter',
  GucStringCheckHook: 'member of a parameter',
  ParamCompileHook: 'member of ParamListInfoData',
  ParamFetchHook: 'member of ParamListInfoData',
  ParseParamRefHook: 'member of ParseState',
  ParserSetupHook: 'member of ParamListInfoData and CachedPlanSource',
  PostParseColumnRefHook: 'member of ParseState',
  PostRewriteHook: 'member of CachedPlanSource',
  PQsslKeyPassHook_OpenSSL_type: 'static variable of libpq, behind a function',
  PreParseColumnRefHook: 'member of ParseState',
  VariableAssignHook: 'member of a variable of psql',
  VariableSubstituteHook: 'member of a variable of psql',
  pg_plan_advice_advisor_hook: 'members of a list of pg_plan_advice',
};

describe.each(cachedTrees())('hooks of PostgreSQL $name', ({ path: root }) => {
  const context = realContext(root);
  const hooks = treeIndex(context).ofKind('hook');

  it('are those that grep finds as typedefs, but for types that no header declares a variable of', () => {
    const typedefs = namesOf(grep(root, 'typedef[^;]*\\(\\s*\\*\\s*\\w*hook\\w*\\s*\\)'), /\(\s*\*\s*(\w*hook\w*)\s*\)/i);
    const listed = new Set(hooks.map((one) => one.fields['type']));
    expect(typedefs.length).toBeGreaterThan(40);
    expect(typedefs.filter((one) => !listed.has(one) && NO_VARIABLE[one] === undefined)).toEqual([]);
    const declared = grep(root, '^extern[^(;]*;').join('\n');
    expect(Object.keys(NO_VARIABLE).filter((one) => new RegExp(`\\b${one}\\b`).test(declared))).toEqual([]);
  });

  it('are those that grep finds as variables', () => {
    const variables = grep(root, '^extern [^(;]*\\w*hook\\w*\\s*;|^extern [^;]*\\(\\s*\\*\\s*\\w*hook\\w*\\s*\\)\\s*\\(');
    const names = namesOf(variables, /(\w*hook\w*)\s*(?:;|\)\s*\()/i);
    expect(names).toEqual([...new Set(hooks.map((one) => one.name))].sort());
  });

  it('have each a definition, and a call that says when it is made or under what', () => {
    const silent = hooks.filter((hook) => {
      const links = linksOf(context, hook);
      const calls = links.filter((one) => one.role === 'call');
      return !links.some((one) => one.role === 'definition') || calls.length === 0 || calls.some((one) => (one.text ?? '') === '');
    });
    expect(silent.map((one) => one.name)).toEqual([]);
    const words = (name: string) => linksOf(context, hook(name)).flatMap((one) => (one.role === 'call' ? (one.text ?? '') : []));
    const hook = (name: string) => hooks.find((one) => one.name === name) ?? expect.fail(name);
    expect(words('ExecutorStart_hook').join()).toMatch(/loadable plugins get control when ExecutorStart/);
    expect(words('object_access_hook').join()).toMatch(/entrypoint/);
    expect(words('set_rel_pathlist_hook').join()).toMatch(/^Allow a plugin/);
  });

  it('have the installers that contrib and the test modules assign', () => {
    const assigned = grep(root, '^\\s+(\\w*_hook\\w*) = \\w+;', ['contrib', 'src/test/modules'], '*.c');
    const wanted = namesOf(assigned, /(\w*_hook\w*) = /).filter((name) => hooks.some((one) => one.name === name));
    const installed = hooks.filter((one) =>
      linksOf(context, one).some(({ role, place }) => role === 'installer' && /^(?:contrib|src\/test\/modules)\//.test(place.path)),
    );
    expect(installed.map((one) => one.name).sort()).toEqual(expect.arrayContaining(wanted));
  });
});

/** Lines of files that match, whatever the case. */
function grep(root: string, pattern: string, below: readonly string[] = ['src', 'contrib'], files = '*.h'): readonly string[] {
  const run = spawnSync('grep', ['-rhiE', '--include', files, pattern, ...below], { cwd: root, encoding: 'utf8' });
  return run.stdout.split('\n').filter((line) => line !== '');
}

function namesOf(lines: readonly string[], name: RegExp): readonly string[] {
  return [...new Set(lines.flatMap((line) => name.exec(line)?.[1] ?? []))].sort();
}
