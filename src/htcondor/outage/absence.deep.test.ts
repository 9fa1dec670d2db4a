import { ABSENCES, DISCONNECTED } from './outage.ts';
import { testBesideBounds } from '../../testing/beside-bounds.ts';

testBesideBounds([...ABSENCES, DISCONNECTED]);
