import * as vscode from 'vscode';
import type { CancellationSenderStrategy } from 'vscode-languageclient/node';
import { cancellationFile } from '../protocol/cancellation.ts';

/**
 * Cancels requests by a file in `folder` beside the message: the server sees it in the middle of a computation, where it reads no
 * messages. The file is removed when the request has ended.
 */
export function cancellationByFiles(folder: vscode.Uri): CancellationSenderStrategy {
  const written = new Map<number | string, Thenable<void>>();
  const fileOf = (id: number | string) => vscode.Uri.joinPath(folder, cancellationFile(id));
  return {
    async sendCancellation(connection, id) {
      const writing = vscode.workspace.fs.writeFile(fileOf(id), new Uint8Array());
      written.set(id, writing);
      await connection.sendNotification('$/cancelRequest', { id });
      await writing;
    },
    cleanup(id) {
      const writing = written.get(id);
      written.delete(id);
      void writing?.then(() => vscode.workspace.fs.delete(fileOf(id)));
    },
  };
}
