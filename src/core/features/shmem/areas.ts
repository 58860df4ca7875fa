import type { Place } from '../../base/result.ts';
import { filesMentioning } from '../../index/mentions.ts';
import { AREA_CALL } from '../../index/standing-words.ts';
import type { Source } from '../../place/sources.ts';
import type { CCall, CFunction, COutline } from '../../syntax/c/syntax.ts';
import type { TreeContext } from '../../tree/context.ts';
import { remember } from '../../tree/memo.ts';
import type { TreePath } from '../../tree/source-tree.ts';

/** A C file that reserves shared memory, with its file-scope contents. */
export interface ModuleFile extends Source {
  readonly outline: COutline;
}

/** A shared-memory area that the code of the server asks for. */
export interface Area {
  /** The name between its quotes, or the expression as written. */
  readonly name: string;
  readonly isLiteral: boolean;
  readonly kind: 'struct' | 'hash' | 'slru';
  readonly place: Place;
  readonly file: ModuleFile;
  /** The function that asks for it. */
  readonly inFunction: CFunction;
  readonly call: CCall;
  /** Arguments by name: of the designated ones, or by their position in the known functions. */
  readonly options: Readonly<Record<string, string>>;
}

/** The functions and macros by which server code asks for named memory: their kind and the names of positional arguments. */
const ALLOCATORS: Readonly<Record<string, { readonly kind: Area['kind']; readonly positional: readonly string[] }>> = {
  ShmemInitStruct: { kind: 'struct', positional: ['name', 'size', 'found'] },
  ShmemInitHash: { kind: 'hash', positional: ['name', 'init', 'nelems', 'info', 'flags'] },
  shmem_hash_create: { kind: 'hash', positional: ['location', 'size', 'found', 'name', 'nelems', 'info', 'flags'] },
  ShmemRequestStruct: { kind: 'struct', positional: [] },
  ShmemRequestHash: { kind: 'hash', positional: [] },
  SimpleLruInit: { kind: 'slru', positional: ['ctl', 'name', 'nslots'] },
  SimpleLruRequest: { kind: 'slru', positional: [] },
};

/** The files of modules and the areas that they ask for, in order of file and place. */
export interface Modules {
  readonly files: readonly ModuleFile[];
  readonly areas: readonly Area[];
  /** The first file that defines a function which others can call. */
  readonly homes: ReadonlyMap<string, ModuleFile>;
}

/** Every area that a C file of the server asks for. Functions that only pass a name on are left out. */
export function findAreas(context: TreeContext): Modules {
  return remember(context, 'shmem modules', (inner) => {
    const found = filesMentioning(inner, 'src/backend', '.c', AREA_CALL).map((path) => moduleOf(inner, path));
    found.sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
    const homes = new Map<string, ModuleFile>();
    for (const { file } of found)
      for (const { name, isStatic } of file.outline.functions) if (!isStatic && !homes.has(name)) homes.set(name, file);
    return { files: found.map((one) => one.file), areas: found.flatMap((one) => one.areas), homes };
  });
}

/** A file that asks for shared memory, with its areas. */
function moduleOf(context: TreeContext, path: TreePath): { readonly file: ModuleFile; readonly areas: readonly Area[] } {
  return remember(context, `shmem module ${path}`, (inner) => {
    const text = inner.tree.read(path)?.text ?? '';
    const file = { path, text, outline: inner.c.outline(text) };
    return { file, areas: areasOf(inner, file) };
  });
}

function areasOf(context: TreeContext, file: ModuleFile): readonly Area[] {
  return file.outline.functions.flatMap((inFunction) => {
    const body = file.text.slice(inFunction.body.start, inFunction.body.end);
    if (!AREA_CALL.test(body)) return [];
    const calls = context.c.calls(file.text, inFunction.name) ?? [];
    return calls.flatMap((call): readonly Area[] => {
      const allocator = ALLOCATORS[call.name];
      if (!allocator || call.start < inFunction.start || call.end > inFunction.end) return [];
      const options = optionsOf(call, allocator.positional);
      const written = options['name'];
      if (written === undefined || isParameter(file.text, inFunction, written)) return [];
      const literal = /^"((?:[^"\\]|\\.)*)"$/.exec(written)?.[1];
      const place = { path: file.path, offset: call.start };
      const name = literal ?? written;
      return [{ name, isLiteral: literal !== undefined, kind: allocator.kind, place, file, inFunction, call, options }];
    });
  });
}

