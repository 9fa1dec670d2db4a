import { ENDINGS } from '../grammar/endings.ts';
import { SCHEDD } from '../grammar/schedd.ts';
import { STARTD } from '../grammar/startd.ts';

/** Whether a message is one of those that matter. */
export function isKnownMessage(message: string): boolean {
  const found = STARTD.recognise(message);
  if (found?.kind.name !== 'state-change') return found !== null || SCHEDD.recognise(message) !== null;
  return ENDINGS.some(({ reason }) => reason.test(found.params['reason'] ?? ''));
}
