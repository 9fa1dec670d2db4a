import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { LIMITS, AliveServer, type Limits } from '../serve/server.ts';
import type { LiveBuild } from '../serve/schedd.ts';
import type { Time } from '../time.ts';
import type { Target } from '../probe/target.ts';

export interface Serving {
  readonly server: AliveServer;
  readonly target: Target;
  readonly log: string[];
}

/** The session that a client resumes which has not been given one. */
export const SESSION = 'session';

export interface ServingOptions {
  readonly claims?: readonly string[];
  readonly limits?: Partial<Limits>;
  readonly time?: Time;
}

/** A server of a build, on a free port and, if nothing else is said, the wall clock. */
export async function serving(
  build: LiveBuild,
  { claims = [], limits = {}, time }: ServingOptions = {},
): Promise<Serving> {
  const log: string[] = [];
  const server = new AliveServer({
    ...build,
    claims,
    sessions: [SESSION],
    limits: { ...LIMITS, ...limits },
    ...(time && { time }),
    log: (text) => log.push(text),
  });
  const { port } = await server.listen(0, '127.0.0.1');
  return { server, target: { host: '127.0.0.1', port, sharedPort: null }, log };
}

/** A client that is connected. */
export async function client({ host, port }: Target): Promise<Socket> {
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** All that comes until the other end closes. */
export async function received(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => chunks.push(bytes));
  await new Promise((resolve) => {
    socket.once('end', resolve);
    socket.once('close', resolve);
  });
  socket.destroy();
  return Buffer.concat(chunks);
}
