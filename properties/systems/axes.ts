import {
  ALL_FIXES,
  type FixId,
  fixBits,
  fixes,
  FIXES,
  PATHS,
  PEER_PATHS,
  REVISIONS,
} from '../../machines/vocabulary.ts';

/** The axes that several systems have. */

export const FIXES_AXIS = {
  switches: FIXES,
  about: 'which of the check-ins that fixed the ticket the schedd has',
} as const;

export const PATH_AXIS = {
  values: PATHS,
  about: 'how the startd reaches the command',
  means: { auth: 'with a security session, as in the ticket', raw: 'without negotiation' },
} as const;

export const PEER_PATH_AXIS = {
  values: PEER_PATHS,
  about: 'how a peer brings its command and its claim id',
  means: {
    auth: 'with a session, the claim id in clear',
    'auth-encrypted': 'with a session, the claim id encrypted',
    'raw-1msg': 'without negotiation, in one message',
    'raw-2msg': 'without negotiation, in two messages',
  },
} as const;

const revisionAxis = (about: string) =>
  ({
    values: REVISIONS,
    about,
    means: { '2011': 'October 2011', head: 'HEAD (August 2026)', 'head-no3393': 'HEAD without change 3393' },
  }) as const;

export const SCHEDD_REVISION = revisionAxis('the version of the code with which the schedd reads');
export const STARTD_REVISION = revisionAxis("the version of the startd's code");

export const UNIT_AXIS = { open: 'seconds', default: 5, about: 'how long a tick of the clock is' } as const;
export const LEASE_AXIS = { open: 'seconds', default: 1200, about: 'the lease of the claim' } as const;
export const longestAxis = (what: string, seconds: number) =>
  ({ open: 'seconds', default: seconds, about: `how long the ${what} may last` }) as const;

/** A subset of the fixes as a choice on their axis. */
export const withFixes = (...ids: readonly FixId[]): string => fixBits(fixes(...ids));
export const WITH_ALL_FIXES = fixBits(ALL_FIXES);
