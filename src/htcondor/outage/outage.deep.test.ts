import { OUTAGES } from './outage.ts';
import { testBesideBounds } from '../../testing/beside-bounds.ts';

testBesideBounds(OUTAGES);
