import { describe, expect, it } from 'vitest';
import { completionsAt, findingsIn } from '../../src/core/api.ts';
import { takenNames } from '../../src/core/assist/taken-names.ts';
import { uniqueKeys } from '../../src/core/catalog/unique-keys.ts';
import { serverFiles } from '../../src/core/index/c-functions.ts';
import { overlayTree } from '../../src/core/tree/memory-tree.ts';
import { paths } from '../../src/core/tree/shape.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';

const CATALOG = 'src/include/catalog';
const EVENTS = 'src/backend/utils/activity/wait_event_names.txt';
const LOCKS = ['src/include/storage/lwlocklist.h', 'src/backend/storage/lmgr/lwlocknames.txt'];

describe.each(cachedTrees())('what is typed into PostgreSQL $name', ({ path: root }) => {
  const context = realContext(root);
  const textOf = (file: string) => context.tree.read(file)?.text ?? '';
  const withText = (file: string, text: string) => ({ ...context, tree: overlayTree(context.tree, new Map([[file, text]])) });
  /** Findings of a code after a text was put behind the first match of a pattern, with how many other places each names. */
  const found = (file: string, behind: RegExp, added: string, code: string) => {
    const text = textOf(file).replace(behind, (match) => match + added);
    expect([file, text === textOf(file)]).toEqual([file, false]);
    return findingsIn(withText(file, text), file)
      .filter((finding) => finding.code === code)
      .map((finding) => finding.related?.length);
  };

  it('takes no name of the tree as it is', () => {
    const catalogs = (context.tree.list(CATALOG) ?? []).flatMap(({ name }) => (/^pg_\w+\.dat$/.test(name) ? [`${CATALOG}/${name}`] : []));
    const keyed = catalogs.filter((file) => uniqueKeys(context, file.slice(CATALOG.length + 1, -'.dat'.length)).length > 0);
    expect(keyed).toEqual(catalogs);
    const lists = ['src/backend/utils/errcodes.txt', EVENTS, ...LOCKS];
    expect([...catalogs, ...lists, ...serverFiles(context)].flatMap((file) => takenNames(context, file))).toEqual([]);
  });

  it.each([
    ['pg_operator', "{ oid => '9001', oprname => '+', oprleft => 'int4', oprright => 'int4', oprresult => 'int4', oprcode => 'int4pl' },"],
    ['pg_type', "{ oid => '9002', typname => 'text', typlen => '4', typbyval => 't', typcategory => 'N' },"],
    ['pg_cast', "{ castsource => 'int8', casttarget => 'int2', castfunc => '0', castcontext => 'a', castmethod => 'f' },"],
  ])('is refused a key of %s, at both rows', (catalog, record) => {
    expect(found(`${CATALOG}/${catalog}.dat`, /^\[\n/m, `\n${record}\n`, 'catalog/duplicate')).toEqual([1, 1]);
  });

  it('is refused names of lists, parameters, functions and C functions', () => {
    const row = `\n{ oid => '9003', descr => 'x', proname => 'lpad', prorettype => 'text', proargtypes => 'text int4 text', prosrc => 'lpad' },\n`;
    expect(found(paths.pgProc, /^\[\n/m, row, 'function/duplicate')).toEqual([1, 1]);
    expect(
      found('src/backend/utils/errcodes.txt', /^22012.*\n/m, '22099    E    ERRCODE_DIVISION_BY_ZERO    other\n', 'list/duplicate'),
    ).toEqual([1, 1]);
    if (textOf(EVENTS) !== '')
      expect(found(EVENTS, /^CHECKPOINTER_MAIN.*\n/m, 'CHECKPOINTER_MAIN\t"Waiting."\n', 'list/duplicate')).toEqual([1, 1]);
    const locks = LOCKS.find((file) => textOf(file) !== '') ?? '';
    const lock = locks.endsWith('.h') ? 'PG_LWLOCK(99, XidGen)\n' : 'XidGenLock 99\n';
    expect(found(locks, /^.*\bXidGen.*\n/m, lock, 'list/duplicate')).toEqual([1, 1]);
    expect(found('src/backend/utils/adt/bool.c', /$/, '\nDatum\nlpad(PG_FUNCTION_ARGS)\n{\n}\n', 'c/duplicate')).toEqual([1]);
    const table =
      ['src/backend/utils/misc/guc_parameters.dat', paths.gucTables, paths.gucC].find((file) => /["']work_mem["'],/.test(textOf(file))) ??
      '';
    const text = textOf(table).replace(/(["'])autovacuum\1,/, '$1work_mem$1,');
    const twice = findingsIn(withText(table, text), table).filter((finding) => finding.code === 'guc/duplicate');
    expect(twice.map((finding) => finding.related?.length)).toEqual([1, 1]);
  });

  it('is completed in a record that has no end yet', () => {
    const offered = (file: string, typed: string) => {
      const start = textOf(file).indexOf('[\n') + 2;
      const text = `${textOf(file).slice(0, start)}${typed}${textOf(file).slice(start)}`;
      return completionsAt(withText(file, text), file, start + typed.length).map((one) => one.label);
    };
    expect(offered(`${CATALOG}/pg_operator.dat`, "{ oid => '9000', oprname => '+', oprcom => '+(int4")).toContain('+(int4,int4)');
    expect(offered(`${CATALOG}/pg_operator.dat`, "{ oid => '9000', oprname => '+', oprcode => 'abs")).toContain('abs(int4)');
    expect(offered(paths.pgProc, "{ oid => '9000', proname => 'x', prosupport => 'text")).toContain('textin');
    const records = 'src/backend/utils/misc/guc_parameters.dat';
    if (textOf(records) !== '') expect(offered(records, "{ name => 'x', group => '")).toContain('RESOURCES_MEM');
  });

  it('is completed in a row of parameters that has no end yet', () => {
    const file = [paths.gucTables, paths.gucC].find((one) => /ConfigureNamesInt\[\] =\n\{/.test(textOf(one)));
    if (file === undefined) return expect(textOf('src/backend/utils/misc/guc_parameters.dat')).not.toBe('');
    const start = textOf(file).indexOf('ConfigureNamesInt[] =\n{') + 'ConfigureNamesInt[] =\n{'.length;
    const typed = '\n\t{\n\t\t{"some_number", PGC_SIGHUP, RES';
    const text = `${textOf(file).slice(0, start)}${typed}${textOf(file).slice(start)}`;
    expect(completionsAt(withText(file, text), file, start + typed.length).map((one) => one.label)).toContain('RESOURCES_MEM');
  });
});
