import { entryAt, type FileExtractor } from '../extractor.ts';
import { callsOf, functionAround, literalOf, withoutComments } from './c-text.ts';

/**
 * Background workers that code registers: for each function that calls `Register[Dynamic]BackgroundWorker`, the entry functions that it
 * writes into `bgw_function_name`.
 */
export const backgroundWorkers: FileExtractor = {
  kinds: ['bgworker'],
  files: /\.c$/,
  needle: /bgw_function_name/,
  extract(path, text) {
    const code = withoutComments(text);
    const registering = new Map<number, { readonly name: string; readonly end: number; readonly call: string }>();
    for (const call of callsOf(code, 'Register(?:Dynamic)?BackgroundWorker')) {
      const around = functionAround(code, call.start);
      if (around && !registering.has(around.start)) registering.set(around.start, { ...around, call: call.name });
    }
    return [...registering].flatMap(([start, { name, end, call }]) => {
      const body = code.slice(start, end);
      const library = assignedTo(code, body, 'bgw_library_name');
      const title = assignedTo(code, body, 'bgw_name');
      const type = assignedTo(code, body, 'bgw_type');
      return [...body.matchAll(assignment('bgw_function_name'))].flatMap((match) => {
        const main = literalOf(code, match[1] ?? '');
        const at = start + match.index;
        const fields = { library, title, type, registeredBy: name, dynamic: call.includes('Dynamic') };
        return main === undefined ? [] : [entryAt('bgworker', main, path, at, at + match[0].length, fields)];
      });
    });
  },
};

/** `strcpy(worker.FIELD, VALUE)`, `snprintf(worker.FIELD, LENGTH, VALUE`, `sprintf(…)` and the like. */
function assignment(field: string): RegExp {
  return new RegExp(
    `\\b${field}\\s*,\\s*(?:(?:BGW_\\w+|MAXPGPATH|sizeof[^,]*|\\d+)\\s*,\\s*)?(?:"%s"\\s*,\\s*)?("(?:[^"\\\\\\n]|\\\\.)*"|[A-Z_][A-Z0-9_]*)`,
    'g',
  );
}

function assignedTo(code: string, body: string, field: string): string | undefined {
  return literalOf(code, assignment(field).exec(body)?.[1] ?? '');
}
