import { enters, isIn, type Pattern, type Property, type Snapshot, takes } from './language.ts';

/** What the machine daemonCoreWait remembers. */
interface Wait {
  readonly ticksLeft: number | null;
  readonly waits: { readonly command: number; readonly payload: number };
}

const waitOf = ({ context }: Snapshot): Wait => context as Wait;

/** A wait that begins with something other than the whole of its time. */
const beginsElse =
  (state: string, what: keyof Wait['waits']): Pattern =>
  (occurrence) => {
    const { ticksLeft, waits } = waitOf(occurrence.to.snapshot);
    return enters('daemonCore', state)(occurrence) && ticksLeft !== waits[what];
  };

const CLOSED = enters('link', 'connection.ended');
const CONNECT = takes('link', 'CONNECT');

/** What is claimed besides of an outage that leaves a schedd waiting, and of which the schedd's close is heard. */
export const SCHEDD_DEADLINE: readonly Property[] = [
  {
    id: 'T14',
    sentence:
      'A schedd that waits in vain for a command or its payload closes at its deadline, and the startd hears of that close, as soon as anything gets through, and of no other',
    source: 'DaemonCommandProtocol::WaitForSocketData(), DaemonCore::CallCommandHandler(): set_deadline_timeout()',
    checks: [
      { kind: 'never', what: beginsElse('waitingForCommand', 'command') },
      { kind: 'never', what: beginsElse('waitingForPayload', 'payload') },
      {
        kind: 'never',
        what: (occurrence) =>
          takes('daemonCore', 'DEADLINE')(occurrence) &&
          (waitOf(occurrence.from.snapshot).ticksLeft !== 0 || !isIn(occurrence.to.snapshot, 'idle')),
      },
      {
        kind: 'never',
        what: (occurrence) =>
          takes('daemonCore', 'TICK')(occurrence) && waitOf(occurrence.from.snapshot).ticksLeft === 0,
      },
      {
        kind: 'never',
        what: (occurrence) =>
          takes('link', 'TICK', 'connection.ended')(occurrence) && isIn(occurrence.from.snapshot, 'way.open'),
      },
      { kind: 'onlyAfter', what: CLOSED, after: [takes('daemonCore', 'DEADLINE')], forget: CONNECT },
    ],
  },
  {
    id: 'schedd-waits-for-command',
    sentence: 'A schedd waits until its deadline for a command',
    source: 'an antecedent of T14: "deadline for security handshake with ... has expired"',
    checks: [{ kind: 'sometimes', what: takes('daemonCore', 'DEADLINE', 'waitingForCommand') }],
  },
  {
    id: 'schedd-waits-for-payload',
    sentence: 'A schedd waits until its deadline for a payload',
    source: 'an antecedent of T14: "Deadline expired after ...s waiting for ... to send payload"',
    checks: [{ kind: 'sometimes', what: takes('daemonCore', 'DEADLINE', 'waitingForPayload') }],
  },
  {
    id: 'closed-by-schedd',
    sentence: 'An ALIVE fails because the schedd has closed the connection',
    source: 'an antecedent of T14: "Response problem from schedd"',
    checks: [{ kind: 'sometimes', what: takes('claim', 'GET_FAILED'), after: [CLOSED], forget: CONNECT }],
  },
  {
    id: 'renewed-after-close',
    sentence: 'It is sent again, and the lease is renewed',
    source: 'ALIVE_BAILOUT: Reset_Timer(c_sendalive_tid, 5, 5)',
    checks: [{ kind: 'sometimes', what: takes('claim', 'EOM'), after: [CLOSED] }],
  },
];
