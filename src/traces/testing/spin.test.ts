import { expect, test } from 'vitest';
import { stepsIn } from './spin.ts';

test("Spin's warning about the age of a file is no step, and not the end of the run", () => {
  const steps = 'claim ALIVE_TIMER\nclaim SELECT\n';
  const end = 'spin: model.pml:3510, Error: assertion violated\nspin: text of failed assertion: assert(holds_S1)\n';
  const warning = 'spin: warning, "model.pml" is newer than model.pml.trail\n';
  for (const printed of [steps + end, warning + steps + end])
    expect(stepsIn(printed)).toEqual(['claim ALIVE_TIMER', 'claim SELECT']);
  expect(() => stepsIn(steps)).toThrow('Spin does not say how the run ends');
});
