/** HTCondor's term, the state that stands for it, and what it is. */
export const GLOSSARY: readonly (readonly [term: string, element: string, meaning: string])[] = [
  ['claim', 'claim: lifecycle.claimed', "The schedd's right to use a slot; it can end in several ways"],
  [
    'claim removed (the ticket)',
    'claim: lifecycle.disowned',
    'The startd removes the claim after a reply of -1, in finishKillClaim(); other ends are not meant',
  ],
  ['lease', 'claim: lease.running', 'How long a claim lives without a renewal; its timer is c_lease_tid'],
  ['ALIVE', 'claim: keepAlive.awaitingReply', 'The keep-alive, command 441; at most one is on its way'],
  [
    'ALIVE_BAILOUT',
    'claim: keepAlive.waiting.fiveSeconds',
    'A keep-alive failed, and the startd sends the next after 5 s',
  ],
  ['match record', 'matchRecord: present', 'The entry by which the schedd recognises a claim (match_rec)'],
  [
    'slot',
    'slot: claimed',
    'A share of a machine, which one claim can hold (Resource, ResState): Owner, Unclaimed, Matched, Claimed, Preempting …',
  ],
  ['Preempting', 'slot: preempting', 'The claim is ending, and its starter may still run'],
  ['starter', 'starter: alive', 'The process that runs the job of a claim'],
  [
    'better match',
    'heldClaim: next.waiting',
    'A claim with a better rank or priority, which waits for the slot (r_pre)',
  ],
  [
    'RELEASE_CLAIM',
    'releaseClaim: underWay',
    'Command 443: a daemon gives the claim up, and tells the other daemon once',
  ],
  [
    'allow_empty_message_flag',
    'reliSock: allowEmptyMessageFlag.set',
    'Lets the next end_of_message() succeed without a message',
  ],
  [
    'condor_read()',
    'reliSock: message.open.reading',
    'Reads from a socket; it blocks until all bytes have come, the time is out, or the connection ends',
  ],
  ['rcv_msg.ready', 'reliSock: message.open.ready', 'A whole message is buffered'],
  [
    'wait for payload',
    'daemonCore: waitingForPayload',
    'With 27896 DaemonCore waits for the payload, without blocking, before it calls the handler',
  ],
  ['receive_startd_alive', 'receiveStartdAlive: gettingSecret', "The schedd's handler of ALIVE"],
];
