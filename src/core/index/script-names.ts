/** Patterns of names of the server in scripts: tests, examples of the manual, configurations. Each finds the name alone. */

/** A call of a SQL function, with its schema or without. */
export function callOf(name: string): RegExp {
  return new RegExp(`(?:(?<![\\w.$])|(?<=(?<![\\w.$])pg_catalog\\.))${name}(?=\\s*\\()`, 'g');
}

/** A parameter that is set or shown: `SET x`, `ALTER SYSTEM SET x`, `RESET x`, `SHOW x`, `x = …` of a configuration, `set_config('x'`. */
export function settingOf(name: string): RegExp {
  return new RegExp(
    `(?<=\\b(?:SET|RESET|SHOW)\\s+(?:LOCAL\\s+|SESSION\\s+)?)${name}\\b|\\b${name}(?=\\s*=|\\s+TO\\b)|(?<=_(?:setting|config)\\(\\s*')${name}(?=')`,
    'gi',
  );
}

/** A condition that a block of PL/pgSQL handles or raises. */
export function conditionOf(name: string): RegExp {
  return new RegExp(`(?<=\\b(?:WHEN|OR|RAISE(?:\\s+[A-Z]+)?)\\s+|\\bERRCODE\\s*=\\s*')${name}\\b(?!\\s*\\()`, 'gi');
}

/** A SQLSTATE between quotes. */
export function stateOf(state: string): RegExp {
  return new RegExp(`(?<=\\b(?:SQLSTATE|ERRCODE)\\s*=?\\s*')${state}(?=')`, 'gi');
}
