import { type AreaDesign, hashFlags, type ShmemDialect, sizeTerms } from './design.ts';
import { callLines, columnOf, shortComment } from './layout.ts';
import { subjectOf } from './names.ts';

/** Names of the local variables that statements of an init function use. */
export interface Locals {
  readonly found: string;
  readonly info: string;
}

/** Statements `size = add_size(size, …);`, one for each term. */
export function sizeStatements(terms: readonly string[], variable: string): readonly string[] {
  return terms.map((term) => {
    const inner = /^(\w+)\((\w[^()]*), (sizeof\(\w+\))\)$/.exec(term);
    const line = `\t${variable} = add_size(${variable}, ${term});`;
    if (columnOf(line) <= 79 || !inner) return line;
    return `${callLines(`\t${variable} = add_size(${variable}, ${inner[1]}`, [inner[2] ?? '', inner[3] ?? ''], '));', true)}`;
  });
}

/** The body of a size function over the given terms. */
export function sizeBody(terms: readonly string[]): string {
  const [first = '0', ...others] = terms;
  if (others.length === 0) return `{\n\treturn ${first};\n}`;
  return `{\n\tSize\t\tsize;\n\n\tsize = ${first};\n${sizeStatements(others, 'size').join('\n')}\n\n\treturn size;\n}`;
}

/** A whole size function. */
export function sizeFunction(name: string, initName: string, areas: readonly AreaDesign[]): string {
  return `/* Report shared memory space needed by ${initName} */\nSize\n${name}(void)\n${sizeBody(sizeTerms(areas))}`;
}

/** A whole init function of trees without callbacks. `wholeSize` is the size function where the one area takes all of it. */
export function initFunction(name: string, areas: readonly AreaDesign[], dialect: ShmemDialect, wholeSize: string): string {
  const locals = { found: 'found', info: 'info' };
  const declarations = localDeclarations(areas, locals);
  const statements = areas.map((area) =>
    initStatements(area, dialect, locals, areas.length === 1 && area.array ? `${wholeSize}()` : undefined),
  );
  const comment = `Allocate and initialize ${purpose(areas)} in shared memory`;
  return `${shortComment(comment)}\nvoid\n${name}(void)\n{\n${declarations.join('\n')}\n\n${statements.join('\n\n')}\n}`;
}

/** Local variables that the statements of the areas need. */
export function localDeclarations(areas: readonly AreaDesign[], locals: Locals): readonly string[] {
  return [
    ...(areas.some((area) => area.kind === 'struct') ? [`\tbool\t\t${locals.found};`] : []),
    ...(areas.some((area) => area.kind === 'hash') ? [`\tHASHCTL\t\t${locals.info};`] : []),
  ];
}

/** Statements that create or attach to one area. */
export function initStatements(area: AreaDesign, dialect: ShmemDialect, locals: Locals, wholeSize?: string): string {
  if (area.kind === 'hash') {
    const sizes = dialect.initialHashSize ? [`${area.max}`, `${area.max}`] : [`${area.max}`];
    const args = [`"${area.name}"`, ...sizes, `&${locals.info}`, hashFlags(area, dialect)];
    const call = callLines(`\t${area.variable} = ShmemInitHash`, args, ');', true);
    const fits = call.split('\n').every((line) => columnOf(line) <= 79);
    return [
      ...(area.isStringKey ? ['\t/* key is a NULL-terminated string */'] : []),
      `\t${locals.info}.keysize = ${keySize(area)};`,
      `\t${locals.info}.entrysize = sizeof(${area.type});`,
      fits ? call : `\t${area.variable} =\n${callLines('\t\tShmemInitHash', args, ');', true)}`,
    ].join('\n');
  }
  const size = wholeSize ?? structSize(area);
  return [
    `\t${area.variable} = (${area.type} *)`,
    callLines('\t\tShmemInitStruct', [`"${area.name}"`, size, `&${locals.found}`], ');'),
    '',
    `\tif (!${locals.found})`,
    '\t{',
    '\t\t/* First time through, so initialize */',
    ...assignments(area, size).map((line) => `\t\t${line}`),
    '\t}',
  ].join('\n');
}

/** The size of one struct area as a single expression. */
function structSize(area: AreaDesign): string {
  const [first = '', second] = sizeTerms([area]);
  return second === undefined ? first : `add_size(${first}, ${second})`;
}

function assignments(area: AreaDesign, size: string): readonly string[] {
  const lock = area.tranche ? [`LWLockInitialize(&${area.variable}->${area.tranche.member}, ${area.tranche.id});`] : [];
  if (!area.assignments) return [`memset(${area.variable}, 0, ${size});`, ...lock];
  return [...lock, ...area.assignments.map((assignment) => `${area.variable}->${assignment};`)];
}

/** Requests of trees with callbacks. */
export function requestStatements(areas: readonly AreaDesign[], dialect: ShmemDialect): string {
  return areas.map((area) => request(area, dialect)).join('\n');
}

/** The size of a key: of a string the length that it is declared with, as most hashes of the server have it. */
function keySize({ keyType = '' }: AreaDesign): string {
  return /^char\[(\w+)\]$/.exec(keyType)?.[1] ?? `sizeof(${keyType})`;
}

function request(area: AreaDesign, dialect: ShmemDialect): string {
  if (area.kind === 'hash') {
    const options = [
      `.name = "${area.name}"`,
      `.nelems = ${area.max}`,
      `.ptr = &${area.variable}`,
      `.hash_info.keysize = ${keySize(area)}`,
      `.hash_info.entrysize = sizeof(${area.type})`,
      `.hash_flags = ${hashFlags(area, dialect)},`,
    ];
    return callLines('\tShmemRequestHash', options, '\n\t\t);', true);
  }
  const [first = '', second] = sizeTerms([area]);
  const options = [
    `.name = "${area.name}"`,
    `.size = ${second === undefined ? first : requestedSum(first, second)}`,
    `.ptr = (void **) &${area.variable},`,
  ];
  return callLines('\tShmemRequestStruct', options, '\n\t\t);', true);
}

/** A sum of two terms behind `.size = `, one below the other, the second one broken where it is too long. */
function requestedSum(first: string, second: string): string {
  const before = `${'\t'.repeat(5)}   .size = add_size`;
  const column = `${'\t'.repeat(10)}`;
  const [, max = '', element = ''] = /^mul_size\((.*), (sizeof\(.*\))\)$/.exec(second) ?? [];
  const isLong = max !== '' && columnOf(`${column}${second}),`) > 79;
  const term = isLong ? callLines(`${column}mul_size`, [max, element], ')', true).trimStart() : second;
  return callLines(before, [first, term], ')', true).slice(before.length - 'add_size'.length);
}

/** A whole request function. */
export function requestFunction(name: string, areas: readonly AreaDesign[], dialect: ShmemDialect): string {
  const comment = shortComment(`Register the shared memory needed for ${purpose(areas)}`);
  return `${comment}\nstatic void\n${name}(void *arg)\n{\n${requestStatements(areas, dialect)}\n}`;
}

/** Statements that initialize the areas of trees with callbacks; a hash starts empty and needs none. */
export function callbackInitStatements(areas: readonly AreaDesign[]): readonly string[] {
  return areas.filter((area) => area.kind === 'struct').flatMap((area) => assignments(area, structSize(area)).map((line) => `\t${line}`));
}

/** A whole init function of trees with callbacks. */
export function callbackInitFunction(name: string, areas: readonly AreaDesign[]): string {
  const comment = shortComment(`Initialize ${purpose(areas)} in shared memory`);
  return `${comment}\nstatic void\n${name}(void *arg)\n{\n${callbackInitStatements(areas).join('\n')}\n}`;
}

/** The callbacks object with the prototypes that it needs before it. */
export function callbacksObject(name: string, request: string, init: string | undefined): string {
  const prototypes = [request, ...(init === undefined ? [] : [init])].map((one) => `static void ${one}(void *arg);`);
  const members = [`\t.request_fn = ${request},`, ...(init === undefined ? [] : [`\t.init_fn = ${init},`])];
  return `${prototypes.join('\n')}\n\nconst ShmemCallbacks ${name} = {\n${members.join('\n')}\n};`;
}

/** What the areas are for: a hash comes last, after the struct that holds its lock. */
export function purpose(areas: readonly AreaDesign[]): string {
  const last = areas.at(-1);
  return last ? subjectOf(last) : '';
}
