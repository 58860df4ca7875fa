/** A C file whose function no row of pg_proc.dat names, and whose variable is no parameter: what code actions are offered on. */
export const OFFERED_CODE = [
  '#include "postgres.h"',
  '',
  'bool\t\tOfferedSwitch = true;',
  '',
  'Datum',
  'offered_sum(PG_FUNCTION_ARGS)',
  '{',
  '\tint32\t\ta = PG_GETARG_INT32(0);',
  '',
  '\tPG_RETURN_INT32(a);',
  '}',
  '',
].join('\n');
