import { replySystem } from '../../machines/systems/reply.ts';
import { PATHS } from '../../machines/vocabulary.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { CLAIM_WITH_GARBLED_REPLIES } from '../claim/claim.ts';
import { REPLIES } from '../stream/replies.ts';
import { PATH_AXIS, STARTD_REVISION } from './axes.ts';

/** The startds whose reading of a reply is told apart: before and since #2672. */
const STARTDS = ['2011', 'head'] as const;

export const reply = defineSystem({
  name: 'reply',
  sentence: 'A startd whose schedd answers positively, and a network that cuts, delays, ends or garbles the answer',
  axes: { revision: STARTD_REVISION, path: PATH_AXIS },
  cases: STARTDS.flatMap((revision) =>
    PATHS.map((path) => ({
      id: `${revision}-${path}`,
      sentence: `A startd of revision ${revision} on the ${path} path`,
      choices: { revision, path },
    })),
  ),
  search: (choices) => ({ spec: replySystem(choices), properties: [...REPLIES, ...CLAIM_WITH_GARBLED_REPLIES] }),
  compared: [{ revision: 'head', path: 'raw' }],
});
