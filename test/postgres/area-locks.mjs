// Holds the locks inside of shared-memory areas against the compiler: a debugger walks through the types of the areas, by value.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { baseline, pgConfig, scratchInstallation, workDirectory } from '../../src/dev/postgres.mjs';
import { repository } from '../../src/dev/prepare.mjs';

const CLI = join(repository, 'dist', 'cli', 'main.mjs');

/**
 * @param {{ name: string, path: string }} tree
 * @param {ReturnType<import('./report.mjs').createReport>} report
 */
export function judgeAreaLocks(tree, report) {
  const run = spawnSync(process.execPath, [CLI, '--tree', tree.path, '--json', 'list', 'shmem'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr);
  /** @type {readonly { name: string, file: string, variable?: string, structName?: string, entryType?: string, locks?: readonly string[] }[]} */
  const areas = JSON.parse(run.stdout);
  const work = workDirectory(`area-locks-${tree.name}`);
  try {
    const headers = pgConfig(scratchInstallation(tree, work), '--includedir-server');
    const typed = areas.filter((area) => typeOf(area) !== undefined);
    const files = [...new Set(typed.map((area) => area.file))];
    const [listed, compiled, left] = [[], [], []];
    for (const file of files) {
      const inFile = typed.filter((area) => area.file === file);
      const types = locksOfTypes(tree, headers, work, file, [...new Set(inFile.map(typeOf))]);
      for (const area of inFile) {
        const locks = types.get(typeOf(area));
        if (locks === undefined) {
          left.push(`${typeOf(area)} of ${file}`);
          continue;
        }
        listed.push(...(area.locks ?? []).filter(isMember).map((lock) => `${area.name}: ${lock}`));
        compiled.push(...locks.map((lock) => `${area.name}: ${lock.startsWith(' ') ? area.variable : ''}${lock}`));
      }
    }
    if (left.length > 0) process.stdout.write(`     not compiled here: ${left.join(', ')}\n`);
    report.equal(
      `${tree.name}: ${listed.length} locks inside of shared-memory areas are those of the compiler`,
      [listed.toSorted(), compiled.length > 0],
      [compiled.toSorted(), true],
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function typeOf(area) {
  return area.structName ?? area.entryType;
}

/** Whether a lock is a member of the area's struct, neither one with a name of its own nor one that a pointer leads to. */
function isMember(lock) {
  return !/^[A-Z]\w*$|\[\w+\]/.test(lock);
}

/** The locks in those of some types that the compiler finds in a file, each by the members that lead to it. */
function locksOfTypes(tree, headers, work, file, types) {
  const object = join(work, 'types.o');
  const flags = ['-g', '-c', '-w', '-fno-eliminate-unused-debug-types', '-D_GNU_SOURCE'];
  const source = join(tree.path, file);
  const generated = join(baseline(tree).directory, 'src', 'backend');
  const paths = [headers, join(tree.path, 'src', 'include'), dirname(source), generated].map((path) => `-I${path}`);
  if (spawnSync('gcc', [...flags, ...paths, '-o', object, source]).status !== 0) return new Map();
  const script = join(work, 'types.py');
  writeFileSync(
    script,
    `import gdb
def locks(type, path):
    name = type.unqualified().name
    if name == 'slock_t':
        print('LOCK', wanted, path + ' (spinlock)')
        return
    type = type.unqualified().strip_typedefs()
    if type.code == gdb.TYPE_CODE_ARRAY:
        while type.code == gdb.TYPE_CODE_ARRAY:
            type = type.target()
        return locks(type, path + '[]')
    if name == 'LWLock' or type.name == 'LWLock':
        print('LOCK', wanted, path)
    elif type.code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION) and name not in ('ConditionVariable', 'Barrier'):
        for field in type.fields():
            locks(field.type, '.'.join(part for part in (path, field.name) if part))
for wanted in ${JSON.stringify(types)}:
    for spelt in (wanted, 'struct ' + wanted, 'union ' + wanted):
        try:
            type = gdb.lookup_type(spelt)
        except gdb.error:
            continue
        print('TYPE', wanted)
        locks(type, '')
        break
`,
  );
  const run = spawnSync('gdb', ['-nx', '-batch', '-x', script, object], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const found = new Map([...run.stdout.matchAll(/^TYPE (\w+)$/gm)].map(([, type]) => [type, []]));
  for (const [, type, lock] of run.stdout.matchAll(/^LOCK (\w+) (.*)$/gm)) found.get(type).push(lock);
  return found;
}
