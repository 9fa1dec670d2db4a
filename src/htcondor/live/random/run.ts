import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeCommand, waitsForAnswer } from '../../../../machines/condor-io/alive-message.ts';
import { concat } from '../../../../machines/condor-io/cedar.ts';
import { type ClientSchedule, toSchedule } from '../../conform/schedule.ts';
import { adsOf, readAnswers } from '../probe/answers.ts';
import type { Seen } from '../probe/predict.ts';
import type { Target } from '../probe/target.ts';
import { FaultProxy, type Pace } from './proxy.ts';

/** The wall clock. */
export function realPace(): Pace {
  let began: number | null = null;
  return {
    async until(moment, over) {
      began ??= performance.now();
      await sleep(Math.max(0, began + moment / 1000 - performance.now()), undefined, { signal: over }).catch(() => {});
    },
    sent: async () => {},
  };
}

/**
 * Has a client send everything at once through a proxy that does to it what the schedule says.
 *
 * @param apart the proxy's FIN is a call of its own, and the server has dealt with all bytes before
 */
export async function throughProxy(
  target: Target,
  schedule: ClientSchedule,
  { sid, pace, apart = false }: { sid: string; pace: Pace; apart?: boolean },
): Promise<Seen> {
  const { path, end } = schedule;
  const made = toSchedule(schedule, apart);
  const payload = made.bytes.subarray(encodeCommand(path).length);
  const command = encodeCommand(path, sid);
  const longer = command.length - encodeCommand(path).length;
  const arrivals = made.arrivals.map((arrival) => ({ ...arrival, arrived: arrival.arrived + longer }));
  const proxy = new FaultProxy(target, { ...made, bytes: concat(command, payload), arrivals }, pace);
  const { host, port } = await proxy.listen();
  const bytes = await send({ host, port, first: command, rest: payload, ads: adsOf(path), path });
  const closed = await proxy.closedByServer;
  const { reply } = readAnswers(path, bytes);
  return { reply, connection: end === 'rst' ? 'reset by the client' : closed ? 'closed' : 'open after 3 s' };
}

interface Sending {
  readonly host: string;
  readonly port: number;
  readonly path: ClientSchedule['path'];
  readonly first: Uint8Array;
  readonly rest: Uint8Array;
  readonly ads: number;
}

/** A client in a hurry: everything at once, or after the ads that it must wait for. All that comes until the end. */
function send({ host, port, path, first, rest, ads }: Sending): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    let bytes = new Uint8Array();
    let isWaiting = waitsForAnswer(path);
    socket.write(isWaiting ? first : concat(first, rest));
    socket.on('data', (more: Buffer) => {
      bytes = Uint8Array.from(concat(bytes, more));
      if (!isWaiting || readAnswers(path, bytes).ads.length < ads) return;
      isWaiting = false;
      socket.write(rest);
    });
    socket.on('error', () => {});
    socket.once('end', () => socket.destroy());
    socket.once('close', () => resolve(bytes));
  });
}
