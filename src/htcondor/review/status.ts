import * as v from 'valibot';
import { readJson } from '../../files/input.ts';
import { fileAt } from '../../files/root.ts';
import { fields, records, text } from '../../files/schema.ts';
import { COMMITS } from '../../../properties/review/check-ins.ts';
import { type Chapter, table } from './content.ts';

const orNull = (expected: string) => v.nullable(text(expected));

const STATUS = fields({
  base: fields({ commit: text('the commit that is checked'), what: text('what the commit is') }),
  head: text('what HEAD is'),
  repository: orNull('the address that files of the repository have, or null'),
  reviewers: records(
    fields({
      reviews: text('what is reviewed'),
      name: orNull('the name of the reviewer, or null'),
      signed: orNull('the day of the sign-off, or null'),
    }),
  ),
});

const PACKAGE = fields({ version: text() });

/** What people fill in by hand: who reviews, and who has signed. */
const statusOnRecord = () => readJson(fileAt('properties/review/status.json'), STATUS);

/** The address under which the repository's files can be read; null while there is none. */
export const repository = (): string | null => statusOnRecord().repository;

const toolVersion = (): string => readJson(fileAt('package.json'), PACKAGE).version;

/** Which code was checked, with what, and who has signed. */
export function status(): Chapter {
  const { base, head, reviewers } = statusOnRecord();
  const signed = reviewers.filter((one) => one.signed !== null);
  return {
    title: 'Status and sign-off',
    blocks: [
      table(
        ['item', 'state'],
        [
          ['Checked code', `[${base.commit.slice(0, 10)}](${COMMITS}${base.commit}), ${base.what}`],
          ['Also checked', head],
          ['Tool', `claimcheck ${toolVersion()}`],
          ['Sign-off', `${signed.length} of ${reviewers.length}`],
          ...reviewers.map(({ reviews, name, signed: day }) => [
            `${day === null ? '☐' : '☑'} ${reviews}`,
            `${name ?? 'no reviewer yet'}${day === null ? '' : `, signed ${day}`}`,
          ]),
        ],
      ),
    ],
  };
}
