import type { ScheddName } from '../grammar/schedd.ts';
import type { StartdName } from '../grammar/startd.ts';

/** Whose log a line is in. */
export type Process = 'startd' | 'schedd';

type Params = Readonly<Record<string, string | undefined>>;

const isHeader = ({ bytes }: Params): string => (bytes === '5' ? 'a header' : 'the rest');

/**
 * What a line tells of one ALIVE, whichever revision has printed it; the machines' own lines are labelled by the same
 * table. Lines that are not here tell nothing of it, or nothing that the lines before do not tell.
 */
const LABELS: Readonly<Partial<Record<StartdName | ScheddName, (params: Params) => string | null>>> = {
  'alive-sending': () => 'sends',
  'alive-connected': () => 'is connected',
  'alive-connect-failed': () => 'cannot connect',
  'alive-command-failed': () => 'cannot send the command',
  'alive-send-failed': () => 'cannot send the claim id',
  'alive-sent': () => 'has sent',
  'alive-response': ({ reply }) => (reply === '-1' ? 'hears -1' : 'hears a positive reply'),
  'alive-response-problem': () => 'hears no reply',
  'kept-alive': () => 'renews the lease',
  'state-change': ({ reason }) => (reason?.startsWith('claim no longer recognized') ? 'removes the claim' : null),
  'command-received': () => 'receives the command',
  'payload-ready': () => 'has waited for the payload',
  'handler-called': () => 'calls the handler',
  'unknown-nobody': () => 'knows no claim without a name',
  'unknown-claim': () => 'does not know the claim',
  'handler-returned': () => 'returns from the handler',
  'payload-deadline': () => 'gives the payload up',
  'no-data': () => 'gives the command up',
  'command-failed': () => 'cannot read the command',
  'read-timeout': (params) => `times out reading ${isHeader(params)}`,
  'read-closed': (params) => `finds an end in place of ${isHeader(params)}`,
  'read-reset': (params) => `finds a reset in place of ${isHeader(params)}`,
  'header-failed': () => 'has no header',
  'header-eof': () => 'has no header',
  'body-failed': () => 'has no body',
  'packet-refused': () => 'refuses a packet',
  'eom-failed': () => 'drops a rest',
  'write-closed': () => 'finds an end in place of writing',
  'write-failed': () => 'cannot write',
};

export function labelOf(name: StartdName | ScheddName, params: Params): string | null {
  return LABELS[name]?.(params) ?? null;
}
