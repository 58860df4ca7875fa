import { listedProcesses } from '../../startup/processes.ts';
import { entryAt, type TreeExtractor } from '../extractor.ts';

/** Processes of the server: backends, auxiliary processes and those that the postmaster starts for workers, where the tree lists them. */
export const processes: TreeExtractor = {
  kind: 'process',
  parses: false,
  extract: (context) =>
    listedProcesses(context).map(({ name, type, main, listed }) =>
      entryAt('process', name, listed.path, listed.offset, listed.offset, { type, main }),
    ),
};
