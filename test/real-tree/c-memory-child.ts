// Run as a process of its own: reads and parses every C file below the `src` of the tree named, one after the other, and prints
// how many there were and the peak of its resident memory in MiB.
import { existsSync, readFileSync } from 'node:fs';
import { createCSyntax } from '../../src/core/syntax/c/parser.ts';
import { cFiles } from './c-files.ts';

/** Of this process alone: what the system counts for a process may hold the peak of the one that started it. */
function peakMebibytes(): number {
  const own = existsSync('/proc/self/status') && /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return (own ? Number(own) : process.resourceUsage().maxRSS) / 1024;
}

const [root = '', runtime = '', grammar = ''] = process.argv.slice(2);
const c = await createCSyntax({ runtime: readFileSync(runtime), grammar: readFileSync(grammar) });
let files = 0;
let functions = 0;
for (const { text } of cFiles(root, ['src'])) {
  functions += c.outline(text).functions.length;
  c.damage(text);
  files += 1;
}
process.stdout.write(JSON.stringify({ files, functions, peak: peakMebibytes() }));
