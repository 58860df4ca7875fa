/** Commands that lenses and code actions name. The client runs them; for other editors the server does what it can by itself. */
export const clientCommands = {
  /** Arguments: locations, and the place that they are shown from. */
  show: 'pgsmith.show',
  /** Arguments: URI of the tree, a C identifier. */
  showUses: 'pgsmith.showUses',
  /** Arguments: URI of the tree, kind, answers that are known. */
  register: 'pgsmith.register',
  /** Arguments: URI of the document, offset. */
  replaceOid: 'pgsmith.replaceOid',
  /** Arguments: URI of the tree, first and last OID. */
  shiftOids: 'pgsmith.shiftOids',
} as const;

/** Commands of the server for editors without wizards: each takes the arguments of its namesake above. */
export const serverCommands = {
  register: 'pgsmith.server.register',
  replaceOid: 'pgsmith.server.replaceOid',
} as const;

/** What a client tells about itself when it starts the server. */
export interface ClientOptions {
  /** Whether it runs `clientCommands`. */
  readonly commands?: boolean;
  /** Whether the workspace is trusted: only then does the server run programs, such as git. */
  readonly isTrusted?: boolean;
}
