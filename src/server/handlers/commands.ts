import { ok } from '../../core/api.ts';
import { serverCommands } from '../../protocol/commands.ts';
import { answer } from '../answer.ts';
import { guarded } from '../guard.ts';
import type { Services } from '../services.ts';
import { toWirePlan } from '../to-protocol.ts';
import { registration } from './wizard.ts';

/** `workspace/executeCommand` for editors without our client: what is not known is suggested, the edit is sent to be applied. */
export function registerCommands({ connection, workspace }: Services): void {
  connection.onExecuteCommand(
    guarded(connection.console, 'command', async ({ command, arguments: given = [] }) => {
      if (command !== serverCommands.register) return null;
      const [uri, kind, answers] = given;
      const plan = answer(workspace, String(uri), (context, tree) => {
        const edit = registration(context, String(kind), typeof answers === 'object' && answers !== null ? answers : {});
        return edit.ok ? ok(toWirePlan(workspace, tree, edit.value)) : edit;
      });
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
