import { FIX_IDS, type FixId, FIXES } from '../../../../machines/vocabulary.ts';
import { CHECK_INS, COMMITS } from '../../../../properties/review/check-ins.ts';
import {
  CLAIM,
  HARM,
  HISTORY,
  PICTURE,
  QUESTION,
  SCOPE,
  STORY,
  TERMS,
} from '../../../../properties/review/decision.ts';
import { type Block, type Cell, type Chapter, paragraph, steps, table } from '../content.ts';
import { checkIns, minimal, others, safeByUdp, type Safety, safeties } from '../lattice.ts';

interface Answer {
  readonly network: Safety;
  readonly peer: Safety;
  /** Safe in every environment. */
  readonly everywhere: readonly string[];
}

function answer(): Answer {
  const { network, peer } = safeties();
  return { network, peer, everywhere: network.safe.filter((bits) => peer.safe.includes(bits)) };
}

const ENOUGH = (bits: string) => (checkIns(bits).length === 1 ? 'alone is enough' : 'are enough only together');

/** A subset with what its fixes change. */
const inWords = (bits: string): string =>
  checkIns(bits)
    .map((id) => `${id} (${FIXES[id]})`)
    .join(' and ');

/** All that a reader needs to decide, on the first screen: what to take, what each fix changes, and why the claim is lost without. */
export function recommendation(): Chapter {
  const found = answer();
  const order = ['**take**', 'optional', 'do not take'];
  const rank = (id: FixId) => order.indexOf(textOf(verdict(id, found)));
  return {
    title: 'The recommendation',
    blocks: [
      paragraph(
        `Take ${minimal(found.everywhere).map(inWords).join(', or ')}. It is the smallest change that is safe in every environment explored.`,
      ),
      table(
        ['fix', 'what it changes', 'enough alone?', 'verdict'],
        FIX_IDS.toSorted((one, other) => rank(one) - rank(other)).map((id) => [
          id,
          FIXES[id],
          enough(id, found),
          verdict(id, found),
        ]),
      ),
      paragraph(`**Why a valid claim is lost without a fix.** ${TERMS}`),
      steps(...STORY),
    ],
  };
}

/** Which subsets are enough against whom, and for which scope. */
export function stated(): Chapter {
  const { network, everywhere } = answer();
  const answers = minimal(network.safe)
    .toSorted(
      (a, b) =>
        Number(everywhere.includes(b)) - Number(everywhere.includes(a)) || checkIns(a).length - checkIns(b).length,
    )
    .map((bits) => ({
      tone: everywhere.includes(bits) ? ('good' as const) : ('warn' as const),
      text: `**${checkIns(bits).join(' and ')}** ${ENOUGH(bits)}${everywhere.includes(bits) ? ', against the network and against any peer' : ' against the network, but not against a misbehaving peer'}.`,
    }));
  const unsafe = others(network.safe)
    .map(checkIns)
    .toSorted((a, b) => a.length - b.length || a.join().localeCompare(b.join(), 'en'))
    .map((ids) => (ids.length === 0 ? 'no fix' : `${ids.join(' and ')}${ids.length === 1 ? ' alone' : ''}`))
    .join(', ');
  return {
    title: 'What is stated, and its scope',
    blocks: [
      paragraph(`**Asked:** ${QUESTION}`),
      {
        kind: 'statements',
        items: [...answers, { tone: 'bad', text: `Not enough: ${unsafe}. ${HARM}` }],
      },
      byUdp(),
      paragraph(`**Stated:** ${CLAIM} **Scope:** ${SCOPE}`),
    ],
  };
}

/** What an ALIVE by UDP changes: how many subsets are safe then, and which check-in they have in common. */
function byUdp(): Block {
  const safe = safeByUdp();
  const needed = minimal(safe)
    .map((bits) => checkIns(bits).join(' and '))
    .join(', or ');
  return paragraph(
    `**By UDP** a schedd accepts ALIVE, although no startd sends it so. ${safe.length} of the 16 subsets are safe then: those with ${needed}. When \`get_secret()\` fails, it has consumed the datagram, so \`end_of_message()\` returns TRUE even without the flag. 27895 and 27896 change only the reading of TCP streams. Only ${needed} protects the schedd on every path.`,
  );
}

const among = (subsets: readonly string[], id: FixId): string[] =>
  minimal(subsets).filter((bits) => checkIns(bits).includes(id));

const isAlone = (bits: string): boolean => checkIns(bits).length === 1;

/** What one check-in is good for, from the verdicts on record. */
function enough(id: FixId, { network, everywhere }: Answer): Cell {
  if (among(everywhere, id).some(isAlone)) return { text: '✓ yes, against the network and any peer', tone: 'good' };
  if (among(network.safe, id).some(isAlone)) return { text: '✓ yes, against the network', tone: 'warn' };
  const partners = among(network.safe, id).map((bits) => checkIns(bits).filter((one) => one !== id));
  if (partners.length === 0) return { text: '✗ no', tone: 'bad' };
  return {
    text: `✗ only with ${partners.map((ids) => ids.join(' and ')).join(', or with ')}, against the network`,
    tone: 'bad',
  };
}

/** The smallest safe subsets are taken; what is safe alone against the network may be; the rest decides nothing. */
function verdict(id: FixId, { network, everywhere }: Answer): Cell {
  if (among(everywhere, id).length > 0) return { text: '**take**', tone: 'good' };
  return among(network.safe, id).some(isAlone)
    ? { text: 'optional', tone: 'warn' }
    : { text: 'do not take', tone: 'dim' };
}

/** What each fix costs, and what it risks. */
export function fourFixes(): Chapter {
  const { everywhere } = answer();
  return {
    title: 'The four fixes',
    blocks: [
      table(
        ['check-in', 'commit', 'lines', 'risk'],
        FIX_IDS.map((id) => {
          const { commit, file, added, removed, risk } = CHECK_INS[id];
          return [id, `[${commit}](${COMMITS}${commit})`, `+${added} −${removed} in ${file}`, risk];
        }),
      ),
      paragraph(HISTORY),
      paragraph(
        `The risk is a judgement. *Enough alone* and *verdict* above are computed from the verdicts on record ([Verdicts](chapter:Verdicts)). ${everywhere.length} of the 16 subsets are safe in every environment; each contains ${minimal(
          everywhere,
        )
          .map((bits) => checkIns(bits).join(' and '))
          .join(' or ')}.`,
      ),
    ],
  };
}

export const loss = (): Chapter => ({ title: 'The loss in a picture', blocks: [{ kind: 'picture', ...PICTURE }] });

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);
