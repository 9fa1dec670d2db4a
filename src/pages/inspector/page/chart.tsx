import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { WireSnapshot } from '../wire-format.ts';
import { keepInView } from './keep-in-view.ts';
import { type Actor, activeIn, leavesOf } from './run.ts';

const STEP = 1.25;
const [LEAST, MOST] = [0.25, 3];

/** The charts that have been fetched: an actor's SVG, or null where there is none. */
const fetched = new Map<string, string | null>();

interface Props {
  readonly actor: Actor;
  readonly snapshot: WireSnapshot;
  /** Where the actor was when the step began. */
  readonly before: WireSnapshot;
}

/** An actor's statechart, drawn; the states in which it is are lit. It is zoomed by buttons or keys, and dragged. */
export function Chart({ actor, snapshot, before }: Props) {
  const svg = useChart(actor.id);
  const { view, zoom, zoomBy, drag } = useView(svg);
  const leaves = leavesOf(snapshot.value);
  const percent = `${Math.round(zoom * 100)} %`;
  useLayoutEffect(() => {
    const active = activeIn(snapshot.value);
    for (const state of view.current?.querySelectorAll<SVGElement>('[data-state]') ?? []) {
      state.classList.toggle('lit', active.has(state.dataset['state'] ?? ''));
    }
    // If several states are new in this step, the one in the middle is shown.
    const old = leavesOf(before.value);
    const entered = leaves.filter((leaf) => !old.includes(leaf));
    const [shown] = entered.slice(Math.floor(entered.length / 2));
    keepInView(view.current, shown === undefined ? '.lit .box' : `[data-state="${CSS.escape(shown)}"] .box`);
  }, [svg, snapshot, zoom]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { '+': STEP, '=': STEP, '-': 1 / STEP, '0': null }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    zoomBy(by);
  };
  return (
    <section class="chart" aria-label={`Statechart of ${actor.name}`}>
      <header>
        <h2>{actor.name}</h2>
        {svg && (
          <div class="zoom" role="group" aria-label="Zoom">
            <button type="button" aria-label="Smaller" onClick={() => zoomBy(1 / STEP)}>
              −
            </button>
            <button type="button" aria-label={`${percent}, fit to the panel`} onClick={() => zoomBy(null)}>
              {percent}
            </button>
            <button type="button" aria-label="Larger" onClick={() => zoomBy(STEP)}>
              +
            </button>
          </div>
        )}
      </header>
      <p class="description">{actor.description}</p>
      {leaves.length > 0 && (
        <p>
          Now in <strong class="now">{leaves.join(', ')}</strong>
        </p>
      )}
      {svg && (
        <div
          ref={view}
          class="view"
          role="group"
          tabIndex={0}
          aria-label="The chart: arrow keys move it, + and − zoom"
          onKeyDown={onKeyDown}
          {...drag}
        >
          <div
            role="img"
            aria-label={`The states of ${actor.name}: it is in ${leaves.join(' and ')}`}
            dangerouslySetInnerHTML={{ __html: svg }}
          />
        </div>
      )}
      {svg === undefined && <p class="description">The chart is being drawn.</p>}
      {svg === null && <p class="description">It has no chart.</p>}
      <details>
        <summary>Context</summary>
        <pre>{JSON.stringify(snapshot.context, null, 1)}</pre>
      </details>
    </section>
  );
}

/** An actor's chart: undefined until it is there. */
function useChart(actor: string): string | null | undefined {
  const [, setCount] = useState(0);
  useEffect(() => {
    if (fetched.has(actor)) return;
    const keep = (svg: string | null) => {
      fetched.set(actor, svg);
      setCount(fetched.size);
    };
    fetch(`/chart/${encodeURIComponent(actor)}`).then(
      async (response) => keep(response.ok ? await response.text() : null),
      () => keep(null),
    );
  }, [actor]);
  return fetched.get(actor);
}

/** How a chart is looked at: its scale, and where it is dragged to. */
function useView(svg: string | null | undefined) {
  const view = useRef<HTMLDivElement>(null);
  /** Null: as wide as the panel, but never larger than it is drawn. */
  const [chosen, choose] = useState<number | null>(null);
  const [zoom, setZoom] = useState(1);
  useLayoutEffect(() => {
    const drawing = view.current?.querySelector('svg');
    if (!view.current || !drawing) return;
    const [, , width = 1, height = 1] = (drawing.getAttribute('viewBox') ?? '').split(' ').map(Number);
    const scale = chosen ?? Math.min(1, Math.max(0.5, (view.current.clientWidth - 8) / width));
    drawing.setAttribute('width', `${width * scale}`);
    drawing.setAttribute('height', `${height * scale}`);
    setZoom(scale);
  }, [svg, chosen]);
  const zoomBy = (by: number | null) => choose(by === null ? null : Math.min(MOST, Math.max(LEAST, zoom * by)));
  const drag = {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === 'mouse') view.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove: ({ pointerId, movementX, movementY }: PointerEvent) => {
      if (view.current?.hasPointerCapture(pointerId)) view.current.scrollBy(-movementX, -movementY);
    },
  };
  return { view, zoom, zoomBy, drag };
}
