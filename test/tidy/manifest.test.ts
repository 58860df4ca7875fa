import { describe, expect, it } from 'vitest';
import { filesBelow, textOf } from './files.ts';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;
const documents = filesBelow()
  .filter((path) => path.endsWith('.md'))
  .map(textOf)
  .join('\n');

describe('package.json', () => {
  it('has only scripts that a document explains', () => {
    const unexplained = Object.keys(manifest.scripts).filter((name) => !new RegExp(`\`npm (?:run )?${name}\\b`).test(documents));
    expect(unexplained).toEqual([]);
  });

  it('has only dependencies whose reason stands in the architecture, in exact versions', () => {
    const dependencies = { ...manifest.dependencies, ...manifest.devDependencies };
    const architecture = textOf('src/ARCHITECTURE.md');
    expect(Object.keys(dependencies).filter((name) => !architecture.includes(`\`${name}\``))).toEqual([]);
    expect(Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

describe('src/ARCHITECTURE.md', () => {
  it('maps every folder of the core and every layer', () => {
    const folders = new Set(filesBelow('src').flatMap((path) => /^src\/(core\/\w+|\w+)\//.exec(path)?.[1] ?? []));
    const text = textOf('src/ARCHITECTURE.md');
    expect([...folders].filter((folder) => !text.includes(`\`${folder}\``) && !text.includes(`\`src/${folder}\``))).toEqual([]);
  });
});
