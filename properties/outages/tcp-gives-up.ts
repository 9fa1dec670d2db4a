import {
  all,
  enters,
  never,
  type Pattern,
  type Property,
  type Snapshot,
  takes,
  witness,
} from '../../src/checker/index.ts';

/** What a link remembers of a connection on which nothing is acknowledged. */
interface Patience {
  readonly ticksLeft: number | null;
  readonly userTimeout: number | null;
}

const patienceOf = ({ context }: Snapshot): Patience => context as Patience;

const GIVES_UP = takes('link', 'TCP_GIVES_UP');

/** A connection that had been made is lost, and TCP's patience is another than it has. */
const startsElse: Pattern = (occurrence) => {
  const { ticksLeft, userTimeout } = patienceOf(occurrence.to.snapshot);
  return takes('link', 'NETWORK_FAILS', 'connection.attempt.underWay')(occurrence) && ticksLeft !== userTimeout;
};

/** Further properties of an outage where TCP gives up a lost connection. */
export const TCP_GIVES_UP: readonly Property[] = [
  {
    id: 'T15',
    sentence:
      'TCP gives up a lost connection after as long as it is set to wait, and the startd learns of it immediately',
    source: 'Sock::set_keepalive(): TCP_KEEPALIVE_INTERVAL, TCP_USER_TIMEOUT',
    checks: never(
      startsElse,
      all(GIVES_UP, ({ from }) => patienceOf(from.snapshot).ticksLeft !== 0),
      all(takes('link', 'TICK', 'connection.lost'), ({ from }) => patienceOf(from.snapshot).ticksLeft === 0),
      takes('link', 'TICK', 'connection.ended'),
      all(enters('link', 'connection.ended'), (occurrence) => !GIVES_UP(occurrence)),
    ),
  },
  witness(
    'given-up-by-tcp',
    'An ALIVE fails because TCP has given up',
    'the antecedent of T15: "Response problem from schedd"',
    takes('claim', 'GET_FAILED'),
    { after: [GIVES_UP], forget: takes('link', 'CONNECT') },
  ),
  witness(
    'renewed-after-giving-up',
    'It is sent again, and the lease is renewed',
    'ALIVE_BAILOUT: Reset_Timer(c_sendalive_tid, 5, 5)',
    takes('claim', 'EOM'),
    { after: [GIVES_UP] },
  ),
];
