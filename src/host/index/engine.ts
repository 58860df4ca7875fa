/** A hash of the engine's source code; the bundler puts it in. */
declare const PGSMITH_ENGINE: string | undefined;

/** Names the extractors that computed a stored index, so that those of other versions are not believed. Run from source, it is no hash. */
export const engine: string = typeof PGSMITH_ENGINE === 'string' ? PGSMITH_ENGINE : 'source';
