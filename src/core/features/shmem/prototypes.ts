import { externDeclaration } from '../../place/declaration.ts';
import { findName } from '../../place/declared-names.ts';
import type { TreeContext } from '../../tree/context.ts';
import type { TreePath } from '../../tree/source-tree.ts';
import type { Registration } from './registration.ts';

/** A function of the module that ipci.c calls, and the header that declares it; undefined where none does yet. */
interface CalledFunction {
  readonly result: 'Size' | 'void';
  readonly name: string;
  readonly header: TreePath | undefined;
}

/** The functions of a pair of a size and an init function that are new or get a call in ipci.c. */
function calledFunctions(context: TreeContext, { place, functions, after }: Registration): readonly CalledFunction[] {
  const { header } = place;
  if (header === undefined) return [];
  const one = (result: CalledFunction['result'], name: string, isNew: boolean): CalledFunction => {
    const path = findName(context, name, [header], ['function'])?.place.path;
    // A new function is declared in the header of the module, whatever another one has.
    return { result, name, header: path === header || !isNew ? path : undefined };
  };
  return [
    ...(after.size || !functions.size.existing ? [one('Size', functions.size.name, !functions.size.existing)] : []),
    ...(after.init || !functions.init.existing ? [one('void', functions.init.name, !functions.init.existing)] : []),
  ];
}

/** The prototypes that the header of the module lacks. */
export function missingPrototypes(context: TreeContext, registration: Registration): readonly string[] {
  return calledFunctions(context, registration)
    .filter(({ header }) => header === undefined)
    .map(({ result, name }) => externDeclaration(result, `${name}(void)`, false));
}

/** The headers that ipci.c includes for its new calls. */
export function headersOfCalls(context: TreeContext, registration: Registration): ReadonlySet<TreePath> {
  const own = registration.place.header;
  return new Set(calledFunctions(context, registration).flatMap(({ header }) => header ?? own ?? []));
}
