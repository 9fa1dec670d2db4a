/** The system that was composed is not one that can be checked: names the component and what is wrong with it. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
