import { describe, expect, test } from 'vitest';
import study from '../../../../claimcheck.config.ts';
import type { Finding } from '../findings.ts';
import { Scenes } from '../scene.ts';
import { labelOf, situationOf } from './situation.ts';
import { leadingOf, nameOf, verdictText, violationOf } from './verdict.ts';

const scenes = new Scenes(study);
const situation = (change: Parameters<Scenes['changed']>[1]) =>
  situationOf(scenes, scenes.changed(scenes.first, change)).map(({ label, text }) => `${label}: ${text}`);

describe('the situation is said in the words of the axes', () => {
  test('and is followed', () => {
    expect(situation({})).toEqual([
      'Fixes: none of the 4',
      'Path: with a security session, as in the ticket',
      'Faults: a read times out, a connection is closed, a connection is reset',
    ]);
    expect(situation({ choices: { fixes: '0001', path: 'raw', connections: 1 }, faults: [] })).toEqual([
      'Fixes: 27897 (the handler checks the result of get_secret())',
      'Path: without negotiation',
      'Connections: 1',
      'Faults: none',
    ]);
    expect(situation({ choices: { fixes: '1010' } })[0]).toBe('Fixes: 27894 and 27896');
    expect(situation({ choices: { fixes: '1111' } })[0]).toBe('Fixes: all 4');
  });

  test('of a variant that has a name, by its sentence', () => {
    expect(situation({ system: 'outage' })[0]).toMatch(/^Variant: .* the outage lasts \d+ s at the most$/);
  });

  test('with the names of axes as people write them', () => {
    expect(labelOf('waitingTime')).toBe('Waiting time');
  });
});

const finding = (verdict: Finding['verdict'], run: number, cycle: number | null = null): Finding => ({
  id: 'S1',
  verdict,
  run: Array.from({ length: run }, () => 0),
  cycle,
});

describe('a verdict is a sentence', () => {
  const { properties } = scenes.model(scenes.first);
  const [S1] = properties;
  const plain = { id: 'P', sentence: 'It never rains', source: '', checks: [] };

  test('that says what is so', () => {
    if (!S1) throw new Error('there is no S1');
    expect(verdictText(S1, finding('violated', 9))).toBe('A valid claim can be removed, in 9 steps');
    expect(verdictText(S1, finding('holds', 0))).toBe('No valid claim is removed: true in every reachable state');
    expect(verdictText(S1, undefined)).toBe('No valid claim is removed');
  });

  test('also of a property without a name, and of a run that never ends', () => {
    expect([nameOf(plain), violationOf(plain)]).toEqual(['It never rains', 'violated: It never rains']);
    expect(verdictText(plain, finding('violated', 1))).toBe('It never rains: violated in 1 step');
    expect(verdictText(plain, finding('violated', 5, 3))).toBe(
      'It never rains: violated in 2 steps, then 3 again and again',
    );
  });

  test("of the story's property, or else of the first that is violated, or the first", () => {
    const findings = properties.map(({ id }) => ({ ...finding(id === 'S3' ? 'violated' : 'holds', 7), id }));
    expect(leadingOf(properties, findings, 'S5')?.id).toBe('S5');
    expect(leadingOf(properties, findings)?.id).toBe('S3');
    expect(leadingOf(properties, [])?.id).toBe('S1');
    expect(leadingOf([], [])).toBeNull();
  });
});
