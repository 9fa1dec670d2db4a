#!/usr/bin/env node
import { compileLess } from './process/compile-less.ts';
import { guard } from './process/guard.ts';
import { run } from './program.ts';

compileLess();
const args = process.argv.slice(2);
guard(args);
await run(args);
