import { serverFiles } from '../index/c-functions.ts';
import { withoutComments } from '../index/extract/c-text.ts';
import type { TreeContext } from '../tree/context.ts';
import { remember, rememberText } from '../tree/memo.ts';

/** Names of functions that set something up, by the words that PostgreSQL builds such names from. */
export const INITIALIZES =
  /(?:^|_|[a-z0-9])(?:Init(?:ialize)?|BootStrap|Bootstrap|Startup|StartUp|Setup|SetUp|Create|Attach|Register|Restore|Enable|Load)(?=[A-Z_\d]|s?$)|(?:^|_)(?:init(?:ialize)?|startup|setup|preload|load|attach|register|restore)(?=_|[A-Z]|$)/;

/** Functions that this many files call are tools, not parts of one module. */
const MANY_FILES = 8;

/** Functions whose names say that they set something up, and that so many files of the server call that they are tools. */
export function commonCallees(context: TreeContext): ReadonlySet<string> {
  return remember(context, 'common callees', (inner) => {
    const perFile = serverFiles(inner).map((path) =>
      remember(inner, `setup calls ${path}`, ({ tree }) => {
        const text = withoutComments(tree.read(path)?.text ?? '');
        const names = new Set(
          [...text.matchAll(/(?<![\w])([A-Za-z_]\w*)\s*\(/g)].flatMap((match) =>
            INITIALIZES.test(match[1] ?? '') ? [match[1] ?? ''] : [],
          ),
        );
        return [...names].join(' ');
      }),
    );
    return rememberText(inner.memo, 'common callees', perFile.join('\n'), () => {
      const files = new Map<string, number>();
      for (const names of perFile) for (const name of names.split(' ')) files.set(name, (files.get(name) ?? 0) + 1);
      return new Set([...files].flatMap(([name, count]) => (count >= MANY_FILES ? [name] : [])));
    });
  });
}
