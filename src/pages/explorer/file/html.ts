import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';

/**
 * One HTML file out of a script and a style, which may ask nobody for anything: its policy allows this very script and
 * style, a worker made of them, and nothing else. The script is compressed; a small one that is not puts it in its place.
 */
export function html(title: string, script: string, style: string, notices: readonly string[]): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hash(START)}' '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page runs the machines in your browser: it needs JavaScript.</noscript>
<template id="script">${deflateRawSync(script, { level: 9 }).toString('base64')}</template>
<script>${START}</script>
</body>
</html>
<!--
${notices.join('\n\n').replaceAll('--', '- -')}
-->
`;
}

/** Runs the compressed script as if it stood in the page. */
const START = `
const bytes = Uint8Array.from(atob(document.getElementById('script').innerHTML), (c) => c.charCodeAt(0));
const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
new Response(text).text().then((code) => {
  const script = document.createElement('script');
  script.textContent = code;
  document.body.append(script);
});
`;

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
