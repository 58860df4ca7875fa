import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { loadCSyntax } from '../host/wasm.ts';
import { serve } from './server.ts';

/** The package's version; the bundler puts it in. */
declare const PGSMITH_VERSION: string;

// The transport is named by the command line: `--stdio`, or `--node-ipc` where VS Code starts the server.
const c = await loadCSyntax();
serve(createConnection(ProposedFeatures.all), c, PGSMITH_VERSION);
