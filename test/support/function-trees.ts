// A small tree in PostgreSQL's shape, written for the tests of SQL functions.

const procHeader = `CATALOG(pg_proc,1255,ProcedureRelationId) BKI_BOOTSTRAP BKI_ROWTYPE_OID(81,ProcedureRelation_Rowtype_Id) BKI_SCHEMA_MACRO
{
	Oid			oid;			/* oid */
	NameData	proname;
	Oid			prolang BKI_DEFAULT(internal) BKI_LOOKUP(pg_language);
	float4		procost BKI_DEFAULT(1);
	float4		prorows BKI_DEFAULT(0);
	Oid			provariadic BKI_DEFAULT(0) BKI_LOOKUP_OPT(pg_type);
	char		prokind BKI_DEFAULT(f);
	bool		proleakproof BKI_DEFAULT(f);
	bool		proisstrict BKI_DEFAULT(t);
	bool		proretset BKI_DEFAULT(f);
	char		provolatile BKI_DEFAULT(i);
	char		proparallel BKI_DEFAULT(s);
	int16		pronargs;
	int16		pronargdefaults BKI_DEFAULT(0);
	Oid			prorettype BKI_LOOKUP(pg_type);
	oidvector	proargtypes BKI_LOOKUP(pg_type) BKI_FORCE_NOT_NULL;
#ifdef CATALOG_VARLEN
	Oid			proallargtypes[1] BKI_DEFAULT(_null_) BKI_LOOKUP(pg_type);
	char		proargmodes[1] BKI_DEFAULT(_null_);
	text		proargnames[1] BKI_DEFAULT(_null_);
	pg_node_tree proargdefaults BKI_DEFAULT(_null_);
	text		prosrc BKI_FORCE_NOT_NULL;
	aclitem		proacl[1] BKI_DEFAULT(_null_);
#endif
} FormData_pg_proc;
`;

const proc = `#----------------------------------------------------------------------
[

# OIDS 1 - 99

{ oid => '31', descr => 'number of keys',
  proname => 'kms_count', provolatile => 'v', prorettype => 'int8',
  proargtypes => '', prosrc => 'kms_count' },
{ oid => '32', descr => 'name of a key',
  proname => 'kms_name', provolatile => 's', prorettype => 'text',
  proargtypes => 'int4', prosrc => 'kms_name' },

# something else
{ oid => '40', descr => 'length',
  proname => 'length', prorettype => 'int4', proargtypes => 'text',
  prosrc => 'textlen' },

]
`;

function typeRecord(oid: number, array: number, name: string, rest = "typtype => 'b'"): string {
  return `{ oid => '${oid}', array_type_oid => '${array}',\n  typname => '${name}', ${rest} },\n`;
}

const types = `[\n${typeRecord(16, 1000, 'bool')}${typeRecord(20, 1016, 'int8')}${typeRecord(23, 1007, 'int4')}${typeRecord(25, 1009, 'text')}${typeRecord(1184, 1185, 'timestamptz')}${typeRecord(2249, 2287, 'record', "typtype => 'p'")}{ oid => '2278',\n  typname => 'void', typtype => 'p' },\n]\n`;

const manual = `<table id="functions-kms">
 <tgroup cols="1">
     <tbody>
      <row>
       <entry role="func_table_entry"><para role="func_signature">
        <indexterm>
         <primary>kms_count</primary>
        </indexterm>
        <function>kms_count</function> ()
        <returnvalue>bigint</returnvalue>
       </para>
       <para>
        Counts keys.
       </para></entry>
      </row>
     </tbody>
 </tgroup>
</table>
`;

const fmgr = `#define PG_GETARG_DATUM(n)	 (fcinfo->args[n].value)
#define PG_GETARG_INT32(n)	 DatumGetInt32(PG_GETARG_DATUM(n))
#define PG_GETARG_INT64(n)	 DatumGetInt64(PG_GETARG_DATUM(n))
#define PG_GETARG_BOOL(n)	 DatumGetBool(PG_GETARG_DATUM(n))
#define DatumGetTextPP(X)	 ((text *) PG_DETOAST_DATUM_PACKED(X))
#define PG_GETARG_TEXT_PP(n) DatumGetTextPP(PG_GETARG_DATUM(n))
#define PG_RETURN_NULL()	 return (Datum) 0
#define PG_RETURN_VOID()	 return (Datum) 0
#define PG_RETURN_DATUM(x)	 return (x)
#define PG_RETURN_INT32(x)	 return Int32GetDatum(x)
#define PG_RETURN_INT64(x)	 return Int64GetDatum(x)
#define PG_RETURN_BOOL(x)	 return BoolGetDatum(x)
#define PG_RETURN_TEXT_P(x)	 PG_RETURN_POINTER(x)
`;

