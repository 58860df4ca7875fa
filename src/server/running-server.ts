import { execFile } from 'node:child_process';

const QUERY = 'SELECT name, allocated_size FROM pg_shmem_allocations WHERE name IS NOT NULL';

/** How long a server may take to answer, in milliseconds. */
const PATIENCE = 5000;

/**
 * Sizes of shared-memory areas in a running server, in bytes by name, as `pg_shmem_allocations` has them. `psql` is a command with its arguments,
 * separated by blanks; it is run without a shell. Rejects with what psql says where it fails.
 */
export function runningSizes(psql: string): Promise<ReadonlyMap<string, number>> {
  const [program = '', ...args] = psql.split(/\s+/).filter(Boolean);
  return new Promise((resolve, reject) => {
    execFile(program, [...args, '-X', '-A', '-t', '-F', '\t', '-c', QUERY], { timeout: PATIENCE }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim() || error.message));
      else resolve(new Map(stdout.split('\n').flatMap((line) => sizeOf(line))));
    });
  });
}

function sizeOf(line: string): readonly (readonly [string, number])[] {
  const [name, size] = line.split('\t');
  return name && size ? [[name, Number(size)]] : [];
}
