import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import study from '../../claimcheck.config.ts';
import { replayLive } from '../../src/checker/replay/live-actors.ts';
import { type Trace, traceOf } from '../../src/checker/replay/trace.ts';
import { verify } from '../../src/checker/verify.ts';
import { MODELS, modelOf } from '../../src/testing/models.ts';
import { logLines } from '../../src/traces/story/lines.ts';
import { traceFile } from '../../src/traces/formats/trace-json.ts';
import { readTraceFile } from '../../src/traces/formats/trace-reader.ts';

/** The runs on file are of version 1, in which the choices are fields next to the others. */
interface FiledTrace {
  readonly format: string;
  readonly fixes: string;
  readonly path: string;
  readonly property: string;
  readonly steps: readonly unknown[];
}

const filed = (name: string): FiledTrace =>
  JSON.parse(readFileSync(new URL(`../counterexamples/${name}`, import.meta.url), 'utf8')) as FiledTrace;

const UNSAFE = ['0000', '0010', '1000'];
const PROPERTIES = ['S1', 'S2', 'S3', 'S5'];

/** The shortest counterexample, found again in the small system: two connections have none that is shorter. */
function shortest(fixes: string, id: string) {
  const model = modelOf('keep-alive', { fixes, path: 'auth', connections: 1 });
  const wanted = model.properties.filter((property) => property.id === id);
  const [finding] = verify(model.composition, wanted).findings;
  return { model, trace: traceOf(model.composition, finding?.run ?? []) };
}

const deliveries = (trace: Trace) =>
  trace.flatMap(({ component, choice }) =>
    component === 'first.toSchedd' && choice.event.type === 'DELIVER'
      ? [`${choice.event['packet']} ${choice.event['upTo']}`]
      : [],
  );

/** The excerpt's lines: date and pid gone, addresses blank, the job's name and the times of handlers left out. */
const messagesOf = (daemon: 'startd' | 'schedd') => {
  const ticket = readFileSync(new URL('../ticket-2563.txt', import.meta.url), 'utf8');
  const lines = ticket.split('\n').filter((line) => /^\d\d\/\d\d\/\d\d /.test(line));
  return lines
    .filter((line) => line.includes('(pid:') === (daemon === 'schedd'))
    .map((line) => line.replace(/^\S+ \S+ (\(pid:\d+\) )?/, ''))
    .map((line) => line.replace(/<128[^>]*$/, '<>').replace(/ \(handler: .*\)$/, ''));
};

describe("the ticket's own case", () => {
  const { model, trace } = shortest('0000', 'S1');
  const written = logLines(model.composition, trace);

  test.each(['startd', 'schedd'] as const)(
    "writes the %s's lines of the ticket, word for word and in order",
    (daemon) => {
      const texts = written.filter(({ process }) => process === daemon).map(({ text }) => text);
      const wanted = messagesOf(daemon);
      expect(wanted.length).toBe(daemon === 'startd' ? 3 : 6);
      expect(texts.slice(-wanted.length)).toEqual(wanted);
    },
  );

  test('has one fault, a time-out, and whole packets otherwise', () => {
    expect(trace.flatMap(({ choice }) => choice.fault ?? [])).toEqual(['timeout']);
    expect(deliveries(trace)).toEqual(['1 the whole packet']);
  });
});

describe('with 27896 alone', () => {
  test('S1 needs a byte: part of the header arrives', () => {
    expect(deliveries(shortest('0010', 'S1').trace)).toEqual(['2 part of the header']);
  });

  test.each(['S2', 'S3'])('%s needs none: a FIN or an RST ends the payload wait', (id) => {
    const { trace } = shortest('0010', id);
    expect(deliveries(trace)).toEqual(['1 the whole packet']);
    expect(trace.flatMap(({ choice }) => choice.fault ?? [])).toEqual(['rst']);
  });
});

describe('the counterexamples on file', () => {
  const files = readdirSync(new URL('../counterexamples', import.meta.url));

  test('are one for each violated property and unsafe subset', () => {
    expect(files.toSorted()).toEqual(PROPERTIES.flatMap((id) => UNSAFE.map((fixes) => `${id}-${fixes}.json`)));
  });

  test.each(files)('%s happens just so, in the tables and among live actors', (name) => {
    const file = filed(name);
    const { row, find } = readTraceFile(study, name, file);
    const { composition } = MODELS.model(row);
    const trace = traceOf(composition, find(composition));
    const { choices, ...written } = traceFile(composition, trace, row, file.property);
    const { fixes, path, ...others } = file;
    expect(written).toEqual({ ...others, version: 2 });
    expect(choices).toMatchObject({ fixes, path });
    expect(replayLive(composition, trace)).toBeNull();
  });

  test.each(files)('%s is as short as the shortest of the small system', (name) => {
    const { fixes, property, steps } = filed(name);
    expect(shortest(fixes, property).trace.length).toBe(steps.length);
  });
});
