import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';

/** Each of these draws all machines of HTCondor again: `npm test` does it once, and has two small machines for the rest. */

const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-'));

test("a run of HTCondor's from a file is drawn, and any component of its system", async () => {
  const out = join(scratch, 'replayed');
  const file = 'properties/counterexamples/S2-0010.json';
  const { code } = await claimcheck('draw', '--replay', file, '--component', 'matchRecord', '--out', out);
  expect(code).toBe(0);
  const names = readdirSync(out);
  expect(names).toContain('run-S2-0010.svg');
  expect(names).toContain('reached-matchRecord-0010-auth.svg');
});

test('it is said where HTCondor has no run to draw', async () => {
  const out = join(scratch, 'none');
  const { code, stderr } = await claimcheck('draw', '--fixes', 'all', '--path', 'raw', '--out', out);
  expect(code).toBe(0);
  expect(stderr.split('\n')).toContain('S1 holds with path raw, fixes all: there is no such run.');
  expect(readdirSync(out).filter((name) => name.startsWith('S1'))).toEqual([]);
});
