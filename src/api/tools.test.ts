import { compose, type Finding, type SystemEntry, verify } from 'claimcheck';
import { machinePictures, runPicture } from 'claimcheck/pictures';
import { coverage, diff, explorerPage, loadStudy, promela } from 'claimcheck/study';
import { itf, mermaid, runOf, shiviz, sideBySide, story } from 'claimcheck/traces';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';

const study = await loadStudy(pathTo('examples/crossing/claimcheck.config.ts'));
const [system] = study.study.systems as [SystemEntry];
const { spec, properties } = system.search({});
const composition = compose(spec);
const [finding] = verify(composition, properties).findings as [Finding];
const run = runOf(composition, finding);

describe('the tools as functions', () => {
  test('tell and draw the run of a finding, and write it for other tools', async () => {
    if (!run) throw new Error('there is no run');
    expect(story(run).split('\n')).toEqual([
      '  1. north GO',
      '      north  red → green',
      '  2. east GO',
      '      east   red → green',
    ]);
    expect(sideBySide(run, ['north', 'east'], 60)).toContain('red → green');
    for (const wrong of [['nope'], ['north', 'nope'], [], ['north', 'east', 'north']]) {
      expect(() => sideBySide(run, wrong as never)).toThrow(
        `sideBySide: two of the processes north, east were expected, not ${JSON.stringify(wrong)}`,
      );
    }
    expect(mermaid(run)).toContain('sequenceDiagram');
    expect(shiviz(run)).toContain('north');
    expect(itf(run, 'two lights')).toMatchObject({ states: [{}, {}, {}] });
    expect(runPicture(run, { title: 'Two lights' })).toContain('<title');
    expect((await machinePictures(spec.components[0]?.machine as never)).get('light.svg')).toContain('green');
    expect(runOf(composition, { run: null })).toBeNull();
  });

  test('work on a study: coverage, a comparison with itself, the explorer page, a model for Spin', async () => {
    expect(coverage(study)).toEqual([
      { machine: 'light', transitions: 2, guards: 0, notTaken: [], neverTrue: [], neverFalse: [] },
    ]);
    expect(await diff(study, pathTo('examples/crossing'))).toEqual([{ system: 'crossing', variant: '', run: null }]);
    expect(await explorerPage(study)).toContain('<!doctype html>');
    const stated = [{ id: 'p', sentence: 'p', source: '', checks: [{ kind: 'never' as const, what: () => false }] }];
    expect(promela(composition, stated)).toContain('d_step');
  });
});
