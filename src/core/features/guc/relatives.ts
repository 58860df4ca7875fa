import type { ConfFile, ConfParameter } from '../../syntax/conf.ts';
import type { GucEntry } from './entry.ts';
import type { GucSite } from './locate.ts';
import type { Parameter } from './resolve.ts';
import { bestOf, sharedPrefix, sharedWords } from './words.ts';

/**
 * The row of a C table that a new one follows: of its group, the one with the most leading words in common; else the last of its
 * group whose variable lives in the same C file; else none, which means the end of the table. Rows inside an `#if` do not count.
 */
export function rowRelative(site: GucSite, parameter: Parameter, variablesOfFile: ReadonlySet<string>): GucEntry | undefined {
  const entries = site.tables.get(parameter.type)?.entries ?? site.entries;
  const group = entries.filter((entry) => entry.group === parameter.group && entry.conditions.length === 0);
  return (
    bestOf(group, (entry) => sharedPrefix(entry.name, parameter.name)) ??
    group.filter((entry) => variablesOfFile.has(entry.variable)).at(-1)
  );
}

/**
 * The parameter of the sample that a new line follows: in the section that most parameters of its group have, the one that shares
 * most of its name; else the last of the section. Undefined where no parameter of the group is in the sample.
 */
export function sampleRelative(site: GucSite, conf: ConfFile, parameter: Parameter): ConfParameter | undefined {
  const byName = new Map(site.entries.map((entry) => [entry.name.toLowerCase(), entry]));
  const section = majority(
    conf.parameters.filter((line) => byName.get(line.name.toLowerCase())?.group === parameter.group).map((line) => line.section),
  );
  const lines = conf.parameters.filter((line) => line.section === section);
  const score = (line: ConfParameter) => {
    const words = sharedPrefix(line.name, parameter.name) * 10 + sharedWords(line.name, parameter.name) * 3;
    return words === 0 ? 0 : words + (byName.get(line.name.toLowerCase())?.type === parameter.type ? 1 : 0);
  };
  return bestOf(lines, score) ?? lines.at(-1);
}

/** The value that occurs most often, the first of equals. */
export function majority<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
