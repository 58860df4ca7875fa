// Run as a process of its own: adds its lines to every file of the folder named first, one write per line, starting again
// from the tree's state whenever another process was faster. Arguments: folder, name of the writer, number of lines.
import { recoverDisk } from '../../src/host/recover.ts';
import { writeEdit } from '../../src/host/write.ts';
import { appendEdit } from './folders.ts';

const [folder = '', writer = '', lines = ''] = process.argv.slice(2);
for (let line = 1; line <= Number(lines); ) {
  const opened = recoverDisk(folder);
  if (!opened.ok) throw new Error(opened.problem.message);
  const done = writeEdit(folder, appendEdit(folder, ['a', 'b/b', 'c/c'], `${writer} ${line}\n`));
  if (done.ok) line += 1;
  else if (done.problem.code !== 'write/stale') throw new Error(done.problem.message);
}
