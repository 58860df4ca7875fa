import { type CSyntax, initializerOf } from '../core/api.ts';

/** A parser that is loaded when `load` is called; what asks it before for more than initializers, which are read without it, is a bug. */
export function laterCSyntax(): { readonly c: CSyntax; readonly load: () => Promise<void> } {
  let loaded: CSyntax | undefined;
  const ready = (): CSyntax => {
    if (!loaded) throw new Error('The C parser was asked before it was loaded');
    return loaded;
  };
  const c: CSyntax = {
    outline: (text) => ready().outline(text),
    initializer: initializerOf,
    calls: (text, name) => ready().calls(text, name),
    damage: (text) => ready().damage(text),
  };
  return {
    c,
    load: async () => {
      loaded ??= await (await import('./wasm.ts')).loadCSyntax();
    },
  };
}
