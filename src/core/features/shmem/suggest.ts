import type { TreeContext } from '../../tree/context.ts';
import { dirname } from '../../tree/source-tree.ts';
import type { ShmemSite } from './locate.ts';
import { functionPrefix, pascalCase } from './names.ts';

/** A name for an area that nobody has named yet. */
const FIRST_NAME = 'My State';

/**
 * Directory of modules that manage memory shared by the server's processes; a new module without a place goes there, or, in a tree that
 * builds nothing there, beside another module that has shared memory.
 */
const HOME = 'src/backend/storage/ipc';

/** Answers that make a sound area of whatever is given: an unused name and, for a new module, a file. */
export function suggest(
  context: TreeContext,
  site: ShmemSite,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const text = (field: string) => (given[field] === undefined || given[field] === '' ? undefined : String(given[field]));
  const name = text('name') ?? unusedName(site, text('structName') ?? functionPrefix(text('initFunction')));
  return { name, ...(text('file') === undefined ? fileOf(context, site, name) : {}) };
}

function unusedName(site: ShmemSite, stem: string | undefined): string {
  const taken = new Set(site.areas.map(({ area }) => area.name.toLowerCase()));
  const first = stem === undefined ? FIRST_NAME : spaced(stem);
  let name = first;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${first} ${number}`;
  return name;
}

/** `KmsSharedState` as `Kms State`: the name is also that of the pointer, which must not be called as the struct. */
function spaced(identifier: string): string {
  const words = identifier
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .trim();
  const plain = words.replace(/ Shared (?=State$)/, ' ').replace(/ (?:Data|Struct)$/, '');
  return plain === words ? `${words} Area` : plain;
}

/** A file that does not exist yet, called after the area. */
function fileOf(context: TreeContext, site: ShmemSite, name: string): { file?: string } {
  const stem =
    pascalCase(name)
      .replace(/(?:Shared)?(?:State|Data|Ctl|Hash|Table)$/, '')
      .toLowerCase() || 'module';
  const home = [HOME, ...site.files.map((file) => dirname(file.path))].find((directory) => context.tree.read(`${directory}/Makefile`));
  if (home === undefined) return {};
  let file = `${home}/${stem}.c`;
  for (let number = 2; context.tree.read(file); number += 1) file = `${home}/${stem}${number}.c`;
  return { file };
}
