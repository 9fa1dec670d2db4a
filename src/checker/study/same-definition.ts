import type { AnyStateMachine } from 'xstate';

/**
 * Whether a machine is another as it is written: a system may have given its actions something to do (`provide`), and may
 * make its machines, such as channels, again for each variant.
 */
export const isSameDefinition = (one: AnyStateMachine, other: AnyStateMachine): boolean =>
  one.config === other.config || (one.id === other.id && textOf(one) === textOf(other));

const texts = new WeakMap<object, string>();

/** A definition as it is written, its functions as well. */
function textOf({ config }: AnyStateMachine): string {
  const known = texts.get(config) ?? JSON.stringify(config, written);
  texts.set(config, known);
  return known;
}

function written(key: string, part: unknown): unknown {
  if (typeof part === 'function') return { source: String(part), ...part };
  // What is invoked in place may be another machine, or logic of any kind.
  return key === 'src' && typeof part === 'object' ? null : part;
}
