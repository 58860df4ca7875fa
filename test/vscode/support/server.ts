import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Process ids of the language servers that this extension host started, wherever the package is installed. */
export function serverProcesses(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const parent = Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return parent === process.pid && words.some((word) => basename(word) === 'main.mjs' && /server.main\.mjs$/.test(word)) ? [pid] : [];
    } catch {
      // The process has ended meanwhile.
      return [];
    }
  });
}
