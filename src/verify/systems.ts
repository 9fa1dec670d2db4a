import type { CheckedSystem } from '../htcondor/systems.ts';
import { type ExpectedSearch, expectedFileCalled, expectedSearch, readIfThere, searchDifferences } from './expected.ts';
import type { VariantRow } from './row.ts';
import type { VariantResult } from './variant.ts';

/** What is expected of one variant of a registered system: a line of properties/expected/systems/*.json. */
export interface ExpectedVariant extends ExpectedSearch {
  readonly variant: string;
}

/** Where a system's expectations are kept. */
export const systemFile = (system: string): URL => expectedFileCalled(`systems/${system}`);

/** The expectations for a system; none if nothing is on record. */
export function expectedVariants(system: string): readonly ExpectedVariant[] {
  return (readIfThere(systemFile(system)) ?? []) as ExpectedVariant[];
}

/** A result in the form in which expectations are kept. */
export const toExpectedVariant = (result: VariantResult): ExpectedVariant => ({
  variant: result.variant,
  ...expectedSearch(result),
});

export const rowsOf = ({ name, variants }: CheckedSystem): VariantRow[] =>
  variants.map(({ id }) => ({ system: name, variant: id }));

/** Every difference between what was found and what is expected, a sentence each; that nothing is expected is one. */
export function variantDifferences(results: readonly VariantResult[]): string[] {
  return results.flatMap((result) => {
    const where = `${result.system} ${result.variant}`;
    const expected = expectedVariants(result.system).find(({ variant }) => variant === result.variant);
    if (!expected) return [`${where}: nothing is expected of this variant`];
    const { variant: _variant, ...wanted } = expected;
    return searchDifferences(where, result, wanted);
  });
}
