// Small trees in PostgreSQL's shapes, written for the tests of parameters.

const gucHeader = `#ifndef GUC_H
#define GUC_H

typedef enum
{
	PGC_INTERNAL,
	PGC_POSTMASTER,
	PGC_SIGHUP,
	PGC_USERSET
} GucContext;

typedef enum
{
	PGC_S_DEFAULT
} GucSource;

#define GUC_LIST_INPUT			0x000001
#define GUC_LIST_QUOTE			0x000002
#define GUC_NO_SHOW_ALL			0x000004
#define GUC_NOT_IN_SAMPLE		0x000020
#define GUC_UNIT_KB				0x01000000
#define GUC_UNIT_MS				0x10000000
#define GUC_UNIT_MEMORY			0x0F000000

extern PGDLLIMPORT bool log_things;
extern PGDLLIMPORT int cache_size;

#endif							/* GUC_H */
`;

const tablesHeader = `enum config_group
{
	UNGROUPED,
	RESOURCES_MEM,
	LOGGING_WHAT,
	DEVELOPER_OPTIONS
};
`;

const groupNames = `const char *const config_group_names[] =
{
	[UNGROUPED] = gettext_noop("Ungrouped"),
	[RESOURCES_MEM] = gettext_noop("Resource Usage / Memory"),
	[LOGGING_WHAT] = gettext_noop("Reporting and Logging / What to Log"),
	[DEVELOPER_OPTIONS] = gettext_noop("Developer Options"),
};
`;

function table(type: string, rows: string, end: string): string {
  return `struct config_${type.toLowerCase()} ConfigureNames${type}[] =
{
${rows}
	/* End-of-list marker */
	{
		{NULL, 0, 0, NULL, NULL}, NULL, ${end}
	}
};
`;
}

const logThings = `	{
		{"log_things", PGC_SIGHUP, LOGGING_WHAT,
			gettext_noop("Logs things."),
			NULL
		},
		&log_things,
		false,
		NULL, NULL, NULL
	},
`;

const cacheSize = `	{
		/* the name comes after a comment */
		{"cache_size", PGC_POSTMASTER, RESOURCES_MEM,
			gettext_noop("Sets the size of the cache."),
			NULL,
			GUC_UNIT_KB
		},
		&cache_size,
		64, 16, MAX_CACHE_SIZE,
		NULL, NULL, NULL
	},
#ifdef TRACE_CACHE
	{
		{"trace_cache", PGC_USERSET, DEVELOPER_OPTIONS,
			gettext_noop("Traces the cache."),
			NULL,
			GUC_NOT_IN_SAMPLE
		},
		&trace_cache,
		0, 0, INT_MAX,
		NULL, NULL, NULL
	},
#endif
`;

const guc_tables = `#include "postgres.h"

#include "access/xlog.h"
#include "utils/guc_tables.h"

static const struct config_enum_entry level_options[] = {
	{"low", LEVEL_LOW, false},
	{"high", LEVEL_HIGH, false},
	{NULL, 0, false}
};

bool		log_things = false;
int			cache_size = 64;

${groupNames}
${table('Bool', logThings, 'false, NULL, NULL, NULL')}
${table('Int', cacheSize, '0, 0, 0, NULL, NULL, NULL')}
${table('Real', '', '0.0, 0.0, 0.0, NULL, NULL, NULL')}
${table('String', '', 'NULL, NULL, NULL, NULL')}
${table('Enum', '', '0, NULL, NULL, NULL, NULL')}`;

function sample(indent: string): string {
  const pad = (setting: string) => (indent === '\t' ? `${setting}${'\t'.repeat(5 - Math.floor(setting.length / 8))}` : setting.padEnd(40));
  const next = indent === '\t' ? '\t'.repeat(5) : ' '.repeat(40);
  return `#------------------------------------------------------------------------------
# RESOURCE USAGE (except WAL)
#------------------------------------------------------------------------------

# - Memory -

${pad('#cache_size = 64kB')}# min 16kB
${next}# (change requires restart)

#------------------------------------------------------------------------------
# REPORTING AND LOGGING
#------------------------------------------------------------------------------

# - What to Log -

#log_things = off
`;
}

