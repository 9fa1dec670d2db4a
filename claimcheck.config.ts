import { claim } from './properties/systems/claim.ts';
import { connection } from './properties/systems/connection.ts';
import { datagrams } from './properties/systems/datagrams.ts';
import { deadlines } from './properties/systems/deadlines.ts';
import { disconnectedJob } from './properties/systems/disconnected-job.ts';
import { forgottenClaim } from './properties/systems/forgotten-claim.ts';
import { keepAlive } from './properties/systems/keep-alive.ts';
import { lifecycle } from './properties/systems/lifecycle.ts';
import { liveness } from './properties/systems/liveness.ts';
import { outage } from './properties/systems/outage.ts';
import { peer } from './properties/systems/peer.ts';
import { repairs } from './properties/systems/repairs.ts';
import { reply } from './properties/systems/reply.ts';
import { reschedule } from './properties/systems/reschedule.ts';
import { restart } from './properties/systems/restart.ts';
import { slot } from './properties/systems/slot.ts';
import { CARRIERS } from './properties/systems/stream-carrier.ts';
import { timedRestart } from './properties/systems/timed-restart.ts';
import { FAULTS } from './machines/vocabulary.ts';
import { TELLS } from './properties/tells.ts';
import { defineStudy } from './src/checker/index.ts';

/** What claimcheck states of HTCondor: the ticket's system first, then all others. */
export default defineStudy({
  name: 'HTCondor #2563',
  about:
    "In 2011, HTCondor killed running jobs although their claims were valid. The startd runs jobs, the schedd owns the job queue, and a claim is the schedd's right to use a slot. A keep-alive (ALIVE) renews it.",
  faults: FAULTS,
  faultsMean: { timeout: 'a read times out', fin: 'a connection is closed', rst: 'a connection is reset' },
  tells: TELLS,
  records: 'properties/',
  machines: 'machines/',
  story: {
    system: 'keep-alive',
    property: 'S1',
    component: 'first.scheddSock',
    picture: {
      name: 'ticket',
      title: 'How a valid claim is lost (ticket #2563)',
      sentence: 'The shortest run with none of the fixes. The numbers are its steps.',
      marks: [
        {
          property: 'S3',
          text: 'the error is hidden here',
          why: 'end_of_message() returns TRUE, although get_secret() has just failed',
        },
        {
          property: 'S1',
          text: 'a valid claim is removed',
          why: 'the startd believes the -1 and kills the job',
        },
      ],
    },
  },
  aliases: {
    environment: {
      about: 'who may misbehave',
      systems: { network: 'keep-alive', peer: 'peer' },
    },
  },
  oracle: 'src/htcondor/conform/oracle.ts',
  carriers: CARRIERS,
  systems: [
    keepAlive,
    reschedule,
    reply,
    datagrams,
    repairs,
    claim,
    connection,
    outage,
    timedRestart,
    forgottenClaim,
    disconnectedJob,
    deadlines,
    slot,
    lifecycle,
    restart,
    liveness,
    peer,
  ],
});
