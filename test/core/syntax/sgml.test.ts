import { describe, expect, test } from 'vitest';
import { elementsOf, functionRows, parameterEntries, readSgml } from '../../../src/core/syntax/sgml.ts';

const CONFIG = `<chapter id="runtime-config">
 <sect1 id="runtime-config-resource">
  <!-- <varlistentry id="guc-old"><term><varname>old</varname></term></varlistentry> -->
  <sect2 id="runtime-config-resource-memory">
   <variablelist>
    <varlistentry id="guc-kms-cache-entries" xreflabel="kms_cache_entries">
     <term><varname>kms_cache_entries</varname> (<type>integer</type>)
     <indexterm>
      <primary><varname>kms_cache_entries</varname> configuration parameter</primary>
     </indexterm>
     </term>
     <listitem>
      <variablelist>
       <varlistentry><term><literal>on</literal></term><listitem><para>x &lt; y &mdash; z</para></listitem></varlistentry>
      </variablelist>
     </listitem>
    </varlistentry>
   </variablelist>
  </sect2>
 </sect1>
</chapter>
`;

const FUNCTIONS = `<sect1 id="functions-kms"><table id="functions-kms-table"><tgroup cols="1"><tbody>
<row>
 <entry role="func_table_entry"><para role="func_signature">
  <indexterm><primary>pg_kms_keys</primary></indexterm>
  <function>pg_kms_keys</function> ( <type>text</type> )
 </para>
 <para role="func_signature">
  <function>pg_kms_keys</function> ()
 </para><para>Keys.</para></entry>
</row>
<row><entry>no function</entry></row>
</tbody></tgroup></table></sect1>`;

describe('pages', () => {
  test('give parameters with their sections', () => {
    const [entry, ...others] = parameterEntries(CONFIG);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      name: 'kms_cache_entries',
      id: 'guc-kms-cache-entries',
      type: 'integer',
      sections: ['runtime-config', 'runtime-config-resource', 'runtime-config-resource-memory'],
    });
    expect(CONFIG.slice(entry?.start, entry?.end)).toMatch(/^<varlistentry id="guc-kms[\s\S]*<\/listitem>\s*<\/varlistentry>$/);
    expect(CONFIG.slice(entry?.list.start, entry?.list.end)).toMatch(
      /^<variablelist>\n {4}<varlistentry id="guc-kms[\s\S]*<\/variablelist>$/,
    );
  });

  test('give rows of functions with their table', () => {
    const [row, ...others] = functionRows(FUNCTIONS);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ indexTerms: ['pg_kms_keys'], table: 'functions-kms-table', sections: ['functions-kms'] });
    expect(row?.signatures.map((one) => one.name)).toEqual(['pg_kms_keys', 'pg_kms_keys']);
    expect(FUNCTIONS.slice(row?.start, row?.end)).toMatch(/^<row>\n <entry[\s\S]*Keys[\s\S]*<\/row>$/);
  });
});

describe('elements', () => {
  const names = (text: string) =>
    [...elementsOf(readSgml(text))].map(([element, around]) => [...around, element].map((one) => one.name).join('/'));

  test('may be empty, have attributes in either quote, and contain > in them', () => {
    const [element] = readSgml(`<a x="1>2" y='"'/>`);
    expect([...(element?.attributes ?? [])]).toEqual([
      ['x', '1>2'],
      ['y', '"'],
    ]);
    expect(names('<a><xref linkend="b"/><c></c></a>')).toEqual(['a', 'a/xref', 'a/c']);
  });

  test('are not sought in comments, CDATA and declarations', () => {
    expect(names('<!DOCTYPE a><?xml v?><!-- <b> --><a><![CDATA[<c></a>]]></a>')).toEqual(['a']);
  });

  test('survive wrong nesting: what is left open ends with what is around it', () => {
    expect(names('<a><b></a></x><c>')).toEqual(['a', 'a/b', 'c']);
    expect(readSgml('<a><b></a>')[0]?.children[0]).toMatchObject({ start: 3, end: 6 });
  });
});
