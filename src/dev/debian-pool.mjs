// The second door to a PostgreSQL source tree: Debian's pool keeps earlier point releases, which help while a mirror's index
// names a version that the mirror itself has not yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackage } from './prepare.mjs';

/** Downloads one address as apt is configured to; a hash such as `SHA256:…` is held against what comes. */
const HELPER = '/usr/lib/apt/apt-helper';
/** Public keys of those who upload to Debian; in the package of the same name. */
const KEYRING = '/usr/share/keyrings/debian-keyring.gpg';

/**
 * Fetches the upstream tarball of the newest point release before the one that the index names. The source control file of that
 * release must bear the signature of a Debian developer, and the tarball the hash that stands in it.
 * @param {string} control address of the source control file (`NAME_MAJOR.MINOR-REVISION.dsc`) that the index names
 * @param {string} directory where the files go
 * @returns {string | undefined} the tarball's name in `directory`
 */
export function earlierRelease(control, directory) {
  const match = /^(.*\/)([^/_]+)_(\d+)\.(\d+)(-[^/]+\.dsc)$/.exec(control);
  if (!match) return undefined;
  const [, pool = '', name = '', major = '', newest = '', rest = ''] = match;
  ensurePackage('debian-keyring', existsSync(KEYRING));
  for (let minor = Number(newest) - 1; minor >= 0; minor -= 1) {
    const version = `${major}.${minor}`;
    const file = join(directory, 'control.dsc');
    rmSync(file, { force: true });
    if (!download(`${pool}${name}_${version}${rest}`, file)) continue;
    const signed = spawnSync('gpgv', ['--keyring', KEYRING, '--output', '-', file], { encoding: 'utf8' });
    if (signed.status !== 0) throw new Error(`The signature of ${name} ${version} is not good:\n${signed.stderr}`);
    const sums = /^Checksums-Sha256:\n((?: .*\n)+)/m.exec(signed.stdout)?.[1] ?? '';
    const found = /^ ([0-9a-f]{64}) \d+ (\S+\.orig\.tar\.\w+)$/m.exec(sums);
    const [, hash = '', tarball = ''] = found ?? [];
    if (found && download(`${pool}${tarball}`, join(directory, tarball), `SHA256:${hash}`)) return tarball;
  }
  return undefined;
}

/**
 * @param {string} address
 * @param {string} file
 * @param {string[]} hash
 */
function download(address, file, ...hash) {
  const outcome = spawnSync(HELPER, ['-o', 'Acquire::Retries=3', 'download-file', address, file, ...hash], { stdio: 'ignore' });
  return outcome.status === 0 && existsSync(file) && readFileSync(file).length > 0;
}
