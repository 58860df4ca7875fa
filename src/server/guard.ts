import { type CancellationToken, LSPErrorCodes, type RemoteConsole, ResponseError } from 'vscode-languageserver';

/**
 * Runs a handler so that whatever fails in it takes nothing else down: the stack goes to the log, one sentence to the user. What
 * was cancelled while it waited is not begun.
 */
export function guarded<P, R>(
  log: RemoteConsole,
  name: string,
  handle: (params: P) => R | Promise<R>,
): (params: P, token?: CancellationToken) => Promise<R> {
  return async (params, token) => {
    await new Promise((resolve) => setImmediate(resolve));
    if (token?.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, `${name}: cancelled`);
    try {
      return await handle(params);
    } catch (error) {
      log.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      throw new ResponseError(LSPErrorCodes.RequestFailed, `pgsmith could not answer (${name}); its log says why.`);
    }
  };
}
