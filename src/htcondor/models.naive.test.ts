import { describe, expect, it } from 'vitest';
import { fixesFromBits, type Path } from '../../machines/vocabulary.ts';
import { explore } from '../checker/search/explore.ts';
import { exploreNaively } from '../checker/testing/naive.ts';
import { keepAliveModel } from './models.ts';

describe("the ticket's system, with one connection", () => {
  it.each<[string, Path]>([
    ['0000', 'auth'],
    ['0010', 'auth'],
    ['0010', 'raw'],
    ['1111', 'auth'],
  ])('is explored as the naive explorer does it: subset %s, path %s', { timeout: 30_000 }, (bits, path) => {
    const { composition, properties } = keepAliveModel({ fixes: fixesFromBits(bits), path }, ['first']);
    const checks = properties.flatMap((property) => property.checks);
    const { bounded, states, transitions, depth, runs } = explore(composition, checks);
    expect(bounded).toBe(false);
    expect({ states, transitions, depth, runs }).toEqual(exploreNaively(composition, checks));
  });
});
