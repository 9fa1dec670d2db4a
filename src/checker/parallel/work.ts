import * as chunk from './chunk.ts';
import { BREATH, type Crew, type Slot } from './crew.ts';

/**
 * What a helper does until it is told to end: it takes its slots in turn, and expands what is in them.
 *
 * @param news the last view that it was told, and which of them that is
 */
export function work(slots: readonly Slot[], news: (version: number) => chunk.View): void {
  for (let turn = 0; ; turn = (turn + 1) % slots.length) {
    const slot = slots[turn] as Slot;
    const state = waitForTask(slot.control);
    if (state === chunk.END) return;
    expandChunk(slot, news(slot.control[chunk.VERSION] as number));
    Atomics.store(slot.control, chunk.STATE, chunk.DONE);
    Atomics.notify(slot.control, chunk.STATE);
  }
}

/** A search that helps itself: to put the new states of a chunk into a list, and to take them from there, is quicker than one by one. */
export const ITSELF: Crew = {
  isShared: false,
  least: { states: 1000, bucket: 128 },
  start: () => {
    let view: chunk.View | null = null;
    return [
      {
        slots: [{ control: new Int32Array(chunk.SLOT_LENGTH), out: new Int32Array(chunk.OUT_LENGTH) }],
        tell: (told) => {
          view = told;
        },
        expand: (slot) => expandChunk(slot, view as chunk.View),
        failure: () => '',
        end: () => {},
      },
    ];
  },
};

function waitForTask(control: Int32Array): number {
  for (;;) {
    const state = Atomics.load(control, chunk.STATE);
    if (state === chunk.TASK || state === chunk.END) return state;
    Atomics.wait(control, chunk.STATE, state);
  }
}

function expandChunk({ control, out }: Slot, view: chunk.View): void {
  const [from, to, withFault, nodeLimit, leafLimit, room] = [
    chunk.FROM,
    chunk.TO,
    chunk.WITH_FAULT,
    chunk.NODES,
    chunk.LEAVES,
    chunk.ROOM,
  ].map((place) => control[place] as number) as [number, number, number, number, number, number];
  let at = 0;
  let breath = 0;
  control[chunk.UPTO] = to;
  for (let start = from; start < to; start += BREATH, breath++) {
    const task = { from: start, to: Math.min(start + BREATH, to), withFault, nodeLimit, leafLimit };
    const done = chunk.expandBreath(view, task, out, at, room);
    if (!done) {
      control[chunk.UPTO] = start;
      return;
    }
    at = done.at;
    control[chunk.MARKS + 2 * breath] = at;
    control[chunk.MARKS + 2 * breath + 1] = done.transitions;
    Atomics.add(control, chunk.PULSE, 1);
  }
}
