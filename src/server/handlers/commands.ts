import { ok } from '../../core/api.ts';
import { serverCommands } from '../../protocol/commands.ts';
import type { Answer, WireAnswers, WirePlan } from '../../protocol/requests.ts';
import { answer } from '../answer.ts';
import { guarded } from '../guard.ts';
import type { Services } from '../services.ts';
import { toWirePlan } from '../to-protocol.ts';
import { replaceOidAt } from './oids.ts';
import { registration } from './wizard.ts';

/** `workspace/executeCommand` for editors without our client: what is not known is suggested, the edit is sent to be applied. */
export function registerCommands(services: Services): void {
  const { connection } = services;
  connection.onExecuteCommand(
    guarded(connection.console, 'command', async ({ command, arguments: given = [] }) => {
      const plan = planOf(services, command, given);
      if (!plan) return null;
      if (!plan.ok) {
        connection.window.showErrorMessage(
          `pgsmith: ${plan.problem.message}${plan.problem.hint === undefined ? '' : ` ${plan.problem.hint}`}`,
        );
        return null;
      }
      const outcome = await connection.workspace.applyEdit({ label: plan.value.title, edit: plan.value.edit });
      for (const note of outcome.applied ? plan.value.notes : []) connection.console.info(note);
      return outcome.applied;
    }),
  );
}

function planOf(services: Services, command: string, [first, second, third]: readonly unknown[]): Answer<WirePlan> | undefined {
  if (command === serverCommands.replaceOid) return replaceOidAt(services, String(first), Number(second));
  if (command !== serverCommands.register) return undefined;
  return answer(services.workspace, String(first), (context, tree) => {
    const answers = typeof third === 'object' && third !== null ? (third as WireAnswers) : {};
    const edit = registration(context, String(second), answers);
    return edit.ok ? ok(toWirePlan(services.workspace, tree, edit.value)) : edit;
  });
}