const config = `<chapter id="runtime-config">
 <sect1 id="runtime-config-resource">
  <sect2 id="runtime-config-resource-memory">
   <variablelist>
     <varlistentry id="guc-cache-size" xreflabel="cache_size">
      <term><varname>cache_size</varname> (<type>integer</type>)
      <indexterm>
       <primary><varname>cache_size</varname> configuration parameter</primary>
      </indexterm>
      </term>
      <listitem>
       <para>
        Size.
       </para>
      </listitem>
     </varlistentry>
   </variablelist>
  </sect2>
 </sect1>
 <sect1 id="runtime-config-logging">
   <variablelist>
     <varlistentry id="guc-log-things" xreflabel="log_things">
      <term><varname>log_things</varname> (<type>boolean</type>)
      <indexterm>
       <primary><varname>log_things</varname> configuration parameter</primary>
      </indexterm>
      </term>
      <listitem>
       <para>
        Things.
       </para>
      </listitem>
     </varlistentry>
   </variablelist>
 </sect1>
</chapter>
`;

const common = {
  COPYRIGHT: 'Portions Copyright (c) 1996-2026, PostgreSQL Global Development Group\n',
  'src/include/utils/guc.h': gucHeader,
  'src/include/utils/guc_tables.h': tablesHeader,
  'src/include/utils/guc_hooks.h': `#ifndef GUC_HOOKS_H
#define GUC_HOOKS_H

extern bool check_bonjour(bool *newval, void **extra, GucSource source);
extern void assign_xlog_sync(int newval, void *extra);

#endif							/* GUC_HOOKS_H */
`,
  'src/include/pg_config_manual.h': '#define MAX_CACHE_SIZE (1024 * 1024)\n',
  'src/backend/cache/Makefile': 'subdir = src/backend/cache\n\nOBJS = \\\n\tarc.o \\\n\tlru.o\n\ninclude common.mk\n',
  'src/backend/cache/lru.c': '#include "postgres.h"\n\nstatic int\nlru(void)\n{\n\treturn 0;\n}\n',
  'src/include/cache/lru.h': '#ifndef LRU_H\n#define LRU_H\n\n#endif\t\t\t\t\t\t\t/* LRU_H */\n',
  'doc/src/sgml/config.sgml': config,
};

/** A tree whose parameters are rows of C tables, with a sample in TAB style. */
export const rowTree: Readonly<Record<string, string>> = {
  ...common,
  'src/backend/utils/misc/guc_tables.c': guc_tables,
  'src/backend/utils/misc/postgresql.conf.sample': sample('\t'),
};

const records = `#----------------------------------------------------------------------
# Parameters
#----------------------------------------------------------------------

[

{ name => 'cache_size', type => 'int', context => 'PGC_POSTMASTER', group => 'RESOURCES_MEM',
  short_desc => 'Sets the size of the cache.',
  flags => 'GUC_UNIT_KB',
  variable => 'cache_size',
  boot_val => '64',
  min => '16',
  max => 'MAX_CACHE_SIZE',
},

# a comment that belongs to the record below
{ name => 'log_things', type => 'bool', context => 'PGC_SIGHUP', group => 'LOGGING_WHAT',
  short_desc => 'Logs things.',
  variable => 'log_things',
  boot_val => 'false',
},

]
`;

/** A tree whose parameters are sorted records, with a sample in space style. */
export const recordTree: Readonly<Record<string, string>> = {
  ...common,
  'src/backend/utils/misc/guc_parameters.dat': records,
  'src/backend/utils/misc/gen_guc_tables.pl': '# entries must be in alphabetical order\n',
  'src/backend/utils/misc/guc_tables.c': guc_tables.slice(0, guc_tables.indexOf('struct config_bool')),
  'src/backend/utils/misc/postgresql.conf.sample': sample(' '),
};
