import { defineStudy, defineSystem, enters, witness } from 'claimcheck';
import { agreement, twoPhaseCommit } from './two-phase-commit.ts';

const twoPhase = defineSystem({
  name: 'two-phase-commit',
  sentence: 'A transaction manager and its resource managers',
  axes: { managers: { values: [3, 2], about: 'how many resource managers there are' } },
  search: ({ managers }) => ({
    spec: twoPhaseCommit(managers),
    properties: [
      agreement(managers),
      witness('commits', 'The transaction is committed', 'agreement is not empty', enters('manager1', 'committed')),
    ],
  }),
});

export default defineStudy({ name: 'Two-phase commit', machines: '', systems: [twoPhase] });
