import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { LiveBuild } from '../serve/schedd.ts';
import { client, type Serving, serving, type ServingOptions } from './serving.ts';
import { VirtualTime } from './virtual.ts';

/** A server that has all the time that a test takes: what it has been sent has arrived before its clock goes on. */
export interface Paused extends Serving {
  /** A client that is connected and has said something, which the server has dealt with as far as it can at this moment. */
  readonly saying: (bytes: Uint8Array) => Promise<Socket>;
  /** It says more. */
  readonly says: (socket: Socket, bytes: Uint8Array) => Promise<void>;
  /** How many seconds pass until something is so, from timer to timer. */
  readonly secondsUntil: (holds: () => boolean) => number;
  /** So many seconds pass. */
  readonly pass: (seconds: number) => void;
}

const SECOND = 1_000_000;

export async function paused(build: LiveBuild, options: Omit<ServingOptions, 'time'> = {}): Promise<Paused> {
  const time = new VirtualTime(1_700_000_000 * SECOND);
  const made = await serving(build, { ...options, time });
  const { arrived } = made.server;
  const sent = { connections: 0, bytes: 0 };
  const settled = async () => {
    while (arrived.connections < sent.connections || arrived.bytes < sent.bytes) {
      time.settle();
      await setImmediate();
    }
    time.settle();
  };
  const says = (socket: Socket, bytes: Uint8Array) => {
    socket.write(bytes);
    sent.bytes += bytes.length;
    return settled();
  };
  return {
    ...made,
    says,
    saying: async (bytes) => {
      sent.connections++;
      const socket = await client(made.target);
      await says(socket, bytes);
      return socket;
    },
    secondsUntil: (holds) => {
      const began = time.now();
      while (!holds() && time.goOn(Infinity));
      return (time.now() - began) / SECOND;
    },
    pass: (seconds) => {
      const upTo = time.now() + seconds * SECOND;
      while (time.goOn(upTo));
    },
  };
}