/** Arguments by name; four arguments of `ShmemInitHash` are those of trees without an initial size. */
function optionsOf(call: CCall, positional: readonly string[]): Readonly<Record<string, string>> {
  const isShort = call.name === 'ShmemInitHash' && call.arguments.length === 4;
  const names = isShort ? positional.filter((name) => name !== 'init') : positional;
  return Object.fromEntries(
    call.arguments.flatMap((argument, index) => {
      const designated = /^\.([\w.]+)\s*=\s*([\s\S]+)$/.exec(argument);
      if (designated) return [[designated[1] ?? '', (designated[2] ?? '').trim()]];
      const name = names[index];
      return name === undefined || argument === '' ? [] : [[name, argument]];
    }),
  );
}

function isParameter(text: string, inFunction: CFunction, expression: string): boolean {
  if (!/^\w+$/.test(expression)) return /->name$/.test(expression);
  return new RegExp(`\\b${expression}\\b`).test(text.slice(inFunction.parameters.start, inFunction.parameters.end));
}

/** What the code around an area says about it, in the words of the form. */
export function areaFields(area: Area): Readonly<Record<string, string | undefined>> {
  const variable = variableOf(area);
  if (area.kind === 'hash') {
    return {
      variable,
      keyType: sizeofType(area, 'keysize'),
      entryType: sizeofType(area, 'entrysize'),
      maxEntries: area.options['nelems'],
    };
  }
  return { variable, structName: area.kind === 'slru' ? undefined : structOf(area, variable) };
}

/** The file-scope pointer that takes the area: assigned from the call, or named by `.ptr`. */
export function variableOf(area: Area): string | undefined {
  const pointer = area.options['ptr'] ?? area.options['desc'];
  if (pointer !== undefined) return /&\s*(\w+)$/.exec(pointer)?.[1];
  const before = area.file.text.slice(area.call.statement.start, area.call.start);
  return /^\s*(\w+)\s*=[^=]/.exec(`${before} `)?.[1];
}

function structOf(area: Area, variable: string | undefined): string | undefined {
  const declared = area.file.outline.variables.find((one) => one.name === variable);
  const word = declared?.specifiers
    .replaceAll(/\b(?:static|extern|PGDLL(?:IM|EX)PORT|NON_EXEC_STATIC|volatile|const|struct)\b/g, '')
    .trim();
  if (word !== undefined && /^[A-Za-z_]\w*$/.test(word) && !/^(?:void|char)$/.test(word)) return word;
  const before = area.file.text.slice(area.call.statement.start, area.call.start);
  const cast = /\(\s*(?:struct\s+)?(\w+)\s*\*\s*\)\s*$/.exec(before)?.[1];
  return cast ?? /^sizeof\s*\(\s*(\w+)\s*\)$/.exec(area.options['size'] ?? '')?.[1];
}

/** `T` of `keysize = sizeof(T)`: a designated argument, or the last assignment before the call. */
function sizeofType(area: Area, member: 'keysize' | 'entrysize'): string | undefined {
  const designated = area.options[`hash_info.${member}`];
  const before = area.file.text.slice(area.inFunction.body.start, area.call.start);
  const value = designated ?? [...before.matchAll(new RegExp(`\\b${member}\\s*=\\s*([^;]+);`, 'g'))].at(-1)?.[1];
  return /^sizeof\s*\(\s*([\w\s]+?)\s*\)$/.exec(value?.trim() ?? '')?.[1] ?? arraySize(value?.trim());
}

/** `sizeof(char[N])` is written as such, and a bare macro or number is the length of a string key. */
function arraySize(value: string | undefined): string | undefined {
  const array = /^sizeof\s*\(\s*(char\s*\[\s*\w+\s*\])\s*\)$/.exec(value ?? '')?.[1];
  return array ?? (/^(?:[A-Z_][A-Z0-9_]*|[1-9]\d*)$/.test(value ?? '') ? `char[${value}]` : undefined);
}

/** The embedded lock that the module's code initializes inside the struct: the tranche's identifier. */
export function embeddedTranche(area: Area, variable: string): string | undefined {
  const pattern = new RegExp(`\\bLWLockInitialize\\s*\\(\\s*&\\s*${variable}->\\w+\\s*,\\s*(LWTRANCHE_\\w+)`);
  return pattern.exec(area.file.text)?.[1];
}
