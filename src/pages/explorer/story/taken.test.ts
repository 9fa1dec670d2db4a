import { expect, test } from 'vitest';
import study from '../../../../claimcheck.config.ts';
import { traceOf } from '../../../checker/replay/trace.ts';
import { ROOT } from '../../../files/root.ts';
import { readText } from '../../../files/input.ts';
import { verify } from '../../../checker/verify.ts';
import { modelOf } from '../../../testing/models.ts';
import { placesOf } from '../file/places.ts';
import { placeOf } from './taken.ts';
import { changesOf } from './changes.ts';

const { composition, properties } = modelOf('keep-alive');
const run = verify(composition, properties.slice(0, 1), { stopWhenHit: true }).findings[0]?.run ?? [];
const trace = traceOf(composition, run);
const places = placesOf({ study, root: ROOT, config: null });

/** The source from a place on. */
const sourceAt = (place: string) => {
  const [file = '', line] = place.split(':');
  return readText(new URL(file, ROOT))
    .split('\n')
    .slice(Number(line) - 1, Number(line) + 11)
    .join('\n');
};

test('every transition of the run has a place, at which it is written', () => {
  const found = trace.flatMap(({ occurrences }) =>
    occurrences.flatMap((occurrence) => {
      const { spec, table } = composition.components[
        composition.indexOf(occurrence.component)
      ] as (typeof composition.components)[number];
      const said = table.describe(occurrence.from, occurrence.event);
      return [{ machine: spec.machine.id, place: placeOf(composition, places, occurrence), said }];
    }),
  );
  expect(found.filter(({ place }) => place === null)).toEqual([]);
  const described = found.filter(({ said }) => said !== '' && !said.includes("'"));
  expect(described.length).toBeGreaterThan(30);
  expect(described.filter(({ place, said }) => !sourceAt(place ?? '').includes(said))).toEqual([]);
});

test('the handler that ignores the result of get_secret() is found in its machine', () => {
  const [occurrence] = trace[6]?.occurrences.filter(({ event }) => event.type === 'GET_FAILED') ?? [];
  if (!occurrence) throw new Error('nothing has failed');
  const place = placeOf(composition, places, occurrence) ?? '';
  expect(place).toMatch(/^machines\/schedd\/receive-startd-alive\.ts:\d+$/);
  expect(sourceAt(place)).toContain("get_secret()'s result is ignored");
});

test('a study whose sources are not there has no places', () => {
  expect(placesOf({ study: { ...study, machines: 'nowhere/' }, root: ROOT, config: null })).toEqual({});
});

test('what changes is told region by region', () => {
  const claim = composition.indexOf('claim');
  const [before, after] = [trace[7]?.states[claim], trace[8]?.states[claim]];
  if (!before || !after) throw new Error('the run is too short');
  expect(changesOf(before, after)).toEqual([
    'keepAlive: awaitingReply → waiting.aThirdOfTheLease',
    'lifecycle: claimed.idle → disowned',
    'lease: running → off',
    'sock = null',
  ]);
});
