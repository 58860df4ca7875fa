import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBelow, importsOf, textOf } from './files.ts';

/** The layers of src/ARCHITECTURE.md: patterns of what each may import, files by their path from the top. */
const layers: Readonly<Record<string, readonly RegExp[]>> = {
  core: [/^src\/core\//, /^web-tree-sitter$/, /^diff$/, /^@noble\/hashes\//],
  host: [/^src\/core\/api\.ts$/, /^src\/host\//, /^node:/],
  cli: [/^src\/core\/api\.ts$/, /^src\/host\//, /^src\/cli\//, /^node:/],
  protocol: [/^src\/protocol\//, /^vscode-languageserver-protocol$/],
  server: [
    /^src\/core\/api\.ts$/,
    /^src\/host\//,
    /^src\/protocol\//,
    /^src\/server\//,
    /^vscode-languageserver(?:-textdocument|\/node)?$/,
    /^node:/,
  ],
  client: [/^src\/protocol\//, /^src\/client\//, /^vscode$/, /^vscode-languageclient\/node$/, /^node:path$/],
  build: [/^src\/build\//, /^node:/, /^esbuild$/],
  // Scripts of developers may look everywhere; that nothing which ships imports them follows from the lines above.
  dev: [/./],
};

const edges = codeBelow('src').flatMap((file) =>
  importsOf(textOf(file)).map((name) => ({ file, name, target: name.startsWith('.') ? posix.join(posix.dirname(file), name) : name })),
);

describe('layers', () => {
  it('are the folders of src', () => {
    const folders = new Set(codeBelow('src').flatMap((path) => /^src\/(\w+)\//.exec(path)?.[1] ?? []));
    expect([...folders].sort()).toEqual(Object.keys(layers).sort());
  });

  it('import nothing beside what the table allows', () => {
    expect(edges.length).toBeGreaterThan(100);
    const wrong = edges.filter(({ file, target }) => !layers[file.split('/')[1] ?? '']?.some((allowed) => allowed.test(target)));
    expect(wrong.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it('load no library of the protocol before there is a tree: activation would take three times as long', () => {
    const files = codeBelow('src').filter((file) => /^src\/(?:client|protocol)\//.test(file));
    const loaded = files.filter((file) => /^(?:import|export) (?!type\b)[^;]*? from 'vscode-language/m.test(textOf(file)));
    expect([files.length > 20, loaded]).toEqual([true, []]);
  });

  it('keep syntax nodes inside of syntax/c', () => {
    const users = edges.filter(({ target }) => target === 'web-tree-sitter').map(({ file }) => posix.dirname(file));
    expect(new Set(users)).toEqual(new Set(['src/core/syntax/c']));
  });

  it('keep kinds of registration apart from each other', () => {
    const kindOf = (path: string) => /^src\/core\/features\/(\w[\w-]*)\//.exec(path)?.[1];
    const wrong = edges.filter(({ file, target }) => kindOf(file) && kindOf(target) && kindOf(file) !== kindOf(target));
    expect(wrong.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it('name kinds nowhere but in their folders and the registry', () => {
    const outside = edges.filter(
      ({ file, target }) => /^src\/core\/features\/\w[\w-]*\//.test(target) && !file.startsWith('src/core/features/'),
    );
    expect(outside.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it('leave no export of core/api.ts without a caller', () => {
    const exported = [...textOf('src/core/api.ts').matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap((match) =>
      (match[1] ?? '').split(','),
    );
    const names = exported.map((name) => name.replace(/^\s*type\s+/, '').trim()).filter((name) => name !== '');
    const callers = [
      ...codeBelow('src/host'),
      ...codeBelow('src/cli'),
      ...codeBelow('src/server'),
      ...codeBelow('src/dev'),
      ...codeBelow('test'),
    ]
      .map(textOf)
      .join('\n');
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(callers))).toEqual([]);
  });
});
