import { connect, type Socket } from 'node:net';
import { encodeCommand, encodeSharedPort, waitsForAnswer } from '../../../../machines/condor-io/alive-message.ts';
import { concat } from '../../../../machines/condor-io/cedar.ts';
import { type ClientSchedule, SECOND, toSchedule } from '../../conform/schedule.ts';
import type { Time } from '../time.ts';
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

/** So long a connection, an ad, or a close after a FIN is waited for. */
const PATIENCE = 10 * SECOND;

/** Carries out a schedule on a connection of its own, which begins with a command. */
export async function carryOut(
  { target, time }: { readonly target: Target; readonly time: Time },
  schedule: ClientSchedule,
  command: Uint8Array,
): Promise<Sight> {
  const { host, port, sharedPort } = target;
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
  const line = new Line(socket, time);
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
  readonly time: Time;
  bytes: Uint8Array = new Uint8Array();
  closedAt: number | null = null;
  /** When something came last since something was sent; null if nothing has. */
  changedAt: number | null = null;
  #wake: () => void = () => {};
  #opened: (failed: string | null) => void = () => {};

  constructor(socket: Socket, time: Time) {
    this.socket = socket;
    this.time = time;
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
      const forget = this.time.at(this.time.now() + PATIENCE, () => resolve('ETIMEDOUT'));
      this.#opened = (failed) => {
        forget();
        resolve(failed);
      };
    });
  }

  /** Waits until a moment, or until a condition holds, which is looked at when something comes. */
  async until(moment: number, holds: () => boolean): Promise<void> {
    while (!holds() && this.time.now() < moment) {
      await new Promise<void>((resolve) => {
        const forget = this.time.at(moment, resolve);
        this.#wake = () => {
          forget();
          resolve();
        };
      });
    }
  }

  #changed(): void {
    this.changedAt = this.time.now();
    this.#wake();
  }

  #closed(): void {
    this.closedAt ??= this.time.now();
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
    const { time } = this.#line;
    let began = time.now();
    for (const [i, { at, arrived, ends }] of arrivals.entries()) {
      await this.#line.until(began + at, () => this.#isOver);
      if (this.#isOver) break;
      const upTo = arrived - offset;
      const part = concat(i === 0 ? this.#command : new Uint8Array(), payload.subarray(sent, upTo));
      sent = upTo;
      this.#send(part, ends);
      if (i === 0 && waitsForAnswer(path)) {
        if (!(await this.#isLetIn())) break;
        began = time.now();
      }
    }
    if (this.#schedule.end === 'fin') await this.#line.until(time.now() + PATIENCE, () => this.#isOver);
    return this.#seen();
  }

  get #isOver(): boolean {
    return this.#line.closedAt !== null;
  }

  #send(part: Uint8Array, ends: 'fin' | 'rst' | 'close' | null): void {
    const { socket, time } = this.#line;
    if (ends !== 'close') {
      this.#lastSent = time.now();
      this.#line.changedAt = null;
    }
    if (ends === 'fin') socket.end(part);
    else if (part.length > 0) socket.write(part);
    if (ends === 'rst') socket.resetAndDestroy();
  }

  async #isLetIn(): Promise<boolean> {
    const { path } = this.#schedule;
    const answers = () => readAnswers(path, this.#line.bytes);
    await this.#line.until(this.#line.time.now() + PATIENCE, () => {
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
      seconds: changedAt === null ? null : (changedAt - this.#lastSent) / SECOND,
      failed: null,
    };
  }
}
