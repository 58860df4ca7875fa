// Holds the parameters behind the sizes of shared memory against a built server: each is changed, and the areas whose sizes change with it
// must be those that are listed with it. Parameters that are set when a cluster is made, such as wal_segment_size, are not tried.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { scratchInstallation, withServer, workDirectory } from '../../src/dev/postgres.mjs';
import { repository } from '../../src/dev/prepare.mjs';

const CLI = join(repository, 'dist', 'cli', 'main.mjs');

/** Whole numbers that take effect when the server starts, but those by which clients find it. */
const PARAMETERS = `SELECT name || '|' || setting || '|' || min_val || '|' || max_val FROM pg_settings
  WHERE context = 'postmaster' AND vartype = 'integer' AND name NOT IN ('port', 'unix_socket_permissions') ORDER BY name`;

const SIZES = "SELECT name || '|' || sum(size) FROM pg_shmem_allocations WHERE name <> '<anonymous>' GROUP BY name";

/**
 * @param {{ name: string, path: string }} tree
 * @param {ReturnType<import('./report.mjs').createReport>} report
 */
export function judgeSizes(tree, report) {
  const run = spawnSync(process.execPath, [CLI, '--tree', tree.path, '--json', 'list', 'shmem'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr);
  /** @type {readonly { name: string, kind: string, gucs?: readonly string[] }[]} */
  const areas = JSON.parse(run.stdout);
  const work = workDirectory(`sizes-${tree.name}`);
  try {
    withServer(scratchInstallation(tree, work), work, ({ value, restart }) => judgeAreas(tree, areas, value, restart, report));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function judgeAreas(tree, areas, value, restart, report) {
  const sizes = () => {
    const answer = value(SIZES);
    if (answer.startsWith('ERROR')) throw new Error(answer);
    return new Map(answer.split('\n').map((line) => [line.slice(0, line.lastIndexOf('|')), line.slice(line.lastIndexOf('|') + 1)]));
  };
  const before = sizes();
  // Of a hash table the server shows only the head; its entries are among what has no name.
  const shown = areas.filter((area) => area.kind !== 'hash' && before.has(area.name));
  /** The names of the areas whose sizes are others with a setting; undefined where the server does not start with it. */
  const changedBy = (setting) => {
    if (!restart([setting])) return undefined;
    const after = sizes();
    return shown.filter((area) => before.get(area.name) !== after.get(area.name)).map((area) => area.name);
  };
  const parameters = value(PARAMETERS)
    .split('\n')
    .map((line) => line.split('|'));
  const [missed, unconfirmed, refused] = [[], [], []];
  let changes = 0;
  for (const [name = '', setting, least, most] of parameters) {
    const listed = shown.filter((area) => area.gucs?.includes(name)).map((area) => area.name);
    const more = changedBy(`${name} = ${Math.min(Number(most), Math.max(Number(setting), 0) * 2 + 64)}`);
    // Some sizes have an upper limit, which the default reaches.
    const less = changedBy(`${name} = ${Math.max(Number(least), Math.floor(Number(setting) / 8))}`);
    if (more === undefined) refused.push(name);
    const changed = [...new Set([...(more ?? []), ...(less ?? [])])];
    changes += changed.length;
    missed.push(...changed.filter((area) => !listed.includes(area)).map((area) => `${name}: ${area}`));
    if (more !== undefined) unconfirmed.push(...listed.filter((area) => !changed.includes(area)).map((area) => `${name}: ${area}`));
  }
  const drivers = new Set(shown.flatMap((area) => area.gucs ?? []));
  const unknown = refused.filter((name) => drivers.has(name));
  report.equal(`${tree.name}: each area whose size changes with a parameter is listed with it (${changes} changes)`, missed, []);
  report.equal(`${tree.name}: each area that is listed with a parameter changes its size with it`, unconfirmed, []);
  report.check(`${tree.name}: sizes change with parameters`, changes > 0);
  report.equal(`${tree.name}: the server starts with another value of each parameter behind a size`, unknown, []);
}
