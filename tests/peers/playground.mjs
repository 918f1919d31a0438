// The Microsoft 365 Agents Playground as a child that ends with its standard input.
// Arguments are its own; it says `Listening on PORT` on standard output.

import { createRequire } from 'node:module';

process.stdin.resume().on('end', () => process.exit());
createRequire(import.meta.url)('@microsoft/m365agentsplayground/cli.js');
