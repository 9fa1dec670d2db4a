import { describe, expect, test } from 'vitest';
import { buildOf, changed, modelOf, parametersOf, readBuild, type Scene, SYSTEMS, TICKET } from './scene.ts';
import { choiceOf, tokenOf } from './token.ts';

/** A scene of every system on each of its paths. */
const SCENES = SYSTEMS.flatMap((system) => parametersOf(system).paths.map((path) => ({ ...TICKET, system, path })));

describe.each(SCENES)('$system on the path $path', (scene) => {
  const { composition } = modelOf(scene);

  test('has a word of its own for every choice, which can stand in a link', () => {
    const tokens = composition.choices.map((choice) => tokenOf(composition, choice));
    expect(new Set(tokens).size).toBe(composition.choices.length);
    for (const token of tokens) expect(token).toMatch(/^[\w.-]+$/);
    expect(tokens.map((token) => choiceOf(composition, token))).toEqual(composition.choices);
  });

  test('says how it was built, and reads it back', () => {
    expect(readBuild(scene.system, buildOf(scene))).toEqual({ fixes: '0000', revision: '2011' });
  });
});

describe('a scene', () => {
  test('keeps its path where the other system has it, and takes the first one where not', () => {
    const peer: Scene = changed(TICKET, { system: 'peer', path: 'raw-2msg' });
    expect(changed(TICKET, { system: 'reschedule' }).path).toBe('auth');
    expect(changed(peer, { system: 'reply' }).path).toBe('2011-auth');
  });

  test.each([
    ['keep-alive', '0110', { fixes: '0110', revision: '2011' }],
    ['peer', '0110-head-no3393', { fixes: '0110', revision: 'head-no3393' }],
    ['reply', '', { fixes: '0000', revision: '2011' }],
    ['keep-alive', '0110-head', null],
    ['peer', '0110', null],
    ['reply', 'head', null],
    ['keep-alive', '0112', null],
  ] as const)('of %s is built as %j: %j', (system, text, build) => {
    expect(readBuild(system, text)).toEqual(build);
  });
});
