/** A stretch of the ticket's report that states a fact or a fix, and what stands for it here. `quote` is verbatim. */
export interface TicketSentence {
  readonly quote: string;
  readonly says: 'fact' | 'fix';
  /** States as `machine: path`. */
  readonly elements: readonly string[];
  readonly properties: readonly string[];
  readonly tests: readonly string[];
}

const KEEP_ALIVE = 'properties/keep-alive.test.ts';

export const TICKET: readonly TicketSentence[] = [
  {
    quote: 'Communication failure during the startd->schedd alive protocol can cause the startd to kill the job',
    says: 'fact',
    elements: ['claim: lifecycle.disowned', 'stream: connected'],
    properties: ['S1', 'S5'],
    tests: [KEEP_ALIVE, 'properties/traces.test.ts'],
  },
  {
    quote: 'it incorrectly determines that the claim is no longer recognized by the schedd',
    says: 'fact',
    elements: ['claim: keepAlive.endingReply', 'claim: lifecycle.disowned', 'matchRecord: present'],
    properties: ['S1', 'S5'],
    tests: [KEEP_ALIVE],
  },
  {
    quote: 'showing a timeout when reading a message from the startd',
    says: 'fact',
    elements: ['reliSock: message.open.reading', 'reliSock: message.open.readFailed'],
    properties: ['timeout-at-0-header-bytes', 'timeout-in-header', 'timeout-in-body'],
    tests: [KEEP_ALIVE, 'src/explain/scenarios.test.ts'],
  },
  {
    quote: 'The schedd command handler receive_startd_alive is not correctly detecting the error.',
    says: 'fact',
    elements: ['receiveStartdAlive: gettingSecret'],
    properties: ['S2'],
    tests: [KEEP_ALIVE],
  },
  {
    quote: 'It is going ahead and processing the command with claim_id=NULL.',
    says: 'fact',
    elements: ['receiveStartdAlive: replying'],
    properties: ['S2'],
    tests: [KEEP_ALIVE, 'properties/peer.test.ts'],
  },
  {
    quote: 'It therefore sends back a negative response to the startd',
    says: 'fact',
    elements: ['receiveStartdAlive: replying', 'claim: keepAlive.readingReply'],
    properties: ['S1', 'S2'],
    tests: [KEEP_ALIVE, 'properties/traces.test.ts'],
  },
  {
    quote: 'The answer is that end_of_message() is returning true',
    says: 'fact',
    elements: ['reliSock: message.open.empty'],
    properties: ['S3'],
    tests: [KEEP_ALIVE],
  },
  {
    quote: 'allow_empty_message_flag hides the error!',
    says: 'fact',
    elements: ['reliSock: allowEmptyMessageFlag.set'],
    properties: ['S3', 'S4', 'flag-spent'],
    tests: [KEEP_ALIVE],
  },
  {
    quote: 'A fix for this specific case would be to check the return value of s->get_secret().',
    says: 'fix',
    elements: ['receiveStartdAlive: gettingSecret'],
    properties: ['S1', 'S2'],
    tests: [KEEP_ALIVE, 'properties/peer.test.ts'],
  },
  {
    quote: 'If any attempt to read from the socket automatically cleared the allow_empty_message_flag',
    says: 'fix',
    elements: ['reliSock: allowEmptyMessageFlag.clear'],
    properties: ['S3'],
    tests: [KEEP_ALIVE],
  },
  {
    quote: 'the receive_startd_alive command handler is getting called without doing a non-blocking wait',
    says: 'fact',
    elements: ['daemonCore: dispatching', 'daemonCore: calling'],
    properties: ['payload-at-once', 'handler-after-wait'],
    tests: [KEEP_ALIVE],
  },
  {
    quote: 'commands can be registered so that DaemonCore does a non-blocking wait',
    says: 'fix',
    elements: ['daemonCore: checkingPayload', 'daemonCore: waitingForPayload'],
    properties: ['payload-wait-entered', 'payload-wait-left-by-byte', 'payload-wait-left-by-deadline'],
    tests: [KEEP_ALIVE],
  },
  {
    quote: 'we should probably not set allow_empty_message_flag for commands that are registered in this way',
    says: 'fix',
    elements: ['daemonCore: authenticating', 'reliSock: allowEmptyMessageFlag.clear'],
    properties: ['S3', 'S4', 'reschedule-served'],
    tests: [KEEP_ALIVE],
  },
];
