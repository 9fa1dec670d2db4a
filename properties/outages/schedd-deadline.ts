import {
  all,
  enters,
  isIn,
  never,
  type Pattern,
  type Property,
  type Snapshot,
  takes,
  witness,
} from '../../src/checker/index.ts';

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

/** Further properties of an outage that leaves a schedd waiting, and of which the schedd's close is heard. */
export const SCHEDD_DEADLINE: readonly Property[] = [
  {
    id: 'T14',
    sentence:
      'A schedd that waits in vain for a command or its payload closes at its deadline, and the startd learns of that close as soon as anything gets through, and of no other close',
    source: 'DaemonCommandProtocol::WaitForSocketData(), DaemonCore::CallCommandHandler(): set_deadline_timeout()',
    checks: [
      ...never(
        beginsElse('waitingForCommand', 'command'),
        beginsElse('waitingForPayload', 'payload'),
        all(
          takes('daemonCore', 'DEADLINE'),
          ({ from, to }) => waitOf(from.snapshot).ticksLeft !== 0 || !isIn(to.snapshot, 'idle'),
        ),
        all(takes('daemonCore', 'TICK'), ({ from }) => waitOf(from.snapshot).ticksLeft === 0),
        all(takes('link', 'TICK', 'connection.ended'), ({ from }) => isIn(from.snapshot, 'way.open')),
      ),
      { kind: 'onlyAfter', what: CLOSED, after: [takes('daemonCore', 'DEADLINE')], forget: CONNECT },
    ],
  },
  witness(
    'schedd-waits-for-command',
    'A schedd waits until its deadline for a command',
    'an antecedent of T14: "deadline for security handshake with ... has expired"',
    takes('daemonCore', 'DEADLINE', 'waitingForCommand'),
  ),
  witness(
    'schedd-waits-for-payload',
    'A schedd waits until its deadline for a payload',
    'an antecedent of T14: "Deadline expired after ...s waiting for ... to send payload"',
    takes('daemonCore', 'DEADLINE', 'waitingForPayload'),
  ),
  witness(
    'closed-by-schedd',
    'An ALIVE fails because the schedd has closed the connection',
    'an antecedent of T14: "Response problem from schedd"',
    takes('claim', 'GET_FAILED'),
    { after: [CLOSED], forget: CONNECT },
  ),
  witness(
    'renewed-after-close',
    'It is sent again, and the lease is renewed',
    'ALIVE_BAILOUT: Reset_Timer(c_sendalive_tid, 5, 5)',
    takes('claim', 'EOM'),
    { after: [CLOSED] },
  ),
];
