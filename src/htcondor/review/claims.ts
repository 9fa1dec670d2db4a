import { fixesFromBits, REVISIONS } from '../../../machines/vocabulary.ts';
import type { Property } from '../../checker/property/property.ts';
import { TableStore } from '../../checker/system/table.ts';
import { keepAliveModel, livenessModel, type Model, peerModel, rescheduleModel } from '../models.ts';
import { SYSTEMS } from '../systems.ts';
import type { ExpectedSearch } from '../../verify/expected.ts';
import { expectedVariants } from '../../verify/systems.ts';
import { recorded } from './facts.ts';

/** A system that is checked: models that show all it claims, and every search of it that is on record. */
export interface Claimant {
  readonly system: string;
  readonly models: () => readonly Model[];
  readonly records: readonly Pick<ExpectedSearch, 'verdicts'>[];
}

/** The smallest and the biggest subset of the fixes: between them every state that a fix brings or hides is reached. */
const BOTH = ['0000', '1111'].map((bits) => ({ fixes: fixesFromBits(bits), path: 'auth' }) as const);

/** Every system, the keep-alive's own first. One connection is enough to see what is claimed. */
export function claimants(): readonly Claimant[] {
  const network = recorded('network');
  return [
    { system: 'keep-alive', models: () => BOTH.map((one) => keepAliveModel(one, ['first'])), records: network },
    { system: 'reschedule', models: () => BOTH.map((one) => rescheduleModel(one)), records: network },
    {
      system: 'liveness',
      models: () => BOTH.map((one) => livenessModel(one)),
      records: network.flatMap(({ liveness = {} }) => Object.values(liveness)),
    },
    {
      system: 'peer',
      models: () => BOTH.map((one) => peerModel({ ...one, revision: '2011' }, new TableStore())),
      records: REVISIONS.flatMap((revision) => recorded('peer', revision)),
    },
    ...SYSTEMS.map(({ name, variants }) => ({
      system: name,
      models: () => unlike(variants.map(({ model }) => model())),
      records: expectedVariants(name),
    })),
  ];
}

const idsOf = ({ properties }: Model): string => properties.map(({ id }) => id).join();

/** One of those of which the same is claimed: the variants of a system may each have claims of their own. */
function unlike(models: readonly Model[]): Model[] {
  return models.filter((one, i) => models.findIndex((other) => idsOf(other) === idsOf(one)) === i);
}

const byId = (models: readonly Model[]): Property[] => [
  ...new Map(models.flatMap(({ properties }) => properties).map((one) => [one.id, one])).values(),
];

/** A property or witness of a system, and what is on record of it. */
export interface Claim {
  readonly system: string;
  readonly property: Property;
  /** As `holds`, or `violated 9`, one per search. */
  readonly verdicts: readonly string[];
}

export function claims(of: readonly Claimant[]): Claim[] {
  return of.flatMap(({ system, models, records }) =>
    byId(models()).map((property) => ({
      system,
      property,
      verdicts: records.flatMap(({ verdicts }) => verdicts[property.id] ?? []),
    })),
  );
}

/** How often which verdict is on record: `holds 26/32, violated 6/32`. */
export function tally(verdicts: readonly string[]): string {
  const words = verdicts.map((verdict) => verdict.split(' ')[0] ?? '');
  return [...new Set(words)]
    .map((word) => `${word} ${words.filter((one) => one === word).length}/${words.length}`)
    .join(', ');
}
