/** A test by its file and its title as it is written there. */
export type TestName = readonly [file: string, title: string];

/**
 * A stretch of the ticket's report that states a fact or a fix, and what stands for it here. `quote` is verbatim, and
 * lies within one sentence, log line or excerpt of code.
 */
export interface TicketSentence {
  readonly quote: string;
  readonly says: 'fact' | 'fix';
  /** States, as `machine: path`, and transitions, as `machine: path EVENT`. */
  readonly elements: readonly string[];
  readonly properties: readonly string[];
  readonly tests: readonly TestName[];
  /** What was measured or logged of it, apart from the verdicts on record. */
  readonly evidence: readonly string[];
}

const VIOLATED: TestName = [
  'properties/keep-alive/keep-alive.sampled.test.ts',
  'on the auth path %s is violated exactly in 0000, 0010 and 1000',
];
const RECORDED: TestName = [
  'properties/keep-alive/keep-alive.sampled.test.ts',
  'every verdict, count and trace length is as recorded',
];
const WORD_FOR_WORD: TestName = [
  'properties/keep-alive/traces.test.ts',
  "writes the %s's lines of the ticket, word for word and in order",
];
const ONE_TIMEOUT: TestName = [
  'properties/keep-alive/traces.test.ts',
  'has one fault, a time-out, and whole packets otherwise',
];
const EXPLAINED: TestName = [
  'src/htcondor/explain/scenarios.sampled.test.ts',
  'is a removal that was not authoritative, and only three subsets can have written it',
];
const AGREES: TestName = ['src/htcondor/conform/conform.sampled.test.ts', 'agrees with the model, all of it'];
const WHOLE_STRING: TestName = [
  'src/htcondor/conform/conform.sampled.test.ts',
  'with all four fixes a reply answers a whole string',
];
const PAYLOADLESS: TestName = [
  'properties/keep-alive/keep-alive.sampled.test.ts',
  'the command without payload succeeds in every subset, on both paths',
];
const PAYLOAD_WAIT: TestName = ['src/htcondor/conform/conform.sampled.test.ts', 'the payload is waited for, 300 s'];

const LOGS = 'properties/logs/bug-all-fixes-off';
const MEASURED = 'properties/measured/alive-replies.json';

