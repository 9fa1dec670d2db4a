import { describe, expect, test } from 'vitest';
import { replySystem } from '../../machines/systems/reply.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { replayLive } from '../../src/checker/replay/live-actors.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { traceOf } from '../../src/checker/replay/trace.ts';
import { findingOn, verify } from '../../src/checker/verify.ts';
import { modelOf } from '../../src/testing/models.ts';
import { isDeep } from '../../src/testing/sampled.ts';
import { logLines } from '../../src/traces/story/lines.ts';
import { REPLIES } from './replies.ts';

const isTruncated = ({ event }: { event: object }) => JSON.stringify(event).includes('-1');

describe('the one exception at HEAD', () => {
  const { composition, properties } = modelOf('reply', { revision: 'head', path: 'auth' });
  const s6 = properties.find(({ id }) => id === 'S6');

  test('is an int whose low 32 bits are all ones, taken for -1; live actors do the same', () => {
    const trace = traceOf(composition, findingOn(composition, s6)?.run ?? []);
    expect(trace.flatMap(({ choice }) => choice.event['items'] ?? [])).toEqual([
      { kind: 'int', value: -1, badPad: true },
    ]);
    expect(trace.flatMap(({ choice }) => choice.fault ?? [])).toEqual([]);
    expect(replayLive(composition, trace)).toBeNull();
    const texts = logLines(composition, trace).map(({ text }) => text);
    expect(texts.slice(-2)).toEqual([
      'slot1: Received Alive response of -1 from schedd <> job 1.0',
      'slot1: State change: claim no longer recognized by the schedd - removing claim',
    ]);
  });

  test.runIf(isDeep)('is the only one: without that reply S6 holds', () => {
    const spec = replySystem({ revision: 'head', path: 'auth' });
    const components = spec.components.map((component) => ({
      ...component,
      environment: (component.environment ?? []).filter((choice) => !isTruncated(choice)),
    }));
    const without = new Composition({ ...spec, components }, new TableStore());
    expect(without.choices.length).toBe(composition.choices.length - 1);
    expect(
      verify(without, REPLIES)
        .findings.map(({ verdict }) => verdict)
        .slice(0, 2),
    ).toEqual(['holds', 'reached']);
  });
});
