import type { Recipe } from './idiom.ts';

/** What every loadable module begins with. */
export const moduleRecipes: readonly Recipe[] = [
  (shows) => ({
    prefix: 'pgmagic',
    label: 'module magic',
    description: 'The magic block that every loadable module has once',
    scope: 'file',
    includes: ['fmgr.h'],
    body: shows('magicWithFields')
      ? ['PG_MODULE_MAGIC_EXT(', '\t\t\t\t\t.name = "${1:$TM_FILENAME_BASE}",', '\t\t\t\t\t.version = ${2|PG_VERSION,"1.0"|}', ');']
      : ['PG_MODULE_MAGIC;'],
  }),
  (shows) => ({
    prefix: 'pginit',
    label: '_PG_init',
    description: 'The function that runs when a module is loaded',
    scope: 'file',
    includes: ['fmgr.h'],
    body: [...initPrototype(shows('initDeclared')), '/*', ' * Module load callback', ' */', 'void', '_PG_init(void)', '{', '\t$0', '}'],
  }),
];

/** A prototype of _PG_init where no header has one, and an empty line. */
export function initPrototype(declared: boolean): readonly string[] {
  return declared ? [] : ['void\t\t_PG_init(void);', ''];
}
