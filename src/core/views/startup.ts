import { type StartupPath, type StartupStep, startupMap } from '../startup/map.ts';
import { MILESTONES, missingText, reachedText } from '../startup/milestones.ts';
import { serverProcesses } from '../startup/processes.ts';
import type { TreeContext } from '../tree/context.ts';
import { basename } from '../tree/source-tree.ts';
import type { ViewNode } from './node.ts';

/** Modes and processes; below each the calls that it makes while it starts, in order, each with those that it makes in turn. */
export function startupNodes(context: TreeContext, id: string | undefined): readonly ViewNode[] {
  const map = startupMap(context);
  if (id === undefined) {
    return map.map((path) => ({
      id: path.name,
      label: path.name,
      description: path.origin,
      icon: path.origin.startsWith('background worker') ? 'server-process' : path.origin.startsWith('started') ? 'server-process' : 'play',
      hasChildren: path.steps.length > 0,
    }));
  }
  const [name = '', at] = id.split('|');
  const path = map.find((one) => one.name === name);
  return path ? childrenOf(path, at === undefined ? -1 : Number(at)).map((index) => stepNode(path, index)) : [];
}

/** Positions of the steps below a step, or of those at the top. */
function childrenOf({ steps }: StartupPath, parent: number): readonly number[] {
  const depth = parent < 0 ? 0 : (steps[parent]?.depth ?? 0) + 1;
  const found: number[] = [];
  for (let index = parent + 1; index < steps.length; index += 1) {
    const own = steps[index]?.depth ?? 0;
    if (own < depth) break;
    if (own === depth) found.push(index);
  }
  return found;
}

function stepNode(path: StartupPath, index: number): ViewNode {
  const step = path.steps[index] as StartupStep;
  const condition = step.conditions.at(-1);
  return {
    id: `${path.name}|${index}`,
    label: step.name,
    description: [step.milestone === undefined ? '' : `${reachedText(step.milestone)} from here on`, condition ?? '']
      .filter(Boolean)
      .join('  \u00b7  '),
    tooltip: [
      `${step.name}, called in ${step.place.path}`,
      ...(step.conditions.length > 0 ? [`Under ${step.conditions.join(' and ')}`] : []),
      ...(step.missing.length > 0
        ? [`At this point: ${step.missing.map(missingText).join(', ')}`]
        : [`At this point ${MILESTONES.map(reachedText).join(', ')}`]),
    ].join('\n'),
    icon: step.milestone === undefined ? 'symbol-function' : 'milestone',
    place: step.place,
    hasChildren: childrenOf(path, index).length > 0,
    can: 'insert-call',
  };
}

/** The processes of the server; below each the functions that start it, or by which another process turns into it. */
export function processNodes(context: TreeContext, id: string | undefined): readonly ViewNode[] {
  const processes = serverProcesses(context);
  if (id === undefined) {
    return processes.map((process) => ({
      id: process.name,
      label: process.name,
      description:
        process.main === undefined ? 'begins as another process' : `${process.main}  \u00b7  ${basename(process.mainPlace?.path ?? '')}`,
      tooltip: [process.type ?? '', process.attaches || process.main === undefined ? '' : 'Lets go of shared memory']
        .filter(Boolean)
        .join('\n'),
      icon: 'server-process',
      place: process.mainPlace ?? process.listed,
      hasChildren: process.startedBy.length + process.becomes.length > 0,
    }));
  }
  const process = processes.find((one) => one.name === id);
  const children = [
    ...(process?.startedBy ?? []).map((one) => ({ ...one, does: 'starts it', icon: 'call-outgoing' })),
    ...(process?.becomes ?? []).map((one) => ({ ...one, does: 'turns into it', icon: 'arrow-swap' })),
  ];
  return children.map(({ name, place, does, icon }, index) => ({
    id: `${id}|${index}`,
    label: name,
    description: `${does}  \u00b7  ${basename(place.path)}`,
    icon,
    place,
    hasChildren: false,
  }));
}
