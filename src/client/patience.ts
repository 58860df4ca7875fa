import * as vscode from 'vscode';

/** How long something may take before it is shown, in milliseconds. */
const PATIENCE = 200;

/** Does what may take long. When it does, it is shown with a button that cancels it; undefined where that was pressed. */
export async function patiently<T>(
  title: string,
  work: (token: vscode.CancellationToken) => Thenable<T | undefined>,
): Promise<T | undefined> {
  const source = new vscode.CancellationTokenSource();
  const running = Promise.resolve(work(source.token));
  const timer = setTimeout(() => {
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (_progress, token) => {
      token.onCancellationRequested(() => source.cancel());
      // What fails is told where it is awaited, below.
      return running.catch(() => undefined);
    });
  }, PATIENCE);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}
