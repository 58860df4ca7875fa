// Run as a process of its own: writes the edit in the file named first into the folder named second and kills itself, as
// `kill -9` would, just before the system call whose number comes third. Prints the number of calls where it survives.
import { readFileSync } from 'node:fs';
import type { TreeEdit } from '../../src/core/api.ts';
import { writeEdit } from '../../src/host/write.ts';
import { dyingFileSystem } from './dying-file-system.ts';

const [editFile = '', folder = '', at = ''] = process.argv.slice(2);
const { io, count } = dyingFileSystem(Number(at), () => process.kill(process.pid, 'SIGKILL'));
const result = writeEdit(folder, JSON.parse(readFileSync(editFile, 'utf8')) as TreeEdit, io);
if (!result.ok) throw new Error(result.problem.message);
process.stdout.write(`${count()}\n`);
