import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { SECOND } from '../../conform/schedule.ts';
import { Connection } from './connection.ts';
import { EventLoop } from './event-loop.ts';
import { type Log, sinful } from './log.ts';
import { MatchRecords } from './records.ts';
import { type LiveBuild, liveSchedd } from './schedd.ts';
import { Sessions } from './sessions.ts';
import { REAL_TIME, type Time } from '../time.ts';

/** What no client may exceed: each costs only its own connection. */
export interface Limits {
  readonly connections: number;
  /** Bytes of one message, or not read yet. */
  readonly bytes: number;
  /** How long a connection may last, and how long it may block the daemon at a time, in seconds. */
  readonly seconds: number;
  readonly blockedSeconds: number;
}

export const LIMITS: Limits = { connections: 4096, bytes: 65_536, seconds: 600, blockedSeconds: 10 };

export interface ServeOptions extends LiveBuild {
  readonly claims: readonly string[];
  /** Security sessions that it has from the start; any other it gives itself. */
  readonly sessions?: readonly string[];
  readonly log: Log;
  readonly limits?: Limits;
  readonly time?: Time;
}

/** So many unread bytes are kept; the rest waits in the kernel. */
const ENOUGH = 16_384;

/** A schedd's ALIVE endpoint on real sockets. What it does is what its machines do; its limits are its own. */
export class AliveServer {
  readonly #options: ServeOptions;
  readonly #limits: Limits;
  readonly #time: Time;
  readonly #records: MatchRecords;
  readonly #sessions: Sessions;
  readonly #components: ReturnType<typeof liveSchedd>;
  readonly #loop: EventLoop;
  readonly #sockets = new Map<Socket, Connection>();
  readonly #net: NetServer;
  /** What has arrived so far. */
  readonly arrived = { connections: 0, bytes: 0, ends: 0 };

  constructor(options: ServeOptions) {
    this.#options = options;
    this.#limits = options.limits ?? LIMITS;
    this.#time = options.time ?? REAL_TIME;
    this.#records = new MatchRecords(options.claims, options.log);
    this.#sessions = new Sessions(options.sessions ?? [], this.#time, options.log);
    this.#components = liveSchedd(options);
    const { blockedSeconds } = this.#limits;
    this.#loop = new EventLoop(this.#time, blockedSeconds, (connection) =>
      this.#refuse(connection, `it has blocked the daemon for ${blockedSeconds} s`),
    );
    this.#net = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#connect(socket));
  }

  /** Begins to listen; where. */
  async listen(port: number, host: string): Promise<AddressInfo> {
    await new Promise<void>((resolve, reject) => {
      this.#net.once('error', reject);
      this.#net.listen({ port, host, backlog: 4096 }, resolve);
    });
    this.#net.on('error', (error) => this.#say(`accept: ${error.message}`));
    const where = this.#net.address() as AddressInfo;
    this.#options.log(`DaemonCore: command socket at ${sinful(where.address, where.port)}`);
    return where;
  }

  /** How many connections there are. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Ends every connection and listens no more. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#net.close(resolve));
    for (const [socket, connection] of this.#sockets) {
      connection.drop();
      socket.destroy();
    }
    await closed;
  }

  #say(text: string): void {
    this.#options.log(`claimcheck: ${text}`);
  }

  #refuse(connection: Connection, why: string): void {
    this.#say(`closing the connection of ${connection.peer}: ${why}`);
    connection.drop();
  }

  #connect(socket: Socket): void {
    const peer = sinful(socket.remoteAddress ?? 'unknown', socket.remotePort ?? 0);
    this.arrived.connections++;
    if (this.#sockets.size >= this.#limits.connections) {
      this.#say(`refusing ${peer}: ${this.#limits.connections} connections are open`);
      socket.on('error', () => {}).destroy();
      return;
    }
    const connection = new Connection({
      components: this.#components,
      records: this.#records,
      sessions: this.#sessions,
      time: this.#time,
      peer,
      sid: `claimcheck:${process.pid}:${this.arrived.connections}`,
      print: this.#options.log,
      write: (bytes) => !socket.destroyed && (socket.write(bytes), true),
      taken: () => {
        if (socket.isPaused() && connection.unread <= ENOUGH) socket.resume();
      },
      closed: () => this.#closed(socket, connection),
    });
    this.#sockets.set(socket, connection);
    this.#hear(socket, connection);
    this.#loop.wake(connection);
  }

  #hear(socket: Socket, connection: Connection): void {
    const { seconds } = this.#limits;
    const tooLong = this.#time.at(this.#time.now() + seconds * SECOND, () =>
      this.#refuse(connection, `it has lasted ${seconds} s`),
    );
    socket.once('close', () => {
      tooLong();
      connection.drop();
    });
    socket.on('data', (bytes: Buffer) => this.#arrived(socket, connection, bytes));
    const ended = (by: 'fin' | 'rst') => {
      if (!this.#sockets.has(socket)) return;
      this.arrived.ends++;
      connection.ended(by);
      this.#loop.wake(connection);
    };
    socket.on('end', () => ended('fin'));
    socket.on('error', () => ended('rst'));
  }

  #arrived(socket: Socket, connection: Connection, bytes: Uint8Array): void {
    if (!this.#sockets.has(socket)) return;
    this.arrived.bytes += bytes.length;
    connection.arrived(bytes);
    if (connection.held > this.#limits.bytes) {
      return this.#refuse(connection, `it has sent more than ${this.#limits.bytes} bytes of a message`);
    }
    if (connection.unread > ENOUGH) socket.pause();
    this.#loop.wake(connection);
  }

  /** Sock::close(): what has been written still goes out. */
  #closed(socket: Socket, connection: Connection): void {
    this.#sockets.delete(socket);
    this.#loop.forget(connection);
    socket.resume();
    socket.destroySoon();
  }
}
