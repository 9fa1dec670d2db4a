import { ModelError } from '../errors.ts';
import { short } from '../system/plain.ts';

/**
 * The answer of a function that must say yes or no. One without a `return` answers undefined, which would be taken for no.
 *
 * @param whose names the function, for the error
 * @throws {ModelError} if it is neither true nor false
 */
export function yesOrNo(answer: unknown, whose: () => string, expected = 'true or false'): boolean {
  if (answer === true || answer === false) return answer;
  if (answer instanceof Promise) {
    throw new ModelError(`${whose()} answers with a promise; it must say at once, and not be async`);
  }
  const hint = answer === undefined ? '; is there a return?' : '';
  throw new ModelError(`${whose()} answers ${short(answer)}; it must answer ${expected}${hint}`);
}
