/** What the page is about, in the words of those who have to decide; which subsets are safe comes out of the searches. */
export const TITLE = "HTCondor's keep-alive: which fixes of ticket #2563 are enough";

export const QUESTION =
  'which of the check-ins 27894, 27895, 27896 and 27897 does a stable branch need, so that no failure of communication removes a valid claim (ticket #2563)?';

export const CLAIM =
  'a claim is removed as disowned only after the schedd has, in that very connection, read its claim id completely, consulted both tables and found no record.';

export const SCOPE =
  'the code of October 2011, one claim, one schedd, two connections, untimed, time-outs, FIN and RST at any point, no restart of the schedd; every reachable state was visited.';

/** What follows where a subset is not safe. */
export const HARM = 'A valid claim can be removed.';
