import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceFile, SourceTree, TreeEntry, TreePath } from '../../src/core/tree/source-tree.ts';

/** One commit with its first parent. */
export interface Commit {
  readonly sha: string;
  readonly parent: string;
  /** Author date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly subject: string;
}

interface Listed {
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

const CACHE_BYTES = 256 << 20;

/**
 * A git repository read synchronously: one `git cat-file --batch` behind two named pipes serves every object, with a
 * cache by object id, so that neighbouring commits cost little. Bare repositories work. Call `dispose` at the end.
 */
export class GitRepository {
  readonly #directory: string;
  readonly #requests: number;
  readonly #answers: number;
  readonly #blobs = new Map<string, Buffer>();
  readonly #trees = new Map<string, readonly Listed[]>();
  #cachedBytes = 0;

  constructor(directory: string) {
    this.#directory = directory;
    this.git('rev-parse', '--git-dir');
    const scratch = mkdtempSync(join(tmpdir(), 'pgsmith-replay-'));
    const [requests, answers] = [join(scratch, 'requests'), join(scratch, 'answers')];
    execFileSync('mkfifo', [requests, answers]);
    spawn('sh', ['-c', 'exec git -C "$0" cat-file --batch <"$1" >"$2"', directory, requests, answers], { stdio: 'ignore' }).unref();
    this.#requests = openSync(requests, 'w');
    this.#answers = openSync(answers, 'r');
    rmSync(scratch, { recursive: true });
  }

  dispose(): void {
    closeSync(this.#requests);
    closeSync(this.#answers);
  }

  /** Output of a git command that writes nothing to the repository. */
  git(...args: readonly string[]): string {
    return execFileSync('git', ['-C', this.#directory, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Commits with one parent that touch any of `files`, newest first. */
  commits(files: readonly TreePath[], since: string): readonly Commit[] {
    const log = this.git('log', '--no-merges', `--since=${since}`, '--date=short', '--format=%H%x09%P%x09%ad%x09%s', '--', ...files);
    return parseLog(log);
  }

  /** One commit, named in any way git understands. */
  commit(name: string): Commit | undefined {
    return parseLog(this.git('log', '-1', '--date=short', '--format=%H%x09%P%x09%ad%x09%s', name))[0];
  }

  /** Paths that differ between a commit and its parent: `A`dded, `M`odified, `D`eleted (renames are both). */
  changes(commit: Commit): readonly { readonly status: string; readonly path: TreePath }[] {
    const names = this.git('diff-tree', '-r', '--no-renames', '--name-status', commit.parent, commit.sha);
    return names.split('\n').flatMap((line) => {
      const [status = '', path] = line.split('\t');
      return path === undefined ? [] : [{ status, path }];
    });
  }

  /** The files of one commit, read as the engine reads a folder. */
  tree(sha: string): SourceTree {
    const root = /^tree (\w+)$/m.exec(this.#object(sha).toString('utf8'))?.[1] ?? '';
    const find = (path: TreePath): Listed | undefined => {
      let found: Listed | undefined = { mode: '40000', name: '', id: root };
      for (const part of path === '' ? [] : path.split('/')) {
        if (found?.mode !== '40000') return undefined;
        found = this.#listing(found.id).find((entry) => entry.name === part);
      }
      return found;
    };
    return {
      read: (path): SourceFile | undefined => {
        const entry = find(path);
        if (!entry?.mode.startsWith('100')) return undefined;
        const bytes = this.#object(entry.id);
        const text = bytes.toString('utf8');
        return text.includes('\ufffd') ? { path, text: bytes.toString('latin1'), encoding: 'latin-1' } : { path, text, encoding: 'utf-8' };
      },
      stamp: (path) => find(path)?.id,
      list: (path): readonly TreeEntry[] | undefined => {
        const entry = find(path);
        if (entry?.mode !== '40000') return undefined;
        return this.#listing(entry.id)
          .map(({ name, mode }) => ({
            name,
            kind: mode === '40000' ? ('directory' as const) : mode.startsWith('100') ? ('file' as const) : ('other' as const),
          }))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
      },
    };
  }

  #listing(id: string): readonly Listed[] {
    const known = this.#trees.get(id);
    if (known) return known;
    const bytes = this.#object(id);
    const entries: Listed[] = [];
    for (let at = 0; at < bytes.length; ) {
      const nul = bytes.indexOf(0, at);
      const [mode = '', name = ''] = bytes.toString('utf8', at, nul).split(/ (.*)/s);
      entries.push({ mode, name, id: bytes.toString('hex', nul + 1, nul + 21) });
      at = nul + 21;
    }
    this.#trees.set(id, entries);
    return entries;
  }

  #object(id: string): Buffer {
    const known = this.#blobs.get(id);
    if (known) return known;
    writeSync(this.#requests, `${id}\n`);
    const header = this.#take((bytes) => bytes.indexOf(10) + 1)
      .toString('utf8')
      .trim();
    const size = Number(header.split(' ')[2]);
    if (!Number.isInteger(size)) throw new Error(`git cat-file answered "${header}"`);
    const body = this.#take((bytes) => (bytes.length > size ? size + 1 : 0)).subarray(0, size);
    if (this.#cachedBytes > CACHE_BYTES) {
      this.#blobs.clear();
      this.#cachedBytes = 0;
    }
    this.#cachedBytes += size;
    this.#blobs.set(id, body);
    return body;
  }

  #pending = Buffer.alloc(0);

  /** Reads until `complete` gives the length of an answer, and takes that much from the stream. */
  #take(complete: (bytes: Buffer) => number): Buffer {
    const chunks: Buffer[] = [this.#pending];
    let total = this.#pending;
    let length = complete(total);
    while (length === 0) {
      const chunk = Buffer.allocUnsafe(1 << 16);
      const count = readSync(this.#answers, chunk);
      if (count === 0) throw new Error('git cat-file ended early');
      chunks.push(chunk.subarray(0, count));
      total = Buffer.concat(chunks);
      chunks.splice(0, chunks.length, total);
      length = complete(total);
    }
    this.#pending = Buffer.from(total.subarray(length));
    return Buffer.from(total.subarray(0, length));
  }
}

function parseLog(log: string): readonly Commit[] {
  return log.split('\n').flatMap((line) => {
    const [sha, parents = '', date = '', ...subject] = line.split('\t');
    return sha && /^\w+$/.test(parents) ? [{ sha, parent: parents, date, subject: subject.join('\t') }] : [];
  });
}
