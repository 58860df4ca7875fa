import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../core/api.ts';
import { type FileSystem, nodeFileSystem, unless } from './file-system.ts';

/**
 * Who may write to a tree. A writer makes a directory of its own at the top of the tree, whose name tells the process,
 * and then looks for others: of two that start together, at least one sees the other and withdraws. Names are never used
 * twice, so a claim that was taken for abandoned by mistake makes its owner fail, and can do nothing worse.
 */
export interface Claim {
  /** Name of the directory. */
  readonly name: string;
  readonly pid: number;
  /** When the process started, in the system's own count; `0` where the system does not tell. */
  readonly start: string;
}

const ATTEMPTS = 200;
const PAUSE_MS = 25;

/** All claims on the tree `top`, dead or alive, in order of name. */
export function claimsOn(top: string, io: Pick<FileSystem, 'readdirSync'> = nodeFileSystem): readonly Claim[] {
  return io
    .readdirSync(top, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const [, pid, start] = /^\.pgsmith-(\d+)-(\d+)-[0-9a-f]{16}$/.exec(name) ?? [];
      return pid === undefined || start === undefined ? [] : [{ name, pid: Number(pid), start }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether the process of a claim still runs. Claims of this process are over: writing does not wait in the middle. */
export function isAlive(claim: Claim): boolean {
  if (claim.pid === process.pid) return false;
  try {
    process.kill(claim.pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  const start = startOf(claim.pid);
  return start === undefined || claim.start === '0' || start === claim.start;
}

/**
 * Claims the tree, waiting a few seconds while another process writes. The value holds our claim and those that dead
 * processes left behind. Throws what the system says where the top of the tree cannot be written.
 */
export function claimTree(io: FileSystem, top: string): Result<{ readonly own: Claim; readonly abandoned: readonly Claim[] }> {
  const start = startOf(process.pid) ?? '0';
  for (let attempt = 0; ; attempt++) {
    const random = Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex');
    const own = { name: `.pgsmith-${process.pid}-${start}-${random}`, pid: process.pid, start };
    io.mkdirSync(join(top, own.name), 0o755);
    const others = claimsOn(top, io).filter((claim) => claim.name !== own.name);
    const alive = others.find(isAlive);
    if (!alive) return ok({ own, abandoned: others });
    io.rmdirSync(join(top, own.name));
    if (attempt >= ATTEMPTS) {
      return fail({
        code: 'write/busy',
        message: `Another pgsmith, process ${alive.pid}, is writing to this tree`,
        hint: `Wait until it has finished. If it is not running any more, delete ${join(top, alive.name)}.`,
      });
    }
    pause();
  }
}

/** Waits, a few seconds at most, until no living process holds a claim on the tree. */
export function waitForWriters(io: FileSystem, top: string): void {
  for (let attempt = 0; attempt < ATTEMPTS && claimsOn(top, io).some(isAlive); attempt++) pause();
}

/** A short time of random length, so that two waiting writers do not keep meeting. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS * (0.5 + Math.random()));
}

/** Start time of a process from Linux's `/proc`, `dead` for one that only waits for its parent; undefined elsewhere. */
function startOf(pid: number): string | undefined {
  const stat = unless(['ENOENT', 'EACCES', 'ESRCH'], () => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && /^[ZX]/.test(fields[0] ?? '') ? 'dead' : fields?.[19];
}
