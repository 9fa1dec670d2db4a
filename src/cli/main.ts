#!/usr/bin/env node
import { compileLess } from './compile-less.ts';
import { guard } from './guard.ts';
import { run } from './program.ts';

compileLess();
const args = process.argv.slice(2);
guard(args);
await run(args);
