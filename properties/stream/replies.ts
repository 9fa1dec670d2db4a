import { all, enters, goes, type Property, sends, whileIn } from '../../src/checker/index.ts';

/** The properties of a startd whose schedd answers positively, whatever becomes of the answer on its way. */
export const REPLIES: readonly Property[] = [
  {
    id: 'S6',
    name: 'No broken answer removes the claim',
    violation: 'A broken answer can remove the claim',
    sentence: 'No cut, delay, ending or garbling of a positive reply removes the claim as disowned',
    source: 'Claim::sendAliveResponseHandler(): "if ( reply == -1 )"; what an int is, Stream::get(int) says (#2672)',
    checks: [{ kind: 'never', what: enters('claim', 'lifecycle.disowned') }],
  },
  {
    id: 'reply-renews',
    sentence: 'A reply renews the lease',
    source: 'the antecedent of S6: Claim::alive()',
    checks: [
      {
        kind: 'sometimes',
        what: goes('claim', 'keepAlive.endingReply', 'keepAlive.waiting.aThirdOfTheLease'),
        while: whileIn('claim', 'lifecycle.claimed'),
      },
    ],
  },
  {
    id: 'bad-pad-fails',
    sentence: 'An int with a bad pad is a response problem',
    source: 'Stream::get(int) before 30a3c2b265',
    checks: [
      {
        kind: 'sometimes',
        what: all(
          sends('first.startdSock', 'claim', 'GET_FAILED'),
          ({ event }) => (event['items'] as readonly { badPad?: true }[] | undefined)?.[0]?.badPad === true,
        ),
      },
    ],
  },
];
