import { render } from 'preact';
import type { Offer } from '../offer.ts';
import type { InspectionEvent } from '../wire-format.ts';
import { Actors } from './actors.tsx';
import { Chart } from './chart.tsx';
import { Messages } from './messages.tsx';
import { Run, snapshotAt } from './run.ts';
import { Steps } from './steps.tsx';

const run = new Run();
let offer: Offer = { step: 0, choices: [] };
let isConnected = true;
/** The message at which the run is looked at; null: what happens now. */
let cursor: number | null = null;
/** The actor whose chart stays shown; null: whoever takes the message. */
let chosen: string | null = null;

const socket = (path: string): WebSocket => new WebSocket(`ws://${location.host}${path}`);
const steps = socket('/steps');
const events = socket('/events');

events.addEventListener('message', ({ data }) => {
  run.add(JSON.parse(data as string) as InspectionEvent);
  redraw();
});
events.addEventListener('close', () => {
  isConnected = false;
  redraw();
});
steps.addEventListener('message', ({ data }) => {
  offer = JSON.parse(data as string) as Offer;
  redraw();
});

function take(index: number): void {
  steps.send(`${index}`);
  cursor = null;
}

function Inspector() {
  const at = cursor ?? run.messages.length;
  const [first] = run.actors.keys();
  const shown = chosen ?? run.messages[at - 1]?.target ?? first ?? '';
  const actor = run.actors.get(shown);
  return (
    <>
      <header>
        <h1>claimcheck inspect: {first ?? 'waiting for the run'}</h1>
        <p role="status">
          {run.actors.size} actors, {run.messages.length} messages{cursor !== null && `, seen at ${cursor}`}
          {isConnected ? '' : '. The run has ended: its server is gone.'}
        </p>
      </header>
      <main>
        {offer.choices.length > 0 && isConnected && <Steps offer={offer} take={take} />}
        <Actors
          run={run}
          at={at}
          shown={shown}
          isFollowing={chosen === null}
          show={(id) => set(() => (chosen = id))}
          follow={(isFollowing) => set(() => (chosen = isFollowing ? null : shown))}
        />
        {actor && <Chart actor={actor} snapshot={snapshotAt(actor, at)} />}
        <Messages
          run={run}
          at={at}
          isLive={cursor === null}
          goTo={(to) => set(() => (cursor = to))}
          move={(to) => set(() => (cursor = to(cursor ?? run.messages.length)))}
        />
      </main>
    </>
  );
}

function set(change: () => void): void {
  change();
  redraw();
}

let isScheduled = false;

/** Draws soon: what arrives at once is drawn at once. */
function redraw(): void {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    render(<Inspector />, document.body);
  });
}

redraw();
