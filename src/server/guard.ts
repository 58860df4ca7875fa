import {
  CancellationToken,
  type Connection,
  type GenericRequestHandler,
  LSPErrorCodes,
  type RemoteConsole,
  ResponseError,
} from 'vscode-languageserver';
import type { Request } from '../protocol/request.ts';
import { Cancelled, forRequest } from './cancellation.ts';

/**
 * Runs a handler so that whatever fails in it takes nothing else down: the stack goes to the log, one sentence to the user. What
 * was cancelled while it waited is not begun, and what reads trees through `interruptible` is ended where it is.
 */
export function guarded<P, R>(
  log: RemoteConsole,
  name: string,
  handle: (params: P) => R | Promise<R>,
): (params: P, token?: CancellationToken) => Promise<R> {
  return async (params, token = CancellationToken.None) => {
    await new Promise((resolve) => setImmediate(resolve));
    const cancelled = () => new ResponseError(LSPErrorCodes.RequestCancelled, `${name}: cancelled`);
    if (token.isCancellationRequested) throw cancelled();
    try {
      return await forRequest(token, () => handle(params));
    } catch (error) {
      if (error instanceof Cancelled) throw cancelled();
      log.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      throw new ResponseError(LSPErrorCodes.RequestFailed, `pgsmith could not answer (${name}); its log says why.`);
    }
  };
}

/** Answers a request of ours, guarded under a name. */
export function onRequest<P, R>(connection: Connection, request: Request<P, R>, name: string, handle: (params: P) => R | Promise<R>): void {
  const handler: GenericRequestHandler<unknown, void> = guarded(connection.console, name, handle);
  connection.onRequest(request.method, handler);
}

/** The same for what nobody waits for: what fails in it is in the log. */
export function attended<P>(log: RemoteConsole, name: string, handle: (params: P) => unknown): (params: P) => Promise<void> {
  return async (params) => {
    try {
      await handle(params);
    } catch (error) {
      log.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  };
}
