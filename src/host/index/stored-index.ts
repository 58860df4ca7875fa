import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { IndexEntry, TreePath } from '../../core/api.ts';
import { engine } from './engine.ts';

/** A file or directory that a unit was computed from, as it was then. */
export interface StoredSource {
  readonly of: 'file' | 'directory';
  readonly path: TreePath;
  /** Of the text, or of a directory's listing; undefined for what did not exist. */
  readonly hash: string | undefined;
  /** Size, change time and inode of a file: what tells that it is the same without reading it. */
  readonly status: readonly [size: number, changed: number, node: number] | undefined;
}

/** A unit of the index with what it was computed from. */
export interface StoredUnit {
  readonly key: string;
  readonly sources: readonly StoredSource[];
  readonly entries: readonly IndexEntry[];
}

/** A stored index. */
export interface StoredIndex {
  /** When it was written, in milliseconds since the epoch. */
  readonly written: number;
  readonly units: readonly StoredUnit[];
}

/** The file as JSON: sources stand once, units name them by position. */
interface Wire {
  readonly engine: string;
  readonly shape: string;
  readonly written: number;
  readonly sources: readonly StoredSource[];
  readonly units: readonly (readonly [key: string, sources: readonly number[], entries: readonly IndexEntry[]])[];
}

/** How long the index of a tree that nobody opens is kept. */
const KEPT = 30 * 24 * 3600 * 1000;

/** How long a draft is kept that nobody has renamed, because its process was killed. */
const KEPT_DRAFT = 3600 * 1000;

/** The directory of stored indexes, by the rules of the platform for caches. */
function cacheDirectory(): string {
  const base =
    process.env['XDG_CACHE_HOME'] ??
    (process.platform === 'win32' ? process.env['LOCALAPPDATA'] : undefined) ??
    join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  return join(base, 'pgsmith', 'index');
}

function fileOf(root: string): string {
  return join(cacheDirectory(), `${sha(root).slice(0, 20)}.json`);
}

/** A content hash for comparing, not for keeping secrets. */
export function sha(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/**
 * The stored index of the tree at `root`. Undefined where there is none, where it is damaged, or where other extractors or another
 * shape of the tree made it: then everything is computed again.
 */
export function readStoredIndex(root: string, shape: string): StoredIndex | undefined {
  try {
    const text = readFileSync(fileOf(root), 'utf8');
    const newline = text.indexOf('\n');
    const body = text.slice(newline + 1);
    if (text.slice(0, newline) !== sha(body)) return undefined;
    const wire = JSON.parse(body) as Wire;
    if (wire.engine !== engine || wire.shape !== shape) return undefined;
    const units = wire.units.map(([key, sources, entries]) => ({
      key,
      entries,
      sources: sources.flatMap((index) => wire.sources[index] ?? []),
    }));
    return { written: wire.written, units };
  } catch {
    return undefined;
  }
}

/**
 * Stores the index of the tree at `root` in one rename, so that a reader sees the old file or the new one, whoever else writes. Where
 * nothing can be written, nothing is stored.
 */
export function writeStoredIndex(root: string, shape: string, units: readonly StoredUnit[]): void {
  const positions = new Map<string, number>();
  const sources: StoredSource[] = [];
  const position = (source: StoredSource) => {
    const name = `${source.of} ${source.path}`;
    const known = positions.get(name);
    if (known !== undefined) return known;
    positions.set(name, sources.length);
    return sources.push(source) - 1;
  };
  const rows = units.map((unit): Wire['units'][number] => [unit.key, unit.sources.map(position), unit.entries]);
  const wire: Wire = { engine, shape, written: Date.now(), sources, units: rows };
  const body = JSON.stringify(wire);
  const file = fileOf(root);
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    mkdirSync(cacheDirectory(), { recursive: true });
    writeFileSync(draft, `${sha(body)}\n${body}`);
    renameSync(draft, file);
    removeOld();
  } catch {
    if (existsSync(draft)) rmSync(draft, { force: true });
  }
}

function removeOld(): void {
  for (const name of readdirSync(cacheDirectory())) {
    const path = join(cacheDirectory(), name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > (name.endsWith('.json') ? KEPT : KEPT_DRAFT)) rmSync(path, { force: true });
  }
}
