import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fileAt } from '../files/root.ts';
import { MACHINES, OWN_MUTATION_RECORDS } from '../testing/models.ts';
import { killedOf, killRate, rateOfClaims, total } from './matrix.ts';
import { mutantsOf } from './mutants.ts';

describe('the kill matrix on record', () => {
  const matrix = OWN_MUTATION_RECORDS.matrix();

  test('is of the machines as they are', () => {
    const machines = [...MACHINES.values()];
    expect(machines.length).toBeGreaterThan(20);
    const sizes = new Map(machines.map((machine) => [machine.id, mutantsOf(machine).length]));
    expect(Object.entries(matrix).map(([id, { mutants }]) => [id, mutants])).toEqual([...sizes]);
  });

  test('says of every mutant what became of it', () => {
    for (const tally of Object.values(matrix)) {
      expect(killedOf(tally) + tally.equivalent + tally.survive).toBe(tally.mutants);
      expect(tally.survivors).toHaveLength(tally.survive);
    }
  });

  test('kills 95 of a hundred that differ from their originals, and every survivor has its reason', () => {
    expect(killRate(total(matrix))).toBeGreaterThanOrEqual(95);
    const known = OWN_MUTATION_RECORDS.reasons() ?? new Map();
    expect(Object.values(matrix).flatMap(({ survivors }) => survivors.filter((id) => !known.has(id)))).toEqual([]);
  });

  test('is what README.md and docs/evidence.md say of it', () => {
    const all = total(matrix);
    const said = readFileSync(fileAt('docs/evidence.md'), 'utf8').replaceAll('\n', ' ');
    expect(said).toContain(`Of ${all.mutants.toLocaleString('en')} mutants ${all.equivalent} do the same`);
    expect(said).toContain(`${killRate(all).toFixed(1)} % are killed. For ${rateOfClaims(all).toFixed(1)} % more than`);
    expect(said).toContain(`The ${all.survive} that survive`);
    const different = (all.mutants - all.equivalent).toLocaleString('en');
    expect(readFileSync(fileAt('README.md'), 'utf8')).toContain(
      `${killRate(all).toFixed(1)} % of ${different} deliberate changes to the machines are noticed`,
    );
  });
});
