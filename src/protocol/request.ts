/**
 * A request of ours: its method, and the types of what is asked and what is answered. It is no class of the protocol library, which takes
 * an editor longer to load than all of our client.
 */
export interface Request<P, R> {
  readonly method: string;
  /** Types only: nobody sets it. */
  readonly types?: readonly [asked: P, answered: R];
}

/** What is asked where there is nothing to tell. */
export type Nothing = Readonly<Record<string, never>>;

/** The request with a method. */
export function request<P, R>(method: string): Request<P, R> {
  return { method };
}
