import { type Item, itemsOf } from './items.ts';

/** File-scope variable definitions that begin in column 0, up to the end of their first line. */
export function definitions(text: string): readonly Item[] {
  return itemsOf(
    text,
    /^(?!typedef\b|extern\b|return\b|goto\b)[A-Za-z_][\w \t*]*?[ \t*]([A-Za-z_]\w*)(?:\[[^\]\n]*\])*[ \t]*(?:=[^\n]*|;[^\n]*)$/gm,
  );
}

/** `extern` declarations of variables. */
export function externs(text: string): readonly Item[] {
  return itemsOf(text, /^extern\b[^\n();]*?(\w+)(?:\[[^\]\n]*\])*;[^\n]*$/gm);
}

/** `extern` declarations of functions, which may span lines. */
export function prototypes(text: string): readonly Item[] {
  return itemsOf(text, /^(?:extern|static)\b[^\n;={]*?(\w+)\([^;{]*\)[^;{]*;/gm);
}

/** Function definitions in PostgreSQL's style: name and `{` in column 0. */
export function functions(text: string): readonly Item[] {
  return itemsOf(text, /^([A-Za-z_]\w*)\([^;{]*\)\s*\n\{[\s\S]*?^\}/gm);
}

/** Quoted `#include` lines. */
export function includes(text: string): readonly Item[] {
  return itemsOf(text, /^#include "([^"]+)"[^\n]*$/gm);
}
