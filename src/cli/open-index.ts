import type { TreeContext } from '../core/api.ts';
import { fillIndex } from '../host/index/fill-index.ts';
import { laterCSyntax } from '../host/later-syntax.ts';
import type { Call } from './call.ts';
import { type OpenFolder, openWith, type Refusal } from './open.ts';

/** Opens the tree of a call with its index; the C parser is loaded where something has to be parsed for it. */
export async function openIndex(call: Call): Promise<(OpenFolder & { readonly context: TreeContext }) | Refusal> {
  const parser = laterCSyntax();
  const opened = await openWith(call, async () => parser.c);
  if (opened.ok) await fillIndex(opened.context, opened.root, { loadParser: parser.load });
  return opened;
}
