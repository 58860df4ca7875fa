import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { loadCSyntax } from '../host/wasm.ts';
import { CANCELLATION_FOLDER } from '../protocol/cancellation.ts';
import { cancellationByFiles } from './cancellation.ts';
import { serve } from './server.ts';

/** The package's version; the bundler puts it in. */
declare const PGSMITH_VERSION: string;

// The transport is named by the command line: `--stdio`, or `--node-ipc` where VS Code starts the server.
const c = await loadCSyntax();
const flag = process.argv.indexOf(CANCELLATION_FOLDER);
const folder = flag < 0 ? undefined : process.argv[flag + 1];
const options = folder === undefined ? undefined : { cancellationStrategy: cancellationByFiles(folder) };
serve(createConnection(ProposedFeatures.all, options), c, PGSMITH_VERSION);
