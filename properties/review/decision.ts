/** What the page is about, in the words of those who have to decide; which subsets are safe comes out of the searches. */
export const TITLE = "HTCondor's keep-alive: which fixes of ticket #2563 are enough";

export const QUESTION =
  'which of the check-ins 27894, 27895, 27896 and 27897 does a stable branch need, so that no failure of communication removes a valid claim (ticket #2563)?';

export const CLAIM =
  'a claim is removed as disowned only after the schedd has, in that very connection, read its claim id completely, consulted both tables and found no record.';

export const SCOPE =
  'the code of October 2011, one claim, one schedd, two connections, untimed, time-outs, FIN and RST at any point, no restart of the schedd; every reachable state was visited.';

/** What HTCondor itself did, by the ticket's remark of 19 October 2011. */
export const HISTORY =
  'HTCondor\'s stable release 7.6.4 took 27897 alone ("the very specific fix", says the ticket). Its master branch took all four.';

/** What follows where a subset is not safe. */
export const HARM = 'A valid claim can be removed.';

/** HTCondor's terms that a reader of the first page needs. */
export const TERMS =
  "The *startd* runs jobs on a machine. The *schedd* owns the job queue. A *claim* is the schedd's right to use a slot of that machine. A *keep-alive* (ALIVE) renews the claim.";

/** How a valid claim is lost, a sentence a step. */
export const STORY: readonly string[] = [
  'The startd sends ALIVE, then the claim id, and the claim id is late.',
  "The schedd's read times out: `get_secret()` fails, and the handler ignores its result.",
  '`end_of_message()` still returns TRUE, because `allow_empty_message_flag` forgives a message that was never read. **The error is hidden here.**',
  'The handler goes on without a claim id, finds no match record, and answers -1.',
  'The startd believes the answer, removes a valid claim, and kills the job.',
];

export const PICTURE = {
  file: 'docs/pictures/ticket.svg',
  title: 'How a valid claim is lost',
  description:
    'The shortest run with none of the fixes. The time-out on the side of the schedd is the only fault. The marks show where the error is hidden and where the claim is removed.',
} as const;
