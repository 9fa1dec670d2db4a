import type { Part, StateActionSite, TransitionSite } from './sites.ts';

/** An action by its name, and the message or the text if they are written out. */
export function describeAction(action: Part): string {
  if (typeof action === 'string') return `'${action}'`;
  if (typeof action === 'function') return `'${action.name || 'inline'}'`;
  const { type, params } = action as { type: string; params?: unknown };
  const { message, text } = (typeof params === 'object' ? params : {}) as { message?: { type: string }; text?: string };
  const what = message?.type ?? text;
  return what === undefined ? `'${type}'` : `'${type} ${what}'`;
}

/** `a.b/EVENT[1]`: the state, the event, and which of its candidates. */
export function describeSite({ path, event, index }: TransitionSite): string {
  return `${[...path].join('.')}/${event ?? 'always'}[${index}]`;
}

export function describeStateSite({ path, list }: StateActionSite): string {
  return `${path.join('.')}/${list}`;
}
