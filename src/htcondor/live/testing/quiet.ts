import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { VirtualTime } from './virtual.ts';

const CLIENT = 'net.client.socket';
const SERVER = 'net.server.socket';

/** The connections of this process to one of its own ports, both ends of each. */
class Wires {
  readonly #port: number;
  readonly #clients = new Set<Socket>();
  /** By the port of their client. */
  readonly #servers = new Map<number, Socket>();
  readonly #ports = new Map<Socket, number>();
  readonly #hear = (message: unknown) => this.#client((message as { socket: Socket }).socket);
  readonly #accept = (message: unknown) => this.#server((message as { socket: Socket }).socket);

  constructor(port: number) {
    this.#port = port;
    subscribe(CLIENT, this.#hear);
    subscribe(SERVER, this.#accept);
  }

  forget(): void {
    unsubscribe(CLIENT, this.#hear);
    unsubscribe(SERVER, this.#accept);
  }

  /** Whether nothing is under way: all that one end has sent, its end included, has come to the other. */
  get areQuiet(): boolean {
    return [...this.#clients].every((client) => this.#isQuiet(client));
  }

  #client(socket: Socket): void {
    this.#clients.add(socket);
    socket.once('connect', () => {
      if (socket.remotePort === this.#port) this.#ports.set(socket, socket.localPort as number);
      else this.#clients.delete(socket);
    });
    socket.once('close', () => {
      if (!this.#ports.has(socket)) this.#clients.delete(socket);
    });
  }

  #server(socket: Socket): void {
    if (socket.localPort === this.#port) this.#servers.set(socket.remotePort as number, socket);
  }

  #isQuiet(client: Socket): boolean {
    const server = this.#servers.get(this.#ports.get(client) ?? -1);
    if (!server) return false;
    if (client.destroyed && server.destroyed) {
      this.#clients.delete(client);
      return true;
    }
    return hasCome(client, server) && hasCome(server, client);
  }
}

const hasCome = (from: Socket, to: Socket): boolean =>
  to.destroyed || (from.destroyed || from.writableEnded ? to.readableEnded : to.bytesRead === from.bytesWritten);

/**
 * Does some work with a server of this process, at a port, whose clock both ends go by: it goes on, from timer to timer, when nothing is
 * under way between them. So nothing is late, however busy the machine is.
 */
export async function inVirtualTime<T>(time: VirtualTime, port: number, work: () => Promise<T>): Promise<T> {
  const wires = new Wires(port);
  let isDone = false;
  const result = work().finally(() => (isDone = true));
  // The failure is told to whoever awaits the result.
  result.catch(() => {});
  for (;;) {
    await setImmediate();
    if (isDone) break;
    if (!wires.areQuiet) continue;
    time.settle();
    await setImmediate();
    if (!isDone && wires.areQuiet) time.goOn(Infinity);
  }
  wires.forget();
  return result;
}
