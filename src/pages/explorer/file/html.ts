import { createHash } from 'node:crypto';

/**
 * One HTML file out of a script and a style, which may ask nobody for anything: its policy allows this very script and
 * style, a worker made of them, and nothing else.
 */
export function html(title: string, script: string, style: string, notices: readonly string[]): string {
  const code = inScriptElement(script);
  const policy = [
    "default-src 'none'",
    `script-src '${hash(code)}'`,
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
<script>${code}</script>
</body>
</html>
<!--
${notices.join('\n\n').replaceAll('--', '- -')}
-->
`;
}

/** What would end a script element, or begin a comment in it, written so that it does not; in strings it means the same. */
export function inScriptElement(script: string): string {
  return script.replaceAll(/<(?=\/script|script|!--)/gi, String.raw`\x3c`);
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
