import { columnsOf } from '../catalog/records.ts';
import { type DatRecord, fieldValue } from '../syntax/records.ts';
import type { TreeContext } from '../tree/context.ts';
import type { TreePath } from '../tree/source-tree.ts';
import { languageOf } from './languages.ts';
import { parameterField } from './parameter-fields.ts';
import type { Meaning } from './words.ts';

/** How a field is declared. */
export interface Field extends Meaning {
  /** The line of code that declares it. */
  readonly code: string;
}

/** What a field of a record is: a column of its catalog, or what the record of a parameter fills in the server. */
export function describeField(context: TreeContext, path: TreePath, record: DatRecord | undefined, name: string): Field | undefined {
  if (languageOf(path) === 'guc') return parameterField(context, record && fieldValue(record, 'type'), name);
  const column = columnsOf(context, path).get(name);
  if (!column) return undefined;
  const { text: code, comment, place } = column;
  return { code, place, markdown: [`\`\`\`c\n${code}\n\`\`\``, comment].filter(Boolean).join('\n\n') };
}
