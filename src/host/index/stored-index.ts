import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TreePath } from '../../core/api.ts';
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
  /** Its entries as JSON in ASCII, which is decoded when somebody asks for them; empty where there are none. */
  readonly entries: string;
}

/** A stored index. */
export interface StoredIndex {
  /** When it was written, in milliseconds since the epoch. */
  readonly written: number;
  readonly units: readonly StoredUnit[];
}

/** A source as it is written: the path of a directory ends with a slash. */
type WireSource = readonly [path: string, hash: string | null, ...status: readonly number[]];

/**
 * The head of the file as JSON: sources stand once, units name them by position. The entries of the units follow one after the other, each as
 * long as its head says, in UTF-16 units.
 */
interface Wire {
  readonly engine: string;
  readonly shape: string;
  readonly written: number;
  readonly sources: readonly WireSource[];
  readonly units: readonly (readonly [key: string, sources: readonly number[], length: number])[];
}

/** JSON in ASCII alone, which is read several times as fast. */
export function ascii(json: string): string {
  return json.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
    const text = readFileSync(fileOf(root), 'latin1');
    const newline = text.indexOf('\n');
    const body = text.slice(newline + 1);
    if (text.slice(0, newline) !== sha(body)) return undefined;
    const headEnd = body.indexOf('\n');
    const wire = JSON.parse(body.slice(0, headEnd)) as Wire;
    if (wire.engine !== engine || wire.shape !== shape) return undefined;
    const sources = wire.sources.map(sourceOf);
    let at = headEnd + 1;
    const units = wire.units.map(([key, positions, length]): StoredUnit => {
      const start = at;
      at += length;
      return { key, entries: body.slice(start, at), sources: positions.flatMap((index) => sources[index] ?? []) };
    });
    return { written: wire.written, units };
  } catch {
    return undefined;
  }
}

function sourceOf([name, hash, size, changed, node]: WireSource): StoredSource {
  const isDirectory = name.endsWith('/');
  return {
    of: isDirectory ? 'directory' : 'file',
    path: isDirectory ? name.slice(0, -1) : name,
    hash: hash ?? undefined,
    status: size === undefined || changed === undefined || node === undefined ? undefined : [size, changed, node],
  };
}

/**
 * Stores the index of the tree at `root` in one rename, so that a reader sees the old file or the new one, whoever else writes. Where
 * nothing can be written, nothing is stored.
 */
export function writeStoredIndex(root: string, shape: string, units: readonly StoredUnit[]): void {
  const positions = new Map<string, number>();
  const sources: WireSource[] = [];
  const position = ({ of, path, hash, status }: StoredSource) => {
    const name = of === 'directory' ? `${path}/` : path;
    const known = positions.get(name);
    if (known !== undefined) return known;
    positions.set(name, sources.length);
    return sources.push([name, hash ?? null, ...(status ?? [])]) - 1;
  };
  const heads = units.map((unit): Wire['units'][number] => [unit.key, unit.sources.map(position), unit.entries.length]);
  const wire: Wire = { engine, shape, written: Date.now(), sources, units: heads };
  const body = `${ascii(JSON.stringify(wire))}\n${units.map((unit) => unit.entries).join('')}`;
  const file = fileOf(root);
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    mkdirSync(cacheDirectory(), { recursive: true });
    writeFileSync(draft, `${sha(body)}\n${body}`, 'latin1');
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
