#!/usr/bin/env node
import { run } from './program.ts';

// Whoever reads the first lines only, as `| head` does, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

await run(process.argv.slice(2));
