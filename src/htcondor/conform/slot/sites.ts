import * as v from 'valibot';
import { readJson } from '../../../files/input.ts';
import { pathTo } from '../../../files/root.ts';
import { byKey, fields, integer, text } from '../../../files/schema.ts';

const SITE = fields({
  at: text(),
  what: text(),
  reason: v.nullable(text()),
  by: v.optional(v.array(text(), 'a list of texts')),
  why: v.optional(text()),
});

const SCHEMA = fields({
  commit: text(),
  counts: byKey(text(), fields({ calls: integer(), branches: integer() }), 'an object of counts'),
  sites: v.array(SITE, 'a list of sites'),
  remarks: v.array(fields({ at: text(), line: text(), to: v.nullable(text()) }), 'a list of remarks'),
});

/** Every place of HTCondor's source at which a slot changes, with the machine's events; and what else is logged about changes. */
export const slotSites = () => readJson(pathTo('properties/slot-sites.json'), SCHEMA);
