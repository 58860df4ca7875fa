import type { Place } from '../base/result.ts';
import type { Lens, LensLine } from '../features/feature.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename, type TreePath } from '../tree/source-tree.ts';
import { expectedFiles, scheduleLines, testSource } from './schedule.ts';

/** Lenses on the first line of a test: what schedules it, its script, what it must print. */
export function testLenses(context: TreeContext, path: TreePath): readonly LensLine[] {
  const [, directory = '', file = ''] = /^(.+)\/(?:sql|input|specs|expected|output)\/([\w.-]+)\.(?:sql|source|spec|out)$/.exec(path) ?? [];
  if (file === '') return [];
  const schedule = `${directory}/schedule`;
  // Expected files of other platforms and settings have a number behind the name.
  const name = testSource(context, schedule, file) === undefined ? file.replace(/_\d+$/, '') : file;
  const source = testSource(context, schedule, name);
  const lens = (title: string, places: readonly Place[]): readonly Lens[] =>
    places.length === 0 ? [] : [{ title, target: { kind: 'places', places } }];
  const beginnings = (files: readonly TreePath[]) => files.filter((file) => file !== path).map((file) => ({ path: file, offset: 0 }));
  const lenses = [
    ...scheduleLines(context, directory, name).flatMap((place) => lens(basename(place.path), [place])),
    ...lens('script', beginnings(source === undefined ? [] : [source])),
    ...lens('expected', beginnings(expectedFiles(context, schedule, name))),
  ];
  return lenses.length === 0 ? [] : [{ offset: 0, lenses }];
}
