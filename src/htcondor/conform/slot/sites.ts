import * as v from 'valibot';
import { readJson } from '../../../files/input.ts';
import { pathTo } from '../../../files/root.ts';
import { fields, text } from '../../../files/schema.ts';

const SITE = fields({
  at: text(),
  what: text(),
  reason: v.nullable(text()),
  by: v.optional(v.array(text())),
  why: v.optional(text()),
});

const SCHEMA = fields({
  commit: text(),
  counts: v.record(v.string(), fields({ calls: v.number(), branches: v.number() })),
  sites: v.array(SITE),
  remarks: v.array(fields({ at: text(), line: text(), to: v.nullable(text()) })),
});

/** Every place of HTCondor's source at which a slot changes, with the machine's events; and what else is logged about changes. */
export const slotSites = () => readJson(pathTo('properties/slot-sites.json'), SCHEMA);
