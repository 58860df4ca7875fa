/** The argument by which a client tells the server where it makes a file for each request that it cancels; a path follows. */
export const CANCELLATION_FOLDER = '--cancellation-folder';

/** Name of the file that says that a request is cancelled. */
export function cancellationFile(id: number | string): string {
  return `cancelled-${id}`;
}
