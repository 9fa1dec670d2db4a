import { readFileSync } from 'node:fs';
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv';
import draft04 from 'ajv/lib/refs/json-schema-draft-04.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { modelOf } from '../../testing/models.ts';
import { Sources } from '../source/locate.ts';
import { sarif } from './sarif.ts';

interface Step {
  readonly location: {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number; readonly startColumn: number };
    };
    readonly message: { readonly text: string };
  };
}

describe('a counterexample as SARIF', () => {
  const { composition, properties } = modelOf('keep-alive', { connections: 1 });
  const [finding] = verify(
    composition,
    properties.filter(({ id }) => id === 'S1'),
  ).findings;
  if (!finding?.run) throw new Error('S1 is violated in 0000');
  const trace = traceOf(composition, finding.run);
  const violation = { property: finding.property, variant: 'fixes 0000', composition, trace };
  const log = JSON.parse(JSON.stringify(sarif(violation, new Sources())));
  const steps: Step[] = log.runs[0].results[0].codeFlows[0].threadFlows[0].locations;

  test("is what OASIS's schema says, which would refuse a line that is none", () => {
    const ajv = new Ajv({ schemaId: 'auto', meta: false });
    ajv.addMetaSchema(draft04);
    const validate = ajv.compile(schema);
    expect([validate(log), validate.errors]).toEqual([true, null]);
    expect(validate(JSON.parse(JSON.stringify(log).replace(/"startLine":\d+/, '"startLine":0')))).toBe(false);
  });

  test('names the claim, with its sentence and source', () => {
    const { id, sentence, source } = finding.property;
    const [rule] = log.runs[0].tool.driver.rules;
    expect(rule).toMatchObject({ id, shortDescription: { text: sentence } });
    expect(rule.fullDescription.text).toContain(source);
  });

  test('has every transition of the run, in order, and each points to where its event is written', () => {
    expect(steps.length).toBeGreaterThanOrEqual(trace.flatMap(({ occurrences }) => occurrences).length);
    for (const { location } of steps) {
      const { artifactLocation, region } = location.physicalLocation;
      const lines = readFileSync(new URL(`../../../${artifactLocation.uri}`, import.meta.url), 'utf8').split('\n');
      const event = /takes (\w+)/.exec(location.message.text)?.[1] as string;
      const before = lines
        .slice(0, region.startLine - 1)
        .concat(lines[region.startLine - 1]?.slice(0, region.startColumn - 1) ?? '');
      const written = before.join('\n').lastIndexOf(`${event}: `);
      expect(written, location.message.text).toBeGreaterThan(-1);
      expect(lines[region.startLine - 1]?.slice(region.startColumn - 1)).toMatch(/^[{']/);
    }
  });

  test('stands where the claim is removed', () => {
    const [{ locations, level }] = log.runs[0].results;
    const at = locations[0].physicalLocation;
    const removes = steps.find(({ location }) =>
      location.message.text.includes('claim no longer recognized by the schedd'),
    );
    expect([at.artifactLocation.uri, level]).toEqual(['machines/startd/claim.ts', 'error']);
    expect(at).toEqual(removes?.location.physicalLocation);
  });
});
