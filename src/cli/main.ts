#!/usr/bin/env node
import './compile-less.ts';
import { guard } from './guard.ts';
import { run } from './program.ts';

const args = process.argv.slice(2);
guard(args);
await run(args);
