import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Arrival, Schedule } from '../../conform/schedule.ts';
import type { Target } from '../probe/target.ts';

/** How a proxy waits for the moments of its schedule, and for what it has done to be noticed. */
export interface Pace {
  /** Waits until so many microseconds after the first bytes, or until what is given is aborted. */
  until(moment: number, over: AbortSignal): Promise<void>;
  /** The server has been sent so many bytes in all, and the end of the connection if `ended`. */
  sent(bytes: number, ended: boolean): Promise<void>;
}

/**
 * A proxy that injects faults: what a client sends at once reaches the server in the pieces of a schedule, at its moments, and
 * then ends with its FIN, its RST, or not at all. What the server answers is passed on at once.
 */
export class FaultProxy {
  readonly #schedule: Schedule;
  readonly #target: Target;
  readonly #pace: Pace;
  readonly #server: Server;
  /** Whether the server closed the connection, once it is known. */
  readonly closedByServer: Promise<boolean>;
  #decide: (closed: boolean) => void = () => {};

  constructor(target: Target, schedule: Schedule, pace: Pace) {
    this.#target = target;
    this.#schedule = schedule;
    this.#pace = pace;
    this.closedByServer = new Promise((resolve) => (this.#decide = resolve));
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => void this.#carry(client));
  }

  /** Listens for one client; where. */
  async listen(): Promise<Target> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port, sharedPort: null };
  }

  async #carry(client: Socket): Promise<void> {
    this.#server.close();
    const { host, port } = this.#target;
    const server = connect({ host, port, allowHalfOpen: true, noDelay: true });
    const over = new AbortController();
    for (const socket of [client, server]) socket.on('error', () => {});
    server.on('data', (bytes) => client.write(bytes));
    server.once('end', () => over.abort());
    server.once('close', () => over.abort());
    await once(server, 'connect');
    await this.#inject(new Inbox(client), server, over.signal);
    client.destroySoon();
    server.destroy();
  }

  async #inject(inbox: Inbox, server: Socket, over: AbortSignal): Promise<void> {
    const { bytes, arrivals } = this.#schedule;
    let sent = 0;
    for (const { at, arrived, ends } of arrivals) {
      await this.#pace.until(ends === 'close' ? at - 1 : at, over);
      if (over.aborted || ends === 'close') break;
      const piece = await inbox.take(arrived - sent, over);
      sent = arrived;
      this.#send(server, piece, ends);
      await this.#pace.sent(sent, ends !== null);
    }
    const { ends } = arrivals.at(-1) as Arrival;
    if (ends === 'fin') await this.#pace.until(FIN_PATIENCE, over);
    this.#decide(over.aborted);
    if (sent > bytes.length) throw new Error('more was sent than there is');
  }

  #send(server: Socket, piece: Uint8Array, ends: Arrival['ends']): void {
    if (ends === 'fin') server.end(piece);
    else if (piece.length > 0) server.write(piece);
    if (ends === 'rst') server.resetAndDestroy();
  }
}

/** After a FIN every schedd closes within seconds; a proxy waits no longer than this. */
const FIN_PATIENCE = 30_000_000;

/** What a client has sent and the proxy has not passed on. */
class Inbox {
  #bytes: Buffer = Buffer.alloc(0);
  #wake: () => void = () => {};

  constructor(client: Socket) {
    client.on('data', (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      this.#wake();
    });
  }

  /** The next bytes, once they are there. */
  async take(count: number, over: AbortSignal): Promise<Uint8Array> {
    while (this.#bytes.length < count && !over.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        over.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }
}
