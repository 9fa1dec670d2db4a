import { describe, expect, test } from 'vitest';
import { explore } from '../../src/checker/search/explore.ts';
import { exploreNaively } from '../../src/checker/testing/naive.ts';
import { modelOf } from '../../src/testing/models.ts';
import { WITH_ALL_FIXES, withFixes } from '../systems/axes.ts';
import { sampled } from '../../src/testing/sampled.ts';

describe("the ticket's system, with one connection", () => {
  const rows = [
    [withFixes('27896'), 'raw'],
    [withFixes(), 'auth'],
    [withFixes('27896'), 'auth'],
    [WITH_ALL_FIXES, 'auth'],
  ] as const;

  test.each(sampled(rows, 4))('is explored as the naive explorer does it: subset %s, path %s', (fixes, path) => {
    const { composition, properties } = modelOf('keep-alive', { fixes, path, connections: 1 });
    const checks = properties.flatMap((property) => property.checks);
    const { bounded, states, transitions, depth, runs } = explore(composition, checks);
    expect(bounded).toBe(false);
    expect({ states, transitions, depth, runs }).toEqual(exploreNaively(composition, checks));
  });
});
