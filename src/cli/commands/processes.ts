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
    startedBy: [...new Set(process.startedBy.map((one) => one.name))],
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
          row.startedBy.length === 0 ? '' : `started by ${row.startedBy.join(', ')}`,
        ]),
      ),
  };
}
