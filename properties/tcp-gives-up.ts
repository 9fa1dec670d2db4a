import { enters, type Pattern, type Property, type Snapshot, takes } from './language.ts';

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

/** What is claimed besides of an outage where TCP gives up a lost connection. */
export const TCP_GIVES_UP: readonly Property[] = [
  {
    id: 'T15',
    sentence:
      'TCP gives up a lost connection when it has been patient for as long as it is told, and the startd hears of it at once',
    source: 'Sock::set_keepalive(): TCP_KEEPALIVE_INTERVAL, TCP_USER_TIMEOUT',
    checks: [
      { kind: 'never', what: startsElse },
      {
        kind: 'never',
        what: (occurrence) => GIVES_UP(occurrence) && patienceOf(occurrence.from.snapshot).ticksLeft !== 0,
      },
      {
        kind: 'never',
        what: (occurrence) =>
          takes('link', 'TICK', 'connection.lost')(occurrence) && patienceOf(occurrence.from.snapshot).ticksLeft === 0,
      },
      { kind: 'never', what: takes('link', 'TICK', 'connection.ended') },
      { kind: 'never', what: (occurrence) => enters('link', 'connection.ended')(occurrence) && !GIVES_UP(occurrence) },
    ],
  },
  {
    id: 'given-up-by-tcp',
    sentence: 'An ALIVE fails because TCP has given up',
    source: 'the antecedent of T15: "Response problem from schedd"',
    checks: [
      { kind: 'sometimes', what: takes('claim', 'GET_FAILED'), after: [GIVES_UP], forget: takes('link', 'CONNECT') },
    ],
  },
  {
    id: 'renewed-after-giving-up',
    sentence: 'It is sent again, and the lease is renewed',
    source: 'ALIVE_BAILOUT: Reset_Timer(c_sendalive_tid, 5, 5)',
    checks: [{ kind: 'sometimes', what: takes('claim', 'EOM'), after: [GIVES_UP] }],
  },
];
