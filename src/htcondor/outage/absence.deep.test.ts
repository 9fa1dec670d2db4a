import { ABSENCES, DISCONNECTED } from '../../../properties/outages/situations.ts';
import { testBesideBounds } from '../../testing/beside-bounds.ts';

testBesideBounds([...ABSENCES, DISCONNECTED]);
