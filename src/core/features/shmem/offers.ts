import type { TreeContext } from '../../tree/context.ts';
import { paths } from '../../tree/shape.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Offer } from '../feature.ts';
import { areaFields } from './areas.ts';
import type { ShmemSite } from './locate.ts';

const TITLE = 'Register in shared memory\u2026';

/** On a struct or a pointer to one: to put it into shared memory. In the central lists: to add an area. */
export function offers(context: TreeContext, site: ShmemSite, path: TreePath, start: number, _end: number): readonly Offer[] {
  if (path === paths.ipci || path === paths.subsystemList) return [offer('Register shared memory\u2026', {})];
  if (!/^src\/(?:backend|include)\/.*\.[ch]$/.test(path)) return [];
  const text = context.tree.read(path)?.text ?? '';
  const { types, variables } = context.c.outline(text);
  const shared = new Set(site.areas.flatMap(({ area }) => Object.values(areaFields(area))));
  const place = path.endsWith('.c') ? { file: path } : headerAnswers(context, path);
  const type = types.find((one) => one.kind === 'struct' && one.start <= start && start <= one.end);
  if (type && !shared.has(type.name)) return [offer(TITLE, { structName: type.name, ...place })];
  const variable = variables.find((one) => one.start <= start && start <= one.end && !one.isArray);
  if (!variable || shared.has(variable.name)) return [];
  const pointed = /^(?:(?:static|NON_EXEC_STATIC)\s+)?(?:struct\s+)?(\w+)$/.exec(variable.specifiers)?.[1];
  const isPointer = new RegExp(`\\*\\s*${variable.name}\\b`).test(text.slice(variable.start, variable.end));
  if (pointed === undefined || !isPointer || /^(?:char|void|int|bool)$/.test(pointed)) return [];
  return [offer(TITLE, { structName: pointed, variable: variable.name, ...place })];
}

/** A struct of a header belongs to the C file of the same name, where there is exactly one such file. */
function headerAnswers(context: TreeContext, header: TreePath): Readonly<Record<string, unknown>> {
  const name = header.slice(header.lastIndexOf('/') + 1).replace(/\.h$/, '.c');
  const found = (context.tree.list('src/backend') ?? []).flatMap(({ name: directory, kind }) =>
    kind === 'directory' ? filesNamed(context, `src/backend/${directory}`, name) : [],
  );
  return found.length === 1 ? { file: found[0], header } : { header };
}

function filesNamed(context: TreeContext, directory: TreePath, name: string): readonly TreePath[] {
  return (context.tree.list(directory) ?? []).flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    if (entry.kind === 'directory') return filesNamed(context, path, name);
    return entry.name === name ? [path] : [];
  });
}

function offer(title: string, values: Readonly<Record<string, unknown>>): Offer {
  return { title, target: { kind: 'register', feature: 'shmem', values } };
}
