import { render } from 'preact';
import type { Offer } from '../offer.ts';
import type { Told } from '../told.ts';
import type { InspectionEvent } from '../wire-format.ts';
import { Actors } from './actors.tsx';
import { Chart } from './chart.tsx';
import { Controls } from './controls.tsx';
import { Messages } from './messages.tsx';
import { Run, snapshotAt } from './run.ts';
import { Steps } from './steps.tsx';
import { Verdict, Why } from './verdict.tsx';

const run = new Run();
let offer: Offer = { step: 0, choices: [] };
let isConnected = true;
/** The message at which the run is looked at; null: what happens now. */
let cursor: number | null = null;
/** The actor whose chart stays shown; null: whoever takes the message. */
let chosen: string | null = null;
let opened: ReadonlySet<string> = new Set();

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
socket('/story').addEventListener('message', ({ data }) => {
  run.hear(JSON.parse(data as string) as Told);
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

/** A set with a member more, or less. */
function toggled(members: ReadonlySet<string>, one: string): ReadonlySet<string> {
  return new Set(members.has(one) ? [...members].filter((other) => other !== one) : [...members, one]);
}

/** The actor whose chart is shown: at the end of a step that violates something, the one that does. */
function shownAt(at: number): string {
  const message = run.messages[at - 1];
  if (!message) return [...run.actors.values()].find(({ parent }) => parent !== undefined)?.id ?? '';
  const isEnd = at === run.endOf(message.step);
  const hits = isEnd ? (run.steps.get(message.step)?.hits ?? []) : [];
  return hits.find(({ isWitness, actor }) => !isWitness && actor !== null)?.actor ?? message.target;
}

function Inspector() {
  const at = cursor ?? run.messages.length;
  const step = run.messages[at - 1]?.step ?? 0;
  const [first] = run.actors.keys();
  const shown = chosen ?? shownAt(at);
  const actor = run.actors.get(shown);
  return (
    <>
      <header>
        <h1>claimcheck inspect: {first ?? 'waiting for the run'}</h1>
        <p class="description">{run.title}</p>
        <Controls
          run={run}
          step={step}
          isLive={cursor === null}
          goTo={(to) => set(() => (cursor = to === null ? null : run.endOf(to)))}
        />
        <p role="status">
          <Verdict run={run} step={step} />{' '}
          <span>
            {run.actors.size} actors, {run.messages.length} messages{cursor !== null && `, seen at ${cursor}`}
            {isConnected ? '' : '. The run has ended: its server is gone.'}
          </span>
        </p>
        <Why run={run} step={step} />
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
        {actor && (
          <Chart actor={actor} snapshot={snapshotAt(actor, at)} before={snapshotAt(actor, run.endOf(step - 1))} />
        )}
        <Messages
          run={run}
          at={at}
          opened={opened}
          toggle={(process) => set(() => (opened = toggled(opened, process)))}
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

/** Draws with the next frame: what arrives together is drawn together. */
function redraw(): void {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    render(<Inspector />, document.body);
  });
}

redraw();
