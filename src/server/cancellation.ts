import { AsyncLocalStorage } from 'node:async_hooks';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  CancellationSenderStrategy,
  type CancellationStrategy,
  type CancellationToken,
  CancellationTokenSource,
} from 'vscode-languageserver';
import type { SourceTree } from '../core/api.ts';
import { cancellationFile } from '../protocol/cancellation.ts';

/** How often a computation asks whether it is still wanted, in milliseconds. */
const INTERVAL = 20;

/** Thrown out of a computation that nobody wants any more. */
export class Cancelled extends Error {}

const running = new AsyncLocalStorage<CancellationToken>();

/** Runs a handler for the request that `token` belongs to. */
export function forRequest<R>(token: CancellationToken, handle: () => R): R {
  return running.run(token, handle);
}

/** When a computation looked last whether it is still wanted, in milliseconds. */
let looked = Number.NEGATIVE_INFINITY;

/**
 * The tree as handlers of requests read it: once the request that is being answered is cancelled, reading throws `Cancelled`.
 * Computations that take long read many files, and are ended in their middle by this; what they have remembered until then is kept.
 */
export function interruptible(tree: SourceTree): SourceTree {
  const look = () => {
    const now = performance.now();
    if (now < looked + INTERVAL) return;
    looked = now;
    if (running.getStore()?.isCancellationRequested) throw new Cancelled('The request was cancelled');
  };
  return {
    read(path) {
      look();
      return tree.read(path);
    },
    list(path) {
      look();
      return tree.list(path);
    },
    stamp(path) {
      look();
      return tree.stamp(path);
    },
    get snapshot() {
      return tree.snapshot;
    },
  };
}

/**
 * Lets a computation see that its request is cancelled. A message is read between two computations only, so a client that shares this
 * machine makes a file in `folder` beside it.
 */
export function cancellationByFiles(folder: string): CancellationStrategy {
  return {
    sender: CancellationSenderStrategy.Message,
    receiver: {
      kind: 'id',
      createCancellationTokenSource(id) {
        const source = new CancellationTokenSource();
        const file = join(folder, cancellationFile(id));
        return {
          token: {
            get isCancellationRequested() {
              return source.token.isCancellationRequested || existsSync(file);
            },
            onCancellationRequested: source.token.onCancellationRequested,
          },
          cancel: () => source.cancel(),
          dispose: () => source.dispose(),
        };
      },
    },
  };
}
