import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installed } from '../testing/package.ts';
import { followTutorial, shell, tutorialSteps } from '../testing/tutorial.ts';

test('the tutorial works word for word in the packed package, which npm would have installed, and its files compile', () => {
  expect(tutorialSteps()).toHaveLength(12);
  const { folder } = installed();
  const program = `node ${JSON.stringify(join(folder, 'node_modules/claimcheck/dist/src/cli/main.js'))}`;
  const vitest = `node ${JSON.stringify(join(folder, 'node_modules/vitest/vitest.mjs'))}`;
  const as = (command: string) =>
    command.startsWith('npm install')
      ? 'true'
      : command.replace('npx claimcheck', program).replace('npx vitest', vitest);
  expect(followTutorial(folder, as)).toEqual([]);
  const { code, said } = shell(folder, as('npx vitest run'));
  expect([code, said]).toEqual([0, expect.stringContaining('1 passed')]);
  const options =
    '--noEmit --strict --module nodenext --allowImportingTsExtensions --target es2023 --skipLibCheck --types node';
  const types = shell(
    folder,
    `node node_modules/typescript/bin/tsc ${options} --preserveSymlinks claimcheck.config.ts payment.test.ts`,
  );
  expect(types).toEqual({ code: 0, said: '' });
});
