import { describe, expect, it } from 'vitest';
import { type Kind, treeIndex } from '../../src/core/api.ts';
import { cachedTrees } from '../../src/dev/trees.mjs';
import { realContext } from '../support/context.ts';
import { allOf, catalogRows, codeOf, filesOf, nodeTypes, type PlainFile, structsOfCallbacks, textOf } from './second-counts.ts';

// Names, not numbers, so that two errors cannot make up for one another. Areas of the server are held in shmem.test.ts, hooks in hooks.test.ts.
describe.each(cachedTrees())('the index of PostgreSQL $name against second counts', ({ path: root }) => {
  const index = treeIndex(realContext(root));
  const paths = filesOf(root);
  const read = (pattern: RegExp): readonly PlainFile[] =>
    paths.filter((path) => pattern.test(path)).map((path) => ({ path, text: codeOf(textOf(root, path)) }));
  const code = read(/\.c$/);
  const headers = read(/\.h$/);
  const rows = catalogRows(root);
  const names = (kind: Kind) => index.ofKind(kind).map((one) => one.name);
  const same = (ours: readonly unknown[], theirs: readonly string[]) => {
    expect(theirs.length).toBeGreaterThan(0);
    expect(ours.map(String).sort()).toEqual([...theirs].sort());
  };
  /** Names at calls with a text in quotes, each with its file. */
  const quoted = (files: readonly PlainFile[], call: RegExp) =>
    files.flatMap(({ path, text }) => allOf(text, call).map((name) => `${path} ${name}`));
  const placed = (kind: Kind) => index.ofKind(kind).map(({ name, place }) => `${place.path} ${name}`);

  it.each(['function', 'operator', 'cast', 'aggregate', 'oid'] as const)('has the rows that Catalog.pm reads: %s', (kind) => {
    same(names(kind), rows.get(kind) ?? []);
  });

  it('has the types that Catalog.pm reads, which adds an array type for each row with an OID for one', () => {
    const arrays = index.ofKind('type').flatMap(({ name, fields }) => (fields['arrayOid'] === undefined ? [] : [`_${name}`]));
    same([...names('type'), ...arrays], rows.get('type') ?? []);
  });

  it('has the catalogs that headers declare, and the views of the scripts that initdb runs', () => {
    same(
      names('catalog'),
      headers.flatMap(({ text }) => allOf(text, /^CATALOG\((\w+)/gm)),
    );
    const scripts = allOf(textOf(root, 'src/bin/initdb/initdb.c'), /"(\w+\.sql)"/g).map((name) =>
      textOf(root, `src/backend/catalog/${name}`),
    );
    same(
      names('view'),
      scripts.flatMap((text) => allOf(text, /^CREATE (?:OR REPLACE )?VIEW (?:\w+\.)?(\w+)/gm)),
    );
  });

  it('has the node types that the tree generates', () => {
    same(names('node'), nodeTypes(root));
  });

  it('has the parameters of the tables or records, and the options that calls define', () => {
    const records = allOf(textOf(root, 'src/backend/utils/misc/guc_parameters.dat'), /^\{ name => '([\w.]+)'/gm);
    const tables = code.filter(({ path }) => /\/guc(?:_tables)?\.c$/.test(path)).map(({ text }) => text);
    same(names('guc'), records.length > 0 ? records : tables.flatMap((text) => allOf(text, /^\t\{\s*\{\s*"([\w.]+)",\s*PGC_/gm)));
    same(placed('custom-guc'), quoted(code, /^\t+DefineCustom\w+Variable\(\s*"([^"]+)"/gm));
  });

  it('has the locks and tranches of their lists and the tranches that calls name', () => {
    const list = codeOf(textOf(root, 'src/include/storage/lwlocklist.h'));
    const listed = allOf(list, /^PG_LWLOCK\(\d+, (\w+)\)/gm).map((name) => `${name}Lock`);
    same(
      names('lwlock'),
      listed.length > 0 ? listed : allOf(textOf(root, 'src/backend/storage/lmgr/lwlocknames.txt'), /^(\w+Lock)\s+\d/gm),
    );
    const members = /enum BuiltinTrancheIds\s*\{([^}]*)\}/.exec(codeOf(textOf(root, 'src/include/storage/lwlock.h')))?.[1] ?? '';
    const ids = allOf(list, /^PG_LWLOCKTRANCHE\((\w+)/gm).map((id) => `LWTRANCHE_${id}`);
    const tranches = ids.length > 0 ? ids : allOf(members, /^\s*(LWTRANCHE_\w+)/gm);
    const ours = index.ofKind('tranche').filter(({ fields }) => fields['by'] === undefined);
    // What modules are given begins with the last member.
    same(
      ours.map(({ fields }) => fields['id']),
      tranches.filter((id) => id !== 'LWTRANCHE_FIRST_USER_DEFINED'),
    );
    same(
      placed('tranche').filter((_, at) => index.ofKind('tranche')[at]?.fields['by'] !== undefined),
      quoted(code, /\b(?:LWLockRegisterTranche|RequestNamedLWLockTranche|LWLockNewTrancheId)\([^;{")]*"([^"]*)"/g),
    );
  });

  it('has the wait events of the list or of the functions that name them', () => {
    const listed = allOf(textOf(root, 'src/backend/utils/activity/wait_event_names.txt'), /^(\w+)[ \t]+"/gm);
    const coded = code.flatMap(({ text }) => allOf(text, /^\s+event_name = "(\w+)";$/gm));
    const own = index
      .ofKind('wait-event')
      .map(({ name, fields }) => (listed.length > 0 && fields['symbol'] ? String(fields['symbol']) : name));
    same(
      own.map((one) => one.replace(/^WAIT_EVENT_/, '')),
      listed.length > 0 ? listed : coded,
    );
  });

  it('has the workers whose function a call names in quotes', () => {
    same(placed('bgworker'), quoted(code, /bgw_function_name,[^;]*"(\w+)"\)/g));
  });

  it('has the SQLSTATEs and the resource managers of their lists', () => {
    same(names('errcode'), allOf(textOf(root, 'src/backend/utils/errcodes.txt'), /^[0-9A-Z]{5}\s+[EWS]\s+(\w+)/gm));
    const managers = index.ofKind('rmgr');
    same(
      managers.flatMap(({ fields, place }) => (place.path.endsWith('.h') ? [fields['id']] : [])),
      allOf(textOf(root, 'src/include/access/rmgrlist.h'), /^PG_RMGR\((\w+)/gm),
    );
    expect(managers.flatMap(({ place }) => (place.path.endsWith('.c') ? [place.path] : []))).toEqual(
      code.filter(({ text }) => /^\t+RegisterCustomRmgr\(/m.test(text)).map(({ path }) => path),
    );
  });

  it('has the structs of callbacks that the layout of headers shows', () => {
    same(names('callback-table'), structsOfCallbacks(headers));
  });

  it('has the processes of the table of all children, on trees that have one', () => {
    const list = textOf(root, 'src/include/postmaster/proctypelist.h');
    const table = textOf(root, 'src/backend/postmaster/launch_backend.c');
    const types = [...allOf(list, /^PG_PROCTYPE\((\w+)/gm), ...allOf(table, /^\t\[(B_\w+)\] = \{/gm)];
    if (types.length > 0)
      same(
        index.ofKind('process').map(({ fields }) => fields['type']),
        types.filter((type) => type !== 'B_INVALID'),
      );
  });

  it('has the shared memory that code beside the server asks for', () => {
    const call =
      /^\t[^\n]*\b(?:ShmemInit(?:Struct|Hash)|SimpleLruInit|ShmemRequest(?:Struct|Hash)|SimpleLruRequest|GetNamedDS(?:MSegment|A|Hash))\s*\(/gm;
    const calls = code
      .filter(({ path }) => !path.startsWith('src/backend/'))
      .flatMap(({ path, text }) => (text.match(call) ?? []).map(() => path));
    same(
      index.ofKind('addin-shmem').map(({ place }) => place.path),
      calls,
    );
  });

  it('has the programs that define main, the control files and the files of tests', () => {
    const files = (kind: Kind) => index.ofKind(kind).map(({ place }) => place.path);
    // Expected output of tests is not built, nor are the stubs in files of the server.
    const isBuilt = (path: string) => !path.includes('/expected/') && !/^src\/backend\/(?!main\/)/.test(path);
    same(
      files('program'),
      code.filter(({ path, text }) => isBuilt(path) && /^(?:int )?main ?\((?!.*;)/m.test(text)).map(({ path }) => path),
    );
    same(
      files('extension'),
      paths.filter((path) => path.endsWith('.control')),
    );
    const kinds = [
      /\/sql\/[^/]+\.sql$/,
      /\/input\/[^/]+\.source$/,
      /\/specs\/[^/]+\.spec$/,
      /\/t\/[^/]+\.pl$/,
      /^src\/interfaces\/ecpg\/test\/.*\.pgc$/,
    ];
    same(
      files('test'),
      paths.filter((path) => kinds.some((kind) => kind.test(path))),
    );
  });
});
