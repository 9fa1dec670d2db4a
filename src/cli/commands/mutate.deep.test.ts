import { expect, test } from 'vitest';
import { claimcheck } from '../../testing/claimcheck.ts';
import { OWN_MUTATION_RECORDS } from '../../testing/models.ts';

test('mutate says of each mutant of a machine what told it first, and by which property', async () => {
  const { code, stdout } = await claimcheck('mutate', 'reschedule-negotiator', '--json');
  expect(code).toBe(0);
  const { matrix, mutants } = JSON.parse(stdout);
  expect(matrix.rescheduleNegotiator.mutants).toBe(mutants.length);
  expect(matrix).toEqual({ rescheduleNegotiator: OWN_MUTATION_RECORDS.matrix()['rescheduleNegotiator'] });
  const mutant = (id: string) => mutants.find((one: { id: string }) => one.id === `rescheduleNegotiator/${id}`);
  expect(mutant('idle/CALL[0] drop-action 0')).toMatchObject({ evidence: 'verdict', by: ['reschedule-served'] });
  expect(mutant('endingMessage/EOM[0] negate-guard')).toMatchObject({
    fate: 'killed',
    evidence: 'run',
    by: ['reschedule-served'],
  });
});

test('mutate tells the file and the line of what survives', async () => {
  const { stdout } = await claimcheck('mutate', 'receive-startd-alive', '--json');
  for (const { file, line, description } of JSON.parse(stdout).survivors) {
    expect(file, description).toBe('machines/schedd/receive-startd-alive.ts');
    expect(line).toBeGreaterThan(1);
  }
});

test('coverage is as explained', async () => {
  const { code, stdout } = await claimcheck('coverage', '--json');
  expect(JSON.parse(stdout).differences).toEqual([]);
  expect(code).toBe(0);
});
