#!/usr/bin/env node
/**
 * Makes a page one file: `bundle.mjs PAGE.html OUT.html` puts the style sheets and scripts that the page names into it,
 * the scripts bundled, so that it asks for nothing else wherever it is opened.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'rolldown';

const STYLE = /<link rel="stylesheet" href="([^"]+)">/g;
const SCRIPT = /<script src="([^"]+)"><\/script>/g;

const [page, out] = process.argv.slice(2);
const beside = (name) => join(dirname(page), name);

async function bundled(entry) {
  const { output } = await build({
    input: entry,
    write: false,
    platform: 'browser',
    transform: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    output: { format: 'iife', minify: true },
  });
  return output[0].code.replaceAll('</script', '<\\/script');
}

const html = readFileSync(page, 'utf8');
const scripts = new Map(
  await Promise.all([...html.matchAll(SCRIPT)].map(async ([, name]) => [name, await bundled(beside(name))])),
);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(
  out,
  html
    .replace(STYLE, (_, name) => `<style>\n${readFileSync(beside(name), 'utf8')}</style>`)
    .replace(SCRIPT, (_, name) => `<script>${scripts.get(name)}</script>`),
);
