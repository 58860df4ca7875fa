// The module that the judge registers on every tree: a small key management service of our own design.

const FILE = 'src/backend/storage/ipc/kms.c';
const HEADER = 'src/include/storage/kms.h';
const code = { file: FILE, header: HEADER };

/** Registrations in order: kind and request. */
export const registrations = [
  [
    'guc',
    {
      name: 'kms_enabled',
      type: 'bool',
      default: true,
      context: 'sighup',
      group: 'CONN_AUTH_AUTH',
      shortDesc: 'Enables the key management service.',
      ...code,
    },
  ],
  [
    'guc',
    {
      name: 'kms_cache_size',
      type: 'int',
      default: 1024,
      min: 64,
      max: 1048576,
      unit: 'kB',
      context: 'postmaster',
      group: 'RESOURCES_MEM',
      shortDesc: 'Sets the amount of memory for cached keys.',
      longDesc: 'The memory is reserved when the server starts.',
      checkHook: true,
      ...code,
    },
  ],
  [
    'guc',
    {
      name: 'kms_timeout_factor',
      type: 'real',
      default: '1.5',
      min: '0.0',
      max: '10.0',
      context: 'userset',
      group: 'CLIENT_CONN_STATEMENT',
      shortDesc: 'Multiplies the timeouts of key providers.',
      ...code,
    },
  ],
  [
    'guc',
    {
      name: 'kms_provider',
      type: 'string',
      default: 'file',
      context: 'suset',
      group: 'CONN_AUTH_AUTH',
      shortDesc: 'Names the provider of keys.',
      ...code,
    },
  ],
  [
    'guc',
    {
      name: 'kms_mode',
      type: 'enum',
      options: ['local', 'remote'],
      default: 'remote',
      context: 'sighup',
      group: 'CONN_AUTH_AUTH',
      shortDesc: 'Sets where keys are kept.',
      ...code,
    },
  ],
  ['shmem', { name: 'KMS State', kind: 'struct', lock: 'embedded', maxEntries: 'kms_cache_size', ...code }],
  ['shmem', { name: 'KMS Key Hash', kind: 'hash', lock: 'named', keyType: 'KmsKeyId', entryType: 'KmsKeyEntry', maxEntries: 128, ...code }],
  [
    'function',
    {
      name: 'pg_rotate_cluster_passphrase',
      returns: 'bool',
      volatility: 'volatile',
      strict: true,
      parallel: 'unsafe',
      description: 'rotate the passphrase of the cluster',
      near: 'pg_reload_conf',
      file: FILE,
    },
  ],
  [
    'function',
    {
      name: 'pg_kms_key_age',
      args: [
        { name: 'key_name', type: 'text' },
        { name: 'unit', type: 'text', default: "'days'" },
      ],
      returns: 'bigint',
      volatility: 'stable',
      strict: true,
      parallel: 'safe',
      description: 'age of a key',
      near: 'pg_rotate_cluster_passphrase',
      file: FILE,
    },
  ],
  [
    'function',
    {
      name: 'pg_kms_keys',
      args: [
        { name: 'include_expired', type: 'boolean', default: 'false' },
        { name: 'key_name', type: 'text', mode: 'out' },
        { name: 'uses', type: 'bigint', mode: 'out' },
      ],
      set: true,
      rows: 100,
      volatility: 'volatile',
      strict: true,
      parallel: 'restricted',
      description: 'keys in the cache',
      file: FILE,
    },
  ],
  [
    'function',
    {
      name: 'pg_kms_join',
      args: [{ name: 'parts', type: 'text[]', mode: 'variadic' }],
      returns: 'text',
      volatility: 'immutable',
      strict: true,
      parallel: 'safe',
      description: 'join the parts of a key name',
      file: FILE,
    },
  ],
  [
    'function',
    {
      name: 'pg_kms_label',
      args: [
        { name: 'label', type: 'text' },
        { name: 'fallback', type: 'int4' },
      ],
      returns: 'text',
      volatility: 'stable',
      strict: false,
      parallel: 'safe',
      description: 'label of a key, or a fallback',
      file: FILE,
    },
  ],
];

/** What pg_settings must say of each parameter. */
export const settings = {
  kms_enabled: {
    setting: 'on',
    vartype: 'bool',
    context: 'sighup',
    boot_val: 'on',
    unit: '',
    min_val: '',
    max_val: '',
    enumvals: '',
    shown: 'on',
    short_desc: 'Enables the key management service.',
  },
  kms_cache_size: {
    setting: '1024',
    vartype: 'integer',
    context: 'postmaster',
    boot_val: '1024',
    unit: 'kB',
    min_val: '64',
    max_val: '1048576',
    enumvals: '',
    shown: '1MB',
    short_desc: 'Sets the amount of memory for cached keys.',
  },
  kms_timeout_factor: {
    setting: '1.5',
    vartype: 'real',
    context: 'user',
    boot_val: '1.5',
    unit: '',
    min_val: '0',
    max_val: '10',
    enumvals: '',
    shown: '1.5',
    short_desc: 'Multiplies the timeouts of key providers.',
  },
  kms_provider: {
    setting: 'file',
    vartype: 'string',
    context: 'superuser',
    boot_val: 'file',
    unit: '',
    min_val: '',
    max_val: '',
    enumvals: '',
    shown: 'file',
    short_desc: 'Names the provider of keys.',
  },
  kms_mode: {
    setting: 'remote',
    vartype: 'enum',
    context: 'sighup',
    boot_val: 'remote',
    unit: '',
    min_val: '',
    max_val: '',
    enumvals: '{local,remote}',
    shown: 'remote',
    short_desc: 'Sets where keys are kept.',
  },
};

/** Calls and what the neutral bodies answer. */
export const calls = [
  ['SELECT pg_rotate_cluster_passphrase()', 'f'],
  ["SELECT pg_kms_key_age('master')", '0'],
  ["SELECT pg_kms_key_age('master', 'hours')", '0'],
  ['SELECT count(*) FROM pg_kms_keys()', '0'],
  ['SELECT count(*) FROM pg_kms_keys(true)', '0'],
  ["SELECT pg_kms_join('a', 'b', 'c') IS NOT NULL", 't'],
  ['SELECT pg_kms_label(NULL, NULL) IS NOT NULL', 't'],
  ['SELECT pg_kms_key_age(NULL) IS NULL', 't'],
];

/** Names of the areas in pg_shmem_allocations. */
export const areas = ['KMS State', 'KMS Key Hash'];
