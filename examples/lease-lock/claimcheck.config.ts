import { carriesOne, defineStudy, defineSystem, enters, sends, takes, witness } from 'claimcheck';
import { channel, client, server, storage } from './machines.ts';

const events = (...types: string[]) => types.map((type) => ({ event: { type } }));

const clientCalled = (name: string) => ({
  name,
  process: name,
  machine: client,
  input: { name },
  ports: { server: `${name} to server`, storage: `${name} to storage` },
  environment: events('ASK', 'WRITE'),
});

const way = (from: string, to: string) => ({
  name: `${from} to ${to}`,
  process: 'network',
  machine: channel,
  ports: { reader: to },
  environment: [...events('DELIVER'), { event: { type: 'LOSE' }, fault: 'loss' }],
});

const grants = [sends('server', 'server to a', 'SEND'), sends('server', 'server to b', 'SEND')];

const leaseLock = defineSystem({
  name: 'lease-lock',
  sentence: 'Two clients that write under a lease, and a network that delays and loses what they send',
  axes: { fencing: { values: [false, true], about: 'whether the storage refuses writes under older leases' } },
  search: ({ fencing }) => ({
    spec: {
      name: 'lease-lock',
      components: [
        ...['a', 'b'].map(clientCalled),
        {
          name: 'server',
          process: 'server',
          machine: server,
          ports: { a: 'server to a', b: 'server to b' },
          environment: events('EXPIRE'),
        },
        { name: 'storage', process: 'storage', machine: storage, input: { fencing } },
        ...['a', 'b'].flatMap((name) => [way(name, 'server'), way('server', name), way(name, 'storage')]),
      ],
    },
    properties: [
      {
        id: 'W1',
        name: 'No write under an old lease',
        violation: 'A write under an old lease can reach the storage',
        sentence: 'The storage takes no write of a client after a later holder of the lease has written',
        source: 'a client cannot know that its lease has expired: only the storage can refuse',
        checks: [{ kind: 'never', what: ({ from, to }) => to.snapshot.context.last < from.snapshot.context.last }],
      },
      {
        id: 'W2',
        sentence: 'The server gives no lease before the last one has expired',
        source: 'one holder at a time, by the book of the server',
        checks: grants.flatMap((what) =>
          grants.map((after) => ({ kind: 'neverAfter' as const, what, after, forget: takes('server', 'EXPIRE') })),
        ),
      },
      witness('expired', 'A lease expires', 'the antecedent of W1', takes('server', 'EXPIRE')),
      witness('refused', 'The storage refuses a write', 'what fencing is for', enters('storage', 'refused')),
    ],
  }),
});

export default defineStudy({
  name: 'A lock with leases',
  faults: ['loss'],
  machines: '',
  records: '',
  story: { system: 'lease-lock', property: 'W1' },
  carriers: [carriesOne({ machine: channel.id, sent: 'SEND', arrived: 'DELIVER', lost: 'LOSE' })],
  systems: [leaseLock],
});