const postgres = `#define DatumGetInt32(X) ((int32) (X))
#define DatumGetInt64(X) ((int64) (X))
#define DatumGetBool(X) ((bool) ((X) != 0))
`;

/** A tree with defaults in SQL, one table of functions, and a schedule. */
export const functionTree: Readonly<Record<string, string>> = {
  'src/include/catalog/pg_proc.h': procHeader,
  'src/include/catalog/pg_proc.dat': proc,
  'src/include/catalog/pg_type.h':
    'CATALOG(pg_type,1247,TypeRelationId) BKI_BOOTSTRAP BKI_ROWTYPE_OID(71,TypeRelation_Rowtype_Id) BKI_SCHEMA_MACRO\n{\n\tOid\t\t\toid;\n} FormData_pg_type;\n',
  'src/include/catalog/pg_type.dat': types,
  'src/include/catalog/catversion.h': '#define CATALOG_VERSION_NO\t202601011\n',
  'src/include/catalog/unused_oids': 'my @input_files = glob("pg_*.h");\n$suggestion = int(8000 + rand(2000));\n',
  'src/include/access/transam.h': '#define FirstGenbkiObjectId\t\t10000\n',
  'src/include/fmgr.h': fmgr,
  'src/include/postgres.h': postgres,
  'src/include/funcapi.h': 'extern void InitMaterializedSRF(FunctionCallInfo fcinfo, bits32 flags);\n',
  'src/backend/utils/adt/format_type.c':
    'static char *\nf(void)\n{\n\tswitch (x)\n\t{\n\t\tcase BOOLOID:\n\t\t\tbuf = pstrdup("boolean");\n\t\t\tbreak;\n\t\tcase INT8OID:\n\t\t\tbuf = pstrdup("bigint");\n\t\t\tbreak;\n\t\tcase INT4OID:\n\t\t\tbuf = pstrdup("integer");\n\t\t\tbreak;\n\t}\n}\n',
  'src/backend/catalog/system_functions.sql':
    "CREATE OR REPLACE FUNCTION kms_old(a integer DEFAULT 1)\n RETURNS integer LANGUAGE internal STRICT IMMUTABLE AS 'kms_old';\n",
  'src/backend/utils/adt/kms.c':
    '#include "postgres.h"\n\n#include "utils/builtins.h"\n\nDatum\nkms_count(PG_FUNCTION_ARGS)\n{\n\tPG_RETURN_INT64(0);\n}\n\nDatum\nkms_name(PG_FUNCTION_ARGS)\n{\n\tPG_RETURN_NULL();\n}\n\nint\nkms_helper(void)\n{\n\treturn 0;\n}\n',
  'doc/src/sgml/func.sgml': manual,
  'src/fe_utils/print.c':
    "char\ncolumn_type_alignment(Oid ftype)\n{\n\tchar\t\talign;\n\n\tswitch (ftype)\n\t{\n\t\tcase INT4OID:\n\t\tcase INT8OID:\n\t\t\talign = 'r';\n\t\t\tbreak;\n\t\tdefault:\n\t\t\talign = 'l';\n\t\t\tbreak;\n\t}\n\treturn align;\n}\n",
  'src/test/regress/parallel_schedule': 'test: boolean\n\ntest: a b c d e f g h i j k l\n',
  'src/test/regress/sql/boolean.sql': '',
  'src/test/regress/expected/boolean.out': '',
};

/** A request for a function of these trees. */
export const age = {
  name: 'kms_age',
  args: [{ name: 'key_name', type: 'text' }],
  returns: 'bigint',
  volatility: 'stable',
  strict: true,
  parallel: 'safe',
  description: 'age of a key',
  oid: 8123,
  file: 'src/backend/utils/adt/kms.c',
};
