import type { Command } from 'vscode-languageserver';
import type { PlacedTarget } from '../core/api.ts';
import { clientCommands, serverCommands } from '../protocol/commands.ts';
import type { Services } from './services.ts';
import { toLocation } from './to-protocol.ts';
import type { OpenTree } from './workspace.ts';

/**
 * What a click does, as a command of the client, or of the server for an editor that has none of ours. Undefined where such an
 * editor cannot do it: a title without a command still tells something.
 */
export function commandFor({ workspace, client }: Services, tree: OpenTree, title: string, target: PlacedTarget): Command | undefined {
  const hasCommands = client.options.commands === true;
  switch (target.kind) {
    case 'places':
      return hasCommands
        ? { title, command: clientCommands.show, arguments: [target.places.map((place) => toLocation(workspace, tree, place))] }
        : undefined;
    case 'uses':
      return hasCommands ? { title, command: clientCommands.showUses, arguments: [tree.uri, target.name] } : undefined;
    case 'register':
      return {
        title,
        command: hasCommands ? clientCommands.register : serverCommands.register,
        arguments: [tree.uri, target.feature, target.values],
      };
    case 'replace-oid':
      return {
        title,
        command: hasCommands ? clientCommands.replaceOid : serverCommands.replaceOid,
        arguments: [workspace.uriOf(tree, target.place.path), target.place.offset],
      };
    case 'shift-oids':
      return hasCommands ? { title, command: clientCommands.shiftOids, arguments: [tree.uri, target.first, target.last] } : undefined;
  }
}
