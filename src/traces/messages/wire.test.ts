import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fixesFromBits } from '../../../machines/vocabulary.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { randomRun } from '../../checker/random/random-run.ts';
import { keepAliveModel, type Model, peerModel, replyModel } from '../../htcondor/models.ts';
import { readTraceFile } from '../formats/trace-reader.ts';
import { type WireEvent, wireEvents } from './wire.ts';

/** What a counterexample's network carries: each event with the number of its step. */
function wireOf(name: string): string[] {
  const json = JSON.parse(
    readFileSync(new URL(`../../../properties/counterexamples/${name}.json`, import.meta.url), 'utf8'),
  );
  const { find } = readTraceFile(name, json);
  const { composition } = keepAliveModel({ fixes: fixesFromBits(json.fixes), path: json.path });
  const texts = new Map<string, string>();
  return wireEvents(composition, traceOf(composition, find(composition))).flatMap((events, i) =>
    events.flatMap((event) => {
      if (event.kind === 'send') texts.set(event.id, event.text);
      return event.kind === 'print' ? [] : [`${i + 1} ${said(event, texts)}`];
    }),
  );
}

function said(event: Exclude<WireEvent, { kind: 'print' }>, texts: ReadonlyMap<string, string>): string {
  switch (event.kind) {
    case 'call':
      return `${event.from} calls ${event.to}: ${event.text}`;
    case 'send':
      return `${event.from} sends ${event.text}`;
    case 'arrival':
      return `${texts.get(event.id)} reaches the ${event.to}${event.part ? ` up to ${event.part}` : ''}`;
    case 'end':
      return `${texts.get(event.id)} is ${event.why}`;
    case 'reset':
      return `${event.to} is reset`;
  }
}

describe('what the network carries', () => {
  test('in the ticket: the claim id comes too late', () => {
    expect(wireOf('S1-0000')).toEqual([
      '1 schedd calls startd: REQUEST_CLAIM',
      '3 startd calls schedd: connect',
      '4 startd sends ALIVE',
      '4 startd sends claim id',
      '5 ALIVE reaches the schedd',
      '7 schedd sends -1',
      '7 claim id is too late',
      '8 -1 reaches the startd',
    ]);
  });

  test('with 27896 alone: part of a header is enough', () => {
    expect(wireOf('S1-0010').slice(4, 6)).toEqual([
      '5 ALIVE reaches the schedd',
      '5 claim id reaches the schedd up to part of the header',
    ]);
  });

  test('where it resets the connection: what is under way is lost', () => {
    expect(wireOf('S2-0010').slice(5)).toEqual(['6 claim id is lost', '6 schedd is reset']);
  });

  const fixes = fixesFromBits('0000');
  test.each([
    ['the keep-alive', keepAliveModel({ fixes, path: 'auth' })],
    ['a peer', peerModel({ fixes, revision: 'head', path: 'auth' })],
    ['a reply', replyModel({ revision: 'head', path: 'raw' })],
  ] as [string, Model][])(
    'in any run of %s is sent before it arrives, and once it has arrived or is lost, that is its end',
    (_, { composition }) => {
      const seen = { arrival: 0, end: 0, part: 0 };
      for (let seed = 0; seed < 150; seed++) {
        const sent = new Set<string>();
        for (const event of wireEvents(
          composition,
          traceOf(composition, randomRun(composition, { seed, steps: 60, attempts: 3 })),
        ).flat()) {
          if (event.kind === 'send') sent.add(event.id);
          if (event.kind !== 'arrival' && event.kind !== 'end') continue;
          expect(sent.has(event.id), `seed ${seed}: ${event.id}`).toBe(true);
          const isPart = event.kind === 'arrival' && event.part !== null;
          if (!isPart) sent.delete(event.id);
          seen[isPart ? 'part' : event.kind] += 1;
        }
      }
      expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
    },
  );
});
