import { lineNumber, serverProcesses } from '../../core/api.ts';
import type { Call } from '../call.ts';
import { openContext } from '../open.ts';
import type { Outcome } from '../outcome.ts';
import { columns } from '../table.ts';

/** `pgsmith processes`: which source file is which process, its function, and what starts it. */
export async function processes(call: Call): Promise<Outcome> {
  const opened = await openContext(call);
  if (!opened.ok) return opened;
  const { context } = opened;
  const rows = serverProcesses(context).map((process) => ({
    name: process.name,
    type: process.type ?? null,
    main: process.main ?? null,
    file: process.mainPlace?.path ?? null,
    line: process.mainPlace ? lineNumber(context.tree.read(process.mainPlace.path)?.text ?? '', process.mainPlace.offset) : null,
    startedBy: names(process.startedBy),
    becomesIn: names(process.becomes),
    sharedMemory: process.attaches,
  }));
  return {
    ok: true,
    json: () => rows,
    text: () =>
      columns(
        rows.map((row) => [
          row.name,
          row.type ?? '',
          row.main ?? 'begins as another process',
          row.file === null ? '' : `${row.file}:${row.line}`,
          [
            row.startedBy.length === 0 ? '' : `started by ${row.startedBy.join(', ')}`,
            row.becomesIn.length === 0 ? '' : `becomes it in ${row.becomesIn.join(', ')}`,
            row.sharedMemory || row.main === null ? '' : 'lets go of shared memory',
          ]
            .filter(Boolean)
            .join('; '),
        ]),
      ),
  };
}

function names(functions: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(functions.map((one) => one.name))];
}
