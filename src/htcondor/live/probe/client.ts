import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeCommand, encodeSharedPort, waitsForAnswer } from '../../../../machines/condor-io/alive-message.ts';
import { concat } from '../../../../machines/condor-io/cedar.ts';
import { type ClientSchedule, SECOND, toSchedule } from '../../conform/schedule.ts';
import { adsOf, type Answers, readAnswers, refusalIn } from './answers.ts';
import type { Seen } from './predict.ts';
import type { Target } from './target.ts';

/** What one connection has shown. */
export interface Sight extends Seen, Answers {
  /** Everything that came. */
  readonly bytes: Uint8Array;
  /** How long after the last byte the first byte of the reply or the close came, in seconds; null if neither did. */
  readonly seconds: number | null;
  /** The connection could not be made; then nothing else counts. */
  readonly failed: string | null;
}

/** For so many milliseconds a connection, an ad, or a close after a FIN is waited for. */
const PATIENCE = 10_000;

/** Carries out a schedule on a connection of its own, which begins with a command. */
export async function carryOut(target: Target, schedule: ClientSchedule, command: Uint8Array): Promise<Sight> {
  const { host, port, sharedPort } = target;
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
  const line = new Line(socket);
  try {
    const failed = await line.opened();
    if (failed !== null) return { ...NOTHING, failed };
    if (sharedPort !== null) socket.write(encodeSharedPort(sharedPort));
    return await new Performance(line, schedule, command).sight();
  } finally {
    socket.destroy();
  }
}

const NOTHING: Sight = {
  reply: null,
  connection: 'closed',
  ads: [],
  isForeign: false,
  bytes: new Uint8Array(),
  seconds: null,
  failed: null,
};

/** A client's end of a connection: what has come, and when. */
class Line {
  readonly socket: Socket;
  bytes: Uint8Array = new Uint8Array();
  closedAt: number | null = null;
  changedAt = 0;
  #wake: () => void = () => {};
  #opened: (failed: string | null) => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      if (this.bytes.length < LONGEST) this.bytes = concat(this.bytes, bytes);
      this.#changed();
    });
    socket.on('connect', () => this.#opened(null));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#opened(error.code ?? error.message);
      this.#closed();
    });
    socket.on('end', () => this.#closed());
  }

  opened(): Promise<string | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('ETIMEDOUT'), PATIENCE);
      this.#opened = (failed) => {
        clearTimeout(timer);
        resolve(failed);
      };
    });
  }

  /** Waits until so many milliseconds have passed, or a condition holds, which is looked at when something comes. */
  async until(milliseconds: number, holds: () => boolean): Promise<void> {
    const ends = performance.now() + milliseconds;
    while (!holds()) {
      const left = ends - performance.now();
      if (left <= 0) return;
      const abort = new AbortController();
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      await Promise.race([woken, sleep(left, undefined, { signal: abort.signal }).catch(() => {})]);
      abort.abort();
    }
  }

  #changed(): void {
    this.changedAt = performance.now();
    this.#wake();
  }

  #closed(): void {
    this.closedAt ??= performance.now();
    this.#changed();
  }
}

/** No schedd says more. */
const LONGEST = 65_536;

/** One schedule, in the client's own time. */
class Performance {
  readonly #line: Line;
  readonly #schedule: ClientSchedule;
  readonly #command: Uint8Array;
  #lastSent = 0;

  constructor(line: Line, schedule: ClientSchedule, command: Uint8Array) {
    this.#line = line;
    this.#schedule = schedule;
    this.#command = command;
  }

  async sight(): Promise<Sight> {
    const { path } = this.#schedule;
    const { bytes, arrivals } = toSchedule(this.#schedule);
    const offset = encodeCommand(path).length;
    const payload = bytes.subarray(offset);
    let sent = 0;
    let began = performance.now();
    for (const [i, { at, arrived, ends }] of arrivals.entries()) {
      await this.#line.until(began + at / MILLISECOND - performance.now(), () => this.#isOver);
      if (this.#isOver) break;
      const upTo = arrived - offset;
      const part = concat(i === 0 ? this.#command : new Uint8Array(), payload.subarray(sent, upTo));
      sent = upTo;
      this.#send(part, ends);
      if (i === 0 && waitsForAnswer(path)) {
        if (!(await this.#isLetIn())) break;
        began = performance.now();
      }
    }
    if (this.#schedule.end === 'fin') await this.#line.until(PATIENCE, () => this.#isOver);
    return this.#seen();
  }

  get #isOver(): boolean {
    return this.#line.closedAt !== null;
  }

  #send(part: Uint8Array, ends: 'fin' | 'rst' | 'close' | null): void {
    const { socket } = this.#line;
    if (ends !== 'close') this.#lastSent = performance.now();
    if (ends === 'fin') socket.end(part);
    else if (part.length > 0) socket.write(part);
    if (ends === 'rst') socket.resetAndDestroy();
  }

  async #isLetIn(): Promise<boolean> {
    const { path } = this.#schedule;
    const answers = () => readAnswers(path, this.#line.bytes);
    await this.#line.until(PATIENCE, () => {
      const { ads, isForeign } = answers();
      return this.#isOver || isForeign || ads.length === adsOf(path) || refusalIn(ads) !== null;
    });
    const { ads, isForeign } = answers();
    return !isForeign && ads.length === adsOf(path) && refusalIn(ads) === null;
  }

  #seen(): Sight {
    const { path, end } = this.#schedule;
    const { bytes, changedAt } = this.#line;
    return {
      ...readAnswers(path, bytes),
      connection: end === 'rst' ? 'reset by the client' : this.#isOver ? 'closed' : 'open after 3 s',
      bytes,
      seconds: changedAt > this.#lastSent ? (changedAt - this.#lastSent) / 1000 : null,
      failed: null,
    };
  }
}

const MILLISECOND = SECOND / 1000;
