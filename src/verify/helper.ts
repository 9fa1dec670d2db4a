import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import * as chunk from '../checker/parallel/chunk.ts';
import type { Slot } from '../checker/parallel/crew.ts';
import { work } from '../checker/parallel/work.ts';
import type { HelperData } from './helpers.ts';

const { failure, slots } = workerData as HelperData;

let known = 0;
let view: chunk.View | null = null;

/** What was told is there before the chunk that needs it is handed over. */
function news(version: number): chunk.View {
  while (known < version) {
    const told = parentPort && receiveMessageOnPort(parentPort);
    if (!told) throw new Error('it has been told nothing');
    view = told.message as chunk.View;
    known += 1;
  }
  return view as chunk.View;
}

try {
  work(slots, news);
} catch (error) {
  const bytes = new TextEncoder().encode(String((error as Error)?.message));
  failure.set(bytes.subarray(0, failure.length));
  for (const { control } of slots as readonly Slot[]) {
    Atomics.store(control, chunk.STATE, chunk.DEAD);
    Atomics.notify(control, chunk.STATE);
  }
}
