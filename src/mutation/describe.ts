import type { Part, StateActionSite, TransitionSite } from './sites.ts';

/** What tells one use of an action from another. */
interface Described {
  readonly message?: { readonly type: string };
  readonly text?: string;
  readonly type?: string;
}

/** An action by its name, and the message or the text if they are written out; a message may be all that it is given. */
export function describeAction(action: Part): string {
  if (typeof action === 'string') return `'${action}'`;
  if (typeof action === 'function') return `'${action.name || 'inline'}'`;
  const { type, params } = action as { type: string; params?: unknown };
  const { message, text, type: only } = (typeof params === 'object' ? params : {}) as Described;
  const what = message?.type ?? text ?? only;
  return what === undefined ? `'${type}'` : `'${type} ${what}'`;
}

/** `a.b/EVENT[1]`, `a/after.1000[0]`, `a/invoke.onDone[0]`: the state, the list, and which of its candidates. */
export function describeSite({ path, name, index }: TransitionSite): string {
  return `${path.join('.')}/${name}[${index}]`;
}

export function describeStateSite({ path, list }: StateActionSite): string {
  return `${path.join('.')}/${list}`;
}
