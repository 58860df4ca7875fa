import { DECLARATION_RULES, maskDirective } from './mask-declarations.ts';
import { MACRO_RULES } from './mask-macros.ts';
import { FILE_SCOPE_RULES, STATEMENT_RULES } from './mask-statements.ts';
import { sweeper } from './sweep.ts';

/**
 * Rewrites macros that break the C grammar, without moving anything: the result has the same length and the same line
 * ends, so every offset of its parse is valid in `text`. Information that the mask deletes is read from `text` itself.
 */
export const mask: (text: string) => string = sweeper(
  [...DECLARATION_RULES, ...STATEMENT_RULES, ...MACRO_RULES, ...FILE_SCOPE_RULES],
  maskDirective,
);
