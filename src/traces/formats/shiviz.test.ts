import { describe, expect, test } from 'vitest';
import { CARRIERS } from '../../../properties/systems/stream-carrier.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { channel } from '../../checker/system/channel.ts';
import { compose, machine, send } from '../../checker/testing/machines.ts';
import { verify } from '../../checker/verify.ts';
import { modelOf } from '../../testing/models.ts';
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
  const { composition, properties } = modelOf('keep-alive');
  const [finding] = verify(
    composition,
    properties.filter(({ id }) => id === 'S1'),
    { stopWhenHit: true },
  ).findings;
  const trace = traceOf(composition, finding?.run ?? []);
  const text = shiviz({ composition, trace, carriers: CARRIERS });
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

  test('has every message arrive after it was sent, and after what the network did to it', () => {
    const arrivals = events.filter(({ event }) => /(arrives from|is connected to) /.test(event));
    expect(arrivals.map(({ event, host }) => `${event}: ${host}`)).toEqual([
      'REQUEST_CLAIM arrives from schedd: startd',
      'is connected to startd: schedd',
      'ALIVE arrives from startd: schedd',
      '-1 arrives from schedd: startd',
    ]);
    for (const { event, host, clock } of arrivals) {
      const sender = event.split(' ').at(-1) as string;
      const sending = event.startsWith('is ') ? `connects to ${host}` : `sends ${event.split(' ')[0]} to ${host}`;
      const sent = events.find((one) => one.host === sender && one.event === sending);
      expect(clock[sender], event).toBe(sent?.clock[sender]);
    }
    expect(arrivals.map(({ clock }) => clock['network'])).toEqual([undefined, undefined, 1, 2]);
  });

  test('has no event of the schedd after what the network never delivers', () => {
    const sent = events.find(({ event }) => event === 'sends claim id to schedd');
    const schedd = events.filter(({ host }) => host === 'schedd');
    expect(schedd.length).toBeGreaterThan(10);
    for (const { clock } of schedd) expect(clock['startd'] ?? 0).toBeLessThan(sent?.clock['startd'] as number);
  });

  test('shows that the claim is removed because of what the schedd has done, and not concurrently with it', () => {
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

test('a log for ShiViz is read as a whole, whatever is in the names and the messages', () => {
  const names = [
    'to server',
    'a {b} "c"',
    'two\nlines',
    'x\u2028y',
    ' ',
    '温度計',
    '\\',
    '{',
    'tab\tbed',
    'constructor',
  ];
  for (const name of names) {
    const [other, carrier] = [`${name}'s friend`, `${name} way`];
    const composition = compose(
      {
        name,
        machine: machine({ on: { GO: { actions: send(carrier, { type: 'SAY', text: name }) } } }),
        environment: [{ event: { type: 'GO', text: `${name}\r\n{"a":1}` } }],
      },
      channel({ name: carrier, to: other }),
      { name: other, machine: machine({ on: { '*': {} } }) },
    );
    const text = shiviz({ composition, trace: traceOf(composition, composition.choices.slice(0, 2)), carriers: [] });
    const read = parsed(text);
    expect(text.split('\n')).toHaveLength(2 * read.length + 3);
    const hosts = [name, carrier, other].map((one) => one.replaceAll(/[\n\u2028]/g, ' '));
    expect(new Set(read.map(({ host }) => host))).toEqual(new Set(hosts));
    for (const { clock, host } of read) expect(clock[host]).toBeGreaterThan(0);
    expect(read.at(-1)?.clock).toEqual(Object.fromEntries(hosts.map((host, i) => [host, [2, 3, 1][i]])));
  }
});
