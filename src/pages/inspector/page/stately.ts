/**
 * Hands the run on to Stately's inspector, which waits in a frame, as its package's own bridge does: first comes
 * `@statelyai.connected`, then every event is posted to it. Where it cannot be reached, our own page takes over.
 */
const INSPECTOR = new URL('https://stately.ai/inspect');
/** How long it may take to say that it is there. */
const PATIENCE = 20_000;

const frame = document.querySelector('iframe') as HTMLIFrameElement;
const backlog: unknown[] = [];
let isThere = false;

const post = (event: unknown) => frame.contentWindow?.postMessage(event, INSPECTOR.origin);
const giveUp = () => location.replace('/offline');

addEventListener('message', ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== INSPECTOR.origin) return;
  if ((data as { type?: unknown } | null)?.type !== '@statelyai.connected') return;
  isThere = true;
  for (const event of backlog) post(event);
});

new WebSocket(`ws://${location.host}/events`).addEventListener('message', ({ data }) => {
  const event: unknown = JSON.parse(data as string);
  backlog.push(event);
  if (isThere) post(event);
});

fetch(INSPECTOR, { mode: 'no-cors' }).then(() => {
  frame.src = INSPECTOR.href;
  setTimeout(() => isThere || giveUp(), PATIENCE);
}, giveUp);
