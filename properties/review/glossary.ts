/** HTCondor's term, the state that stands for it, and what it is. */
export const GLOSSARY: readonly (readonly [term: string, element: string, meaning: string])[] = [
  ['claim', 'claim: lifecycle.claimed', 'What a schedd holds of a slot; ends by one of several roads'],
  [
    'claim removed (the ticket)',
    'claim: lifecycle.disowned',
    'finishKillClaim() after a reply of -1; no other end counts',
  ],
  ['lease', 'claim: lease.running', 'c_lease_tid: how long a claim lives without a renewal'],
  ['ALIVE', 'claim: keepAlive.awaitingReply', 'Command 441, the keep-alive; one in flight at the most'],
  ['ALIVE_BAILOUT', 'claim: keepAlive.waiting.fiveSeconds', 'A failed attempt: the next after 5 s'],
  ['match record', 'matchRecord: present', 'match_rec: by it the schedd recognises a claim'],
  [
    'slot',
    'slot: claimed',
    'What a claim is of (Resource, ResState): Owner, Unclaimed, Matched, Claimed, Preempting …',
  ],
  ['Preempting', 'slot: preempting', 'The claim is ending, and its starter may still run'],
  ['starter', 'starter: alive', 'The process that runs the job of a claim'],
  ['better match', 'heldClaim: next.waiting', 'r_pre: a claim by rank or priority, which waits for the slot'],
  ['RELEASE_CLAIM', 'releaseClaim: underWay', 'Command 443: a daemon gives the claim up, and tells the other, once'],
  [
    'allow_empty_message_flag',
    'reliSock: allowEmptyMessageFlag.set',
    'Lets the next end_of_message() succeed without a message',
  ],
  ['condor_read()', 'reliSock: message.open.reading', 'Blocks until all bytes, a time-out, or the end'],
  ['rcv_msg.ready', 'reliSock: message.open.ready', 'A whole message is buffered'],
  [
    'wait for payload',
    'daemonCore: waitingForPayload',
    '27896: DaemonCore waits without blocking before it calls the handler',
  ],
  ['receive_startd_alive', 'receiveStartdAlive: gettingSecret', "The schedd's handler of ALIVE"],
];
