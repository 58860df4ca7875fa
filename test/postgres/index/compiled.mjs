// What a compiled server says of itself, without a running cluster: symbols, headers as the compiler sees them, functions called by a debugger.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pgConfig, runAs } from '../../../src/dev/postgres.mjs';

/** Names of the global variables of a program. */
export function globalVariables(program) {
  const run = spawnSync('nm', [program], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return [...run.stdout.matchAll(/^\w+ [BDRC] (\w+)$/gm)].map((match) => match[1]);
}

/** Paths of the C files below a built tree whose objects define `main`. */
export function filesWithMain(built) {
  const objects = spawnSync('find', [built, '-name', '*.o'], { encoding: 'utf8', maxBuffer: 1 << 28 })
    .stdout.split('\n')
    .filter(Boolean);
  const run = spawnSync('nm', ['-A', '--defined-only', ...objects], { encoding: 'utf8', maxBuffer: 1 << 29 });
  const files = [...run.stdout.matchAll(/^(.*)\.o:\w+ T main$/gm)].map((match) => `${relative(built, match[1])}.c`);
  return files.filter((file) => existsSync(join(built, file)));
}

/** A header of the server as it was generated and installed. */
export function installedHeader(installed, path) {
  return readFileSync(join(pgConfig(installed, '--includedir-server'), path), 'utf8');
}

/** The members of `enum NodeTag` after the preprocessor, but the one that is no node. */
export function nodeTags(installed) {
  const input = '#include "postgres.h"\n#include "nodes/nodes.h"\n';
  const run = spawnSync('gcc', ['-E', '-P', '-I', pgConfig(installed, '--includedir-server'), '-x', 'c', '-'], {
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
  });
  const members = /typedef enum NodeTag\s*\{([^}]*)\}/.exec(run.stdout)?.[1] ?? '';
  return [...members.matchAll(/\bT_(\w+)/g)].map((match) => match[1]).filter((name) => name !== 'Invalid');
}

/**
 * Wait events as `CLASS|NAME`, asked of the function that pg_stat_activity asks, and the background workers of the server itself: a
 * debugger stops the program in `main`, calls the one and reads the table of the others.
 */
export function namesInProgram(program, work) {
  const size = /^\w+ (\w+) \w InternalBGWorkers$/m.exec(spawnSync('nm', ['-S', program], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout);
  const script = join(work, 'names.py');
  writeFileSync(
    script,
    `import gdb
for setting in ['confirm off', 'pagination off', 'unwindonsignal on']:
    gdb.execute('set ' + setting)
gdb.Breakpoint('main')
gdb.execute('run')

def ask(function, info):
    value = gdb.parse_and_eval('((char *(*)(unsigned int)) %s)(%d)' % (function, info))
    return value.string() if int(value) != 0 else None

for number in range(1, 32):
    kind = ask('pgstat_get_wait_event_type', number << 24)
    if kind is None or kind == '???':
        continue
    last = None
    for event in range(0, 1000):
        try:
            name = ask('pgstat_get_wait_event', (number << 24) | event)
        except gdb.error:
            break
        if name is None or name.startswith('<unassigned'):
            continue
        if name in ('???', 'extension', 'unknown wait event') or name == last:
            break
        last = name
        print('EVENT ' + kind + '|' + name)
for index in range(0, ${Number.parseInt(size?.[1] ?? '0', 16)} // 16):
    print('WORKER ' + gdb.parse_and_eval('((char **) &InternalBGWorkers)[%d]' % (2 * index)).string())
gdb.execute('kill')
`,
  );
  const run = runAs(work, 'gdb', ['-nx', '-batch', '-x', script, '--args', program, '--version']);
  const after = (word) => [...run.stdout.matchAll(new RegExp(`^${word} (.*)$`, 'gm'))].map((match) => match[1]);
  return { events: after('EVENT'), workers: after('WORKER'), error: run.stderr };
}

/**
 * Structs of the installed headers with the share of their members that point to functions, as the compiler understands them. Headers that
 * cannot be included together with the others are left out and named.
 * @returns {{ structs: Map<string, { members: number, callbacks: string[] }>, left: string[] }}
 */
export function structsOfHeaders(tree, installed, headers, work) {
  const source = join(work, 'structs.c');
  const object = join(work, 'structs.o');
  const paths = [pgConfig(installed, '--includedir-server'), pgConfig(installed, '--includedir'), join(tree.path, 'src', 'include')];
  const flags = ['-g', '-c', '-w', '-fmax-errors=1', '-fno-eliminate-unused-debug-types', ...paths.map((path) => `-I${path}`)];
  // Headers without a guard are lists that others include, each time with another meaning.
  const isUsual = (text) => /^#ifndef \w+_H/m.test(text) && !/^#define FRONTEND\b/m.test(text);
  let used = headers.filter((header) => isUsual(readFileSync(join(tree.path, 'src', 'include', header), 'utf8')));
  for (;;) {
    writeFileSync(source, `#include "postgres.h"\n${used.map((header) => `#include "${header}"\n`).join('')}`);
    const run = spawnSync('gcc', [...flags, '-o', object, source], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.status === 0) break;
    const line = new RegExp(`${source}:(\\d+)`).exec(run.stderr)?.[1];
    if (line === undefined) throw new Error(run.stderr.slice(0, 2000));
    used = used.toSpliced(Number(line) - 2, 1);
  }
  const script = join(work, 'structs.py');
  writeFileSync(
    script,
    `import gdb, re
def is_callback(type):
    type = type.strip_typedefs()
    return type.code == gdb.TYPE_CODE_PTR and type.target().strip_typedefs().code == gdb.TYPE_CODE_FUNC
names, found = {}, {}
listing = gdb.execute('info types', to_string=True)
for name in sorted(set(re.findall(r'^\\d+:\\s+(?:typedef )?struct [^;]*?(\\w+);$', listing, re.M))):
    for spelt in (name, 'struct ' + name):
        try:
            type = gdb.lookup_type(spelt).strip_typedefs()
        except gdb.error:
            continue
        if type.code == gdb.TYPE_CODE_STRUCT:
            names.setdefault(type.name, set()).add(name)
            found[name] = type.fields()
            break
for name, fields in found.items():
    # A struct with a name of its own and the name of a type counts once, by the latter.
    if not any(name == tag and len(known) > 1 for tag, known in names.items()):
        print('STRUCT', name, len(fields), ','.join(f.name for f in fields if f.name and is_callback(f.type)))
`,
  );
  const run = spawnSync('gdb', ['-nx', '-batch', '-x', script, object], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const structs = new Map(
    [...run.stdout.matchAll(/^STRUCT (\w+) (\d+) (.*)$/gm)].map(([, name, members, callbacks]) => [
      name,
      { members: Number(members), callbacks: callbacks.split(',').filter(Boolean) },
    ]),
  );
  return { structs, left: headers.filter((header) => !used.includes(header)) };
}

/** Paths of all files below a directory, relative to `root`. */
export function filesBelow(root, directory) {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}
