import type { Message } from '../../checker/system/message.ts';

/** A message as a reader would say it: its type, and what it says, without quotes and braces. */
export function words({ type, ...parameters }: Message): string[] {
  return [type, ...said(parameters)];
}

/** The values of plain data; what is true is said by its name, and what is false not at all. */
export function said(data: object): string[] {
  return Object.entries(data).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'boolean') return value ? [name] : [];
    return typeof value === 'object' && value !== null ? said(value) : [String(value)];
  });
}
