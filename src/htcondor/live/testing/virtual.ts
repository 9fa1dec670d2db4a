import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { ClientSchedule } from '../../conform/schedule.ts';
import type { Pace } from '../random/proxy.ts';
import { throughProxy } from '../random/run.ts';
import type { LiveBuild } from '../serve/schedd.ts';
import { AliveServer } from '../serve/server.ts';
import type { Time } from '../time.ts';
import { SESSION } from './serving.ts';

/** A clock that goes on when it is told to: real sockets, and no waiting for it. */
export class VirtualTime implements Time {
  #now: number;
  #timers: { readonly moment: number; readonly happens: () => void }[] = [];
  #soon: (() => void)[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  at(moment: number, happens: () => void): () => void {
    const timer = { moment, happens };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((one) => one !== timer));
  }

  soon(happens: () => void): void {
    this.#soon.push(happens);
  }

  /** Does what is to be done at this moment. */
  settle(): void {
    for (let next = this.#soon.shift(); next; next = this.#soon.shift()) next();
  }

  /** Goes on to the next timer up to a moment, or to that moment; whether there was a timer. */
  goOn(upTo: number): boolean {
    const [next] = this.#timers.toSorted((a, b) => a.moment - b.moment);
    if (!next || next.moment > upTo) {
      if (upTo < Infinity) this.#now = Math.max(this.#now, upTo);
      return false;
    }
    this.#timers = this.#timers.filter((one) => one !== next);
    this.#now = Math.max(this.#now, next.moment);
    next.happens();
    this.settle();
    return true;
  }
}

/** A server's clock goes on between the steps of one client; what has been sent has arrived before it does. */
class VirtualPace implements Pace {
  readonly #server: AliveServer;
  readonly #time: VirtualTime;
  readonly #began: number;

  constructor(server: AliveServer, time: VirtualTime) {
    this.#server = server;
    this.#time = time;
    this.#began = time.now();
  }

  async until(moment: number, over: AbortSignal): Promise<void> {
    while (!this.#isClosed && this.#time.goOn(this.#began + moment));
    if (this.#isClosed && !over.aborted) await once(over, 'abort');
  }

  async sent(bytes: number, ended: boolean): Promise<void> {
    const { arrived } = this.#server;
    const ends = ended ? 1 : 0;
    while (!this.#isClosed && (arrived.bytes < bytes || arrived.ends < ends)) await setImmediate();
    this.#time.settle();
  }

  /** What the client's close leads to is seen as well. */
  async finish(): Promise<void> {
    while (!this.#isClosed && this.#server.arrived.ends === 0) await setImmediate();
    this.#time.settle();
    while (!this.#isClosed && this.#time.goOn(Infinity));
  }

  get #isClosed(): boolean {
    return this.#server.arrived.connections > 0 && this.#server.connections === 0;
  }
}

/** What a server shows of itself: what a client sees, and what its log says. */
export interface Shown {
  readonly reply: number | null;
  readonly connection: string;
  readonly unknownClaimLogged: boolean;
  readonly handlerCalled: boolean;
  readonly log: readonly string[];
}

/** Carries out a schedule against a server of its own, which starts so many microseconds after the turn of a second. */
export async function runLive(
  build: LiveBuild,
  schedule: ClientSchedule,
  { phase, apart, claims }: { phase: number; apart: boolean; claims: readonly string[] },
): Promise<Shown> {
  const log: string[] = [];
  const time = new VirtualTime(1_700_000_000_000_000 + phase);
  const server = new AliveServer({ ...build, claims, sessions: [SESSION], time, log: (text) => log.push(text) });
  const { port } = await server.listen(0, '127.0.0.1');
  const target = { host: '127.0.0.1', port, sharedPort: null };
  const pace = new VirtualPace(server, time);
  const seen = await throughProxy(target, schedule, { sid: SESSION, pace, apart });
  await pace.finish();
  await server.close();
  return {
    ...seen,
    unknownClaimLogged: log.some((line) => line.includes('unknown claimid')),
    handlerCalled: log.some((line) => line.startsWith('Calling HandleReq <receive_startd_alive>')),
    log,
  };
}
