// Holds the parameters of the index against pg_settings of a built server.

/** Configuration parameters with their types, contexts and those defaults that are written out. */
export function judgeSettings({ list, same }, { value, psql }) {
  const gucs = list('guc');
  const type = (one) => (one.type === 'int' ? 'integer' : one.type);
  const context = (one) =>
    one.context
      .replace('PGC_', '')
      .toLowerCase()
      .replace('userset', 'user')
      .replace(/^su(?:set)?(?=_|$)/, 'superuser');
  same(
    'configuration parameters',
    'pg_settings',
    gucs.map((one) => `${one.name} ${type(one)} ${context(one)}`),
    value("SELECT name || ' ' || vartype || ' ' || replace(context, '-', '_') FROM pg_settings WHERE name !~ '\\.'").split('\n'),
    (text) => {
      const entry = gucs.find((one) => one.name === text.split(' ')[0]);
      if (entry?.flags.includes('GUC_NO_SHOW_ALL') && psql(`SHOW "${entry.name}"`).status === 0) return 'hidden from SHOW ALL';
      return entry?.conditions.length > 0 ? `not built, ${entry.conditions.join(', ')}` : undefined;
    },
  );
  // Defaults that the table writes out; those in macros and expressions are left to the compiler.
  const written = gucs.filter((one) => /^(?:-?\d+|true|false)$/.test(one.default) && (one.type === 'int' || one.type === 'bool'));
  const known = new Set(written.map((one) => one.name));
  same(
    'defaults of them',
    'pg_settings',
    written.map((one) => `${one.name} ${bootValue(one.default)}`),
    value("SELECT name || ' ' || boot_val FROM pg_settings WHERE vartype IN ('integer', 'bool')")
      .split('\n')
      .filter((line) => known.has(line.split(' ')[0])),
    (text) => {
      const entry = gucs.find((one) => one.name === text.split(' ')[0]);
      if (entry?.flags.includes('GUC_NO_SHOW_ALL')) return 'hidden from SHOW ALL';
      return entry?.conditions.length > 0 ? `not built, ${entry.conditions.join(', ')}` : undefined;
    },
  );
  same(
    'options of PL/pgSQL',
    'pg_settings',
    list('custom-guc')
      .filter((one) => one.name.startsWith('plpgsql.'))
      .map((one) => `${one.name} ${type(one)}`),
    value("LOAD 'plpgsql'; SELECT name || ' ' || vartype FROM pg_settings WHERE name LIKE 'plpgsql.%'").split('\n'),
  );
}

/** A literal of C as pg_settings shows it. */
function bootValue(literal) {
  if (/^0[0-7]+$/.test(literal)) return `${Number.parseInt(literal, 8)}`;
  return literal === 'true' ? 'on' : literal === 'false' ? 'off' : literal;
}
