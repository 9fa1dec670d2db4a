import { describe, expect, test } from 'vitest';
import { fixesFromBits } from '../../../machines/vocabulary.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { keepAliveModel } from '../../htcondor/models.ts';
import { shiviz } from './shiviz.ts';

interface Event {
  readonly event: string;
  readonly host: string;
  readonly clock: Readonly<Record<string, number>>;
}

/** Reads a log as ShiViz reads a file: the parser in the first line, a delimiter in the second, then the log. */
function parsed(text: string): Event[] {
  const [parser = '', delimiter, ...log] = text.split('\n');
  expect(delimiter).toBe('');
  return [...log.join('\n').matchAll(new RegExp(`^${parser}$`, 'gm'))].map(({ groups }) => ({
    event: groups?.['event'] ?? '',
    host: groups?.['host'] ?? '',
    clock: JSON.parse(groups?.['clock'] ?? ''),
  }));
}

/** The event at a host's own time. */
const at = (events: readonly Event[], host: string, time: number) =>
  events.find((event) => event.host === host && event.clock[host] === time);

describe('a log for ShiViz', () => {
  const { composition, properties } = keepAliveModel({ fixes: fixesFromBits('0000'), path: 'auth' });
  const [finding] = verify(
    composition,
    properties.filter(({ id }) => id === 'S1'),
    { stopWhenHit: true },
  ).findings;
  const trace = traceOf(composition, finding?.run ?? []);
  const text = shiviz(composition, trace);
  const events = parsed(text);

  test('is read as a whole, two lines an event, by the parser that it names', () => {
    expect(events).toHaveLength((text.split('\n').length - 3) / 2);
    expect(new Set(events.map(({ host }) => host))).toEqual(new Set(['startd', 'schedd', 'network']));
  });

  test("counts each host's own events from 1, one by one", () => {
    for (const host of ['startd', 'schedd', 'network']) {
      const own = events.filter((event) => event.host === host).map(({ clock }) => clock[host]);
      expect(own).toEqual(own.map((_, i) => i + 1));
    }
  });

  test('has clocks that follow from the events that they name, and from nothing else', () => {
    for (const { host, clock } of events) {
      const before = Object.entries(clock).map(([other, time]) => at(events, other, other === host ? time - 1 : time));
      const joined: Record<string, number> = { [host]: clock[host] as number };
      for (const [other, time] of before.flatMap((event) => Object.entries(event?.clock ?? {}))) {
        joined[other] = Math.max(joined[other] ?? 0, time);
      }
      expect(joined).toEqual(clock);
    }
  });

  test('has every message taken after the last event of its sender', () => {
    const takes = events.filter(({ event }) => / takes .* from /.test(event));
    expect(takes.length).toBeGreaterThan(20);
    for (const { event, host, clock } of takes) {
      const sender = composition.components[composition.indexOf(event.split(' from ').at(-1) as string)]?.process ?? '';
      const index = events.findIndex((one) => one.host === host && one.clock[host] === clock[host]);
      const sent = events.slice(0, index).findLast((one) => one.host === sender);
      expect(sender).not.toBe(host);
      expect(clock[sender]).toBe(sent?.clock[sender]);
    }
  });

  test('shows that the claim is removed because of what the schedd has done, not beside it', () => {
    const removed = events.find(({ event }) => event.includes('removing claim'));
    const answered = events.find(({ event }) => event.includes('unknown claimid'));
    expect(removed?.clock['schedd']).toBeGreaterThanOrEqual(answered?.clock['schedd'] as number);
  });

  test('has every step of the trace, and every line that a daemon logged', () => {
    const lines = new Set(events.map(({ event }) => event));
    for (const line of trace.flatMap(({ occurrences }) => occurrences.flatMap(({ prints }) => prints))) {
      expect(lines).toContain(line);
    }
    expect(events.filter(({ event }) => event.startsWith('first.scheddSock TIMEOUT'))).toHaveLength(1);
  });
});
