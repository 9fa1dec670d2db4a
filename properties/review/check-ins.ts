import type { FixId } from '../../machines/vocabulary.ts';

/** Where a commit of HTCondor can be read. */
export const COMMITS = 'https://github.com/htcondor/htcondor/commit/';

/** What a check-in is in HTCondor's history, and what somebody risks who takes it alone into a stable branch. */
export interface CheckIn {
  readonly commit: string;
  readonly file: string;
  readonly added: number;
  readonly removed: number;
  readonly risk: string;
}

/** The lines are those that `git show --numstat` counts; the risk is a judgement. */
export const CHECK_INS: Readonly<Record<FixId, CheckIn>> = {
  '27894': {
    commit: '2c23525d64',
    file: 'daemon_core.cpp',
    added: 11,
    removed: 1,
    risk: 'Low. Every daemon gets the change, but it does nothing for ALIVE before 27896.',
  },
  '27895': {
    commit: 'be7f7eb779',
    file: 'reli_sock.cpp',
    added: 7,
    removed: 2,
    risk: 'Medium. Every reader in every daemon gets the change: end_of_message() now fails after a failed read that a handler ignored, and after bytes that a handler left unread.',
  },
  '27896': {
    commit: 'b32cf98d1f',
    file: 'schedd.cpp',
    added: 23,
    removed: 23,
    risk: 'High. 23 commands of the schedd are registered in another way. The wait for a payload must be in the branch: 7.6.3 does not have it.',
  },
  '27897': {
    commit: '81178e1710',
    file: 'schedd.cpp',
    added: 2,
    removed: 2,
    risk: 'Low. One handler gets the change. After a failed read it closes the connection, and the startd tries again after 5 s.',
  },
};
