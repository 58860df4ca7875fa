import { fail, ok, type Result } from '../../base/result.ts';
import { placeProblem } from '../../place/server-file.ts';
import type { TreeContext } from '../../tree/context.ts';
import { basename, dirname, type TreePath, toTreePath } from '../../tree/source-tree.ts';
import { findExterns, findVariable, SERVER_FOLDERS } from './c-search.ts';
import type { GucRequest } from './form.ts';
import type { GucSite } from './locate.ts';
import { majority } from './majority.ts';
import { GUC_HEADER } from './vocabulary.ts';

/** Where the variable is defined and declared. */
export interface CodeFiles {
  readonly file: TreePath;
  /** Undefined where the variable stays static in the table file. */
  readonly header: TreePath | undefined;
}

/** How many variables of a file are asked for their header, or of a header for their file. */
const ASKED = 5;

/**
 * The files of a request. With neither given the variable lives in the table file and is declared in utils/guc.h, as those
 * without an owner are; one given leads to the other by the variables that it holds already, or by its name.
 */
export function codeFiles(context: TreeContext, site: GucSite, request: GucRequest): Result<CodeFiles> {
  const file = readPath(context, 'file', request.file, '.c', SERVER_FOLDERS);
  if (!file.ok) return file;
  const problem = file.value === undefined || file.value === site.tableFile ? undefined : placeProblem(context, 'guc', file.value);
  if (problem) return fail(problem);
  const header = readPath(context, 'header', request.header, '.h', ['src/include']);
  if (!header.ok) return header;
  if (file.value === undefined && header.value === undefined) return ok({ file: site.tableFile, header: GUC_HEADER });
  if (file.value !== undefined && header.value !== undefined) return ok({ file: file.value, header: header.value });
  if (file.value !== undefined) {
    if (file.value === site.tableFile) return ok({ file: file.value, header: undefined });
    const found = headerOf(context, file.value);
    if (found !== undefined) return ok({ file: file.value, header: found });
    return fail({
      code: 'guc/no-header',
      message: `No header declares the variables of ${file.value}, and none has its name`,
      where: { path: file.value, offset: 0 },
      hint: 'Name the header that is to declare the variable with header.',
    });
  }
  const found = fileOf(context, header.value ?? '');
  if (found !== undefined) return ok({ file: found, header: header.value });
  return fail({
    code: 'guc/no-file',
    message: `No C file of the server defines the variables of ${header.value}, and none has its name`,
    where: { path: header.value ?? '', offset: 0 },
    hint: 'Name the C file that is to define the variable with file.',
  });
}

function readPath(
  context: TreeContext,
  field: string,
  given: string | undefined,
  ending: string,
  folders: readonly TreePath[],
): Result<TreePath | undefined> {
  if (given === undefined) return ok(undefined);
  const path = toTreePath(given);
  if (path === undefined || !path.endsWith(ending) || !folders.some((folder) => path.startsWith(`${folder}/`))) {
    return fail({
      code: 'guc/bad-file',
      message: `"${given}" is no path of a ${ending} file under ${folders.join(', ')}`,
      hint: `Give ${field} as a path relative to the top of the tree.`,
    });
  }
  if (context.tree.list(dirname(path))) return ok(path);
  return fail({
    code: 'guc/no-directory',
    message: `${dirname(path)} is no directory of this tree`,
    hint: `Name an existing directory for ${field}.`,
  });
}

/** The header that most variables of a C file are declared in; else the one of its name; for a new file, a new one beside its like. */
export function headerOf(context: TreeContext, file: TreePath): TreePath | undefined {
  const text = context.tree.read(file)?.text;
  const variables =
    text === undefined ? [] : context.c.outline(text).variables.filter((one) => !one.isStatic && !one.isExtern && !one.conditional);
  const declared = majority(variables.slice(-ASKED).flatMap((one) => findExterns(context, one.name)));
  const name = basename(file).replace(/\.c$/, '.h');
  const byName = declared ?? [...filesNamed(context, 'src/include', name)][0];
  if (byName !== undefined || text !== undefined) return byName;
  let directory = dirname(file).replace(/^src\/(?:backend|common|port|timezone)/, 'src/include');
  while (!context.tree.list(directory)) directory = dirname(directory);
  return `${directory}/${name}`;
}

/** The C file of a header's name, else the one that defines most of its variables. */
function fileOf(context: TreeContext, header: TreePath): TreePath | undefined {
  const name = basename(header).replace(/\.h$/, '.c');
  for (const folder of SERVER_FOLDERS) for (const path of filesNamed(context, folder, name)) return path;
  const text = context.tree.read(header)?.text;
  const variables = text === undefined ? [] : context.c.outline(text).variables.filter((one) => one.isExtern);
  return majority(variables.slice(-ASKED).flatMap((one) => findVariable(context, one.name)?.place.path ?? []));
}

function* filesNamed(context: TreeContext, folder: TreePath, name: string): Generator<TreePath> {
  for (const entry of context.tree.list(folder) ?? []) {
    if (entry.kind === 'directory') yield* filesNamed(context, `${folder}/${entry.name}`, name);
    else if (entry.name === name) yield `${folder}/${name}`;
  }
}