export const TICKET: readonly TicketSentence[] = [
  {
    quote: 'Communication failure during the startd->schedd alive protocol can cause the startd to kill the job',
    says: 'fact',
    elements: [
      'claim: lifecycle.claimed',
      'claim: lifecycle.disowned',
      'stream: connected',
      'stream: connected.open RST',
    ],
    properties: ['S1', 'S5'],
    tests: [VIOLATED, RECORDED],
    evidence: [LOGS],
  },
  {
    quote: 'it incorrectly determines that the claim is no longer recognized by the schedd',
    says: 'fact',
    elements: ['claim: keepAlive.endingReply EOM', 'claim: lifecycle.disowned', 'matchRecord: present'],
    properties: ['S1', 'S5'],
    tests: [VIOLATED],
    evidence: [LOGS],
  },
  {
    quote: 'I have observed this actually happen to jobs',
    says: 'fact',
    elements: ['claim: lifecycle.disowned'],
    properties: ['S1', 'S5'],
    tests: [EXPLAINED],
    evidence: [LOGS],
  },
  {
    quote: 'Calling Handler <Alive to schedd <>>',
    says: 'fact',
    elements: ['claim: keepAlive.awaitingReply', 'claim: keepAlive.readingReply'],
    properties: ['renewed', 'disowned'],
    tests: [WORD_FOR_WORD],
    evidence: [LOGS],
  },
  {
    quote: 'Received Alive response of -1 from schedd',
    says: 'fact',
    elements: ['claim: keepAlive.endingReply'],
    properties: ['S1', 'S5'],
    tests: [WORD_FOR_WORD, EXPLAINED],
    evidence: [LOGS],
  },
  {
    quote: 'State change: claim no longer recognized by the schedd - removing claim',
    says: 'fact',
    elements: ['claim: lifecycle.disowned'],
    properties: ['S1', 'S5'],
    tests: [WORD_FOR_WORD, EXPLAINED],
    evidence: [LOGS],
  },
  {
    quote: 'Received TCP command 441 (ALIVE)',
    says: 'fact',
    elements: ['daemonCore: readingCommand', 'daemonCore: dispatching'],
    properties: ['payload-at-once'],
    tests: [WORD_FOR_WORD],
    evidence: [LOGS],
  },
  {
    quote: 'Calling HandleReq <receive_startd_alive> (0) for command 441 (ALIVE)',
    says: 'fact',
    elements: ['daemonCore: calling', 'daemonCore: inHandler', 'receiveStartdAlive: idle'],
    properties: ['payload-at-once'],
    tests: [WORD_FOR_WORD],
    evidence: [LOGS],
  },
  {
    quote: 'condor_read(): timeout reading 5 bytes from',
    says: 'fact',
    elements: ['reliSock: message.open.reading.header', 'reliSock: message.open.reading.header TIMEOUT'],
    properties: ['timeout-at-0-header-bytes', 'timeout-in-header'],
    tests: [WORD_FOR_WORD, ONE_TIMEOUT],
    evidence: [LOGS, MEASURED],
  },
  {
    quote: 'IO: Failed to read packet header',
    says: 'fact',
    elements: ['reliSock: message.open.reading.header', 'reliSock: message.open.readFailed'],
    properties: ['timeout-at-0-header-bytes', 'timeout-in-header'],
    tests: [WORD_FOR_WORD],
    evidence: [LOGS],
  },
  {
    quote: 'Received startd keepalive for unknown claimid',
    says: 'fact',
    elements: ['receiveStartdAlive: endingMessage EOM', 'receiveStartdAlive: replying'],
    properties: ['S2'],
    tests: [WORD_FOR_WORD, EXPLAINED],
    evidence: [LOGS],
  },
  {
    quote: 'Return from HandleReq <receive_startd_alive>',
    says: 'fact',
    elements: ['receiveStartdAlive: returning', 'daemonCore: closing'],
    properties: ['closed-after-handler'],
    tests: [WORD_FOR_WORD],
    evidence: [LOGS],
  },
  {
    quote: 'showing a timeout when reading a message from the startd',
    says: 'fact',
    elements: ['reliSock: message.open.reading', 'reliSock: message.open.readFailed'],
    properties: ['timeout-at-0-header-bytes', 'timeout-in-header', 'timeout-in-body'],
    tests: [ONE_TIMEOUT],
    evidence: [LOGS, MEASURED],
  },
  {
    quote: 'The schedd command handler receive_startd_alive is not correctly detecting the error.',
    says: 'fact',
    elements: ['receiveStartdAlive: gettingSecret GET_FAILED'],
    properties: ['S2'],
    tests: [VIOLATED, AGREES],
    evidence: [MEASURED],
  },
  {
    quote: 'It is going ahead and processing the command with claim_id=NULL.',
    says: 'fact',
    elements: ['receiveStartdAlive: endingMessage', 'receiveStartdAlive: replying'],
    properties: ['S2'],
    tests: [VIOLATED, AGREES],
    evidence: [MEASURED],
  },
  {
    quote: 'It therefore sends back a negative response to the startd',
    says: 'fact',
    elements: ['receiveStartdAlive: replying', 'claim: keepAlive.readingReply'],
    properties: ['S1', 'S2'],
    tests: [WORD_FOR_WORD, AGREES],
    evidence: [MEASURED, LOGS],
  },
  {
    quote: 's->get_secret(claim_id);',
    says: 'fact',
    elements: ['receiveStartdAlive: gettingSecret', 'receiveStartdAlive: endingMessage EOM'],
    properties: ['S2'],
    tests: [VIOLATED, AGREES],
    evidence: [MEASURED],
  },
  {
    quote: 'The answer is that end_of_message() is returning true',
    says: 'fact',
    elements: ['reliSock: message.open.empty END_OF_MESSAGE'],
    properties: ['S3'],
    tests: [VIOLATED],
    evidence: [MEASURED],
  },
  {
    quote: 'allow_empty_message_flag = FALSE;',
    says: 'fact',
    elements: ['reliSock: allowEmptyMessageFlag.set', 'reliSock: message.open.empty END_OF_MESSAGE'],
    properties: ['S3', 'flag-spent'],
    tests: [VIOLATED, RECORDED],
    evidence: [MEASURED],
  },
  {
    quote: 'allow_empty_message_flag hides the error!',
    says: 'fact',
    elements: ['reliSock: allowEmptyMessageFlag.set'],
    properties: ['S3', 'S4', 'flag-spent'],
    tests: [VIOLATED],
    evidence: [MEASURED],
  },
  {
    quote: 'the first end_of_message() after receipt of a command an unreliable indicator of success',
    says: 'fact',
    elements: ['reliSock: allowEmptyMessageFlag.set', 'reliSock: message.open.empty END_OF_MESSAGE'],
    properties: ['S3', 'flag-spent', 'flag-not-inherited'],
    tests: [VIOLATED, RECORDED],
    evidence: [MEASURED],
  },
  {
    quote: 'A fix for this specific case would be to check the return value of s->get_secret().',
    says: 'fix',
    elements: ['receiveStartdAlive: gettingSecret GET_FAILED', 'receiveStartdAlive: returning'],
    properties: ['S1', 'S2'],
    tests: [VIOLATED, AGREES],
    evidence: [MEASURED, 'properties/logs/same-fault-only-27897'],
  },
  {
    quote: 'If any attempt to read from the socket automatically cleared the allow_empty_message_flag',
    says: 'fix',
    elements: ['reliSock: allowEmptyMessageFlag.clear'],
    properties: ['S3'],
    tests: [VIOLATED, AGREES],
    evidence: [MEASURED],
  },
  {
    quote: 'the receive_startd_alive command handler is getting called without doing a non-blocking wait',
    says: 'fact',
    elements: ['daemonCore: dispatching', 'daemonCore: calling'],
    properties: ['payload-at-once', 'handler-after-wait'],
    tests: [RECORDED, AGREES],
    evidence: [MEASURED],
  },
  {
    quote: 'commands can be registered so that DaemonCore does a non-blocking wait',
    says: 'fix',
    elements: [
      'daemonCore: checkingPayload',
      'daemonCore: waitingForPayload',
      'daemonCore: waitingForPayload DEADLINE',
    ],
    properties: ['payload-wait-entered', 'payload-wait-left-by-byte', 'payload-wait-left-by-deadline'],
    tests: [PAYLOAD_WAIT, RECORDED],
    evidence: [MEASURED, 'properties/logs/bug-partial-only-27896'],
  },
  {
    quote: 'we should probably not set allow_empty_message_flag for commands that are registered in this way',
    says: 'fix',
    elements: ['daemonCore: authenticating', 'reliSock: allowEmptyMessageFlag.clear'],
    properties: ['S3', 'S4', 'reschedule-served'],
    tests: [PAYLOADLESS, WHOLE_STRING],
    evidence: [MEASURED, 'properties/logs/same-fault-all-fixes-on'],
  },
];

const OF_A_SYSTEM: TestName = [
  'properties/systems/systems.test.ts',
  'shows in $variant what is expected of it, and is exhausted',
];

/** What proves the properties of each system. */
export const PROVEN_BY: Readonly<Record<string, TestName>> & { readonly registered: TestName } = {
  'keep-alive': RECORDED,
  reschedule: RECORDED,
  liveness: RECORDED,
  peer: ['properties/stream/peer.deep.test.ts', 'is as recorded'],
  registered: OF_A_SYSTEM,
};

/** The other sentences of the report, verbatim, and why nothing is to be traced to them. */
export const NEITHER: readonly (readonly [sentence: string, why: string])[] = [
  ['Ticket #2563: bug in startd alive protocol when there are communication failures', 'the title'],
  ['startd log:', 'leads over to the log'],
  ['How can this be?', 'a question'],
  ['Why does the following code not detect the communication failure?', 'a question'],
  ['I am making that change for 7.6.', 'a plan for a release: which branch gets a fix is the decision of this page'],
  ['But can we do better?', 'a question'],
  ['I think so.', 'an opinion'],
  ['I think this change should be made in 7.7, but, arguably, it could go into 7.6 instead.', 'a plan for a release'],
];
