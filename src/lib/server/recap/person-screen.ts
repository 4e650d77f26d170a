import { formatDay, formatMonth, monthName, type Month } from '#lib/domain/day.ts';
import { maskNip } from '#lib/domain/nip.ts';
import { positionName } from '#lib/domain/position.ts';
import { PAYMENT_NAMES, type Purchase } from '#lib/domain/purchase.ts';
import type { AssessmentLine } from '#lib/domain/quota.ts';
import {
  countedReason,
  lineIsAssumed,
  lineReason,
  obligationIsAssumed,
  obligationReason,
  shortfallReason,
  waitingReason,
} from '#lib/domain/reason.ts';
import { statusOf, type RecapStatus } from '#lib/domain/recap.ts';
import { formatRupiah, type Rupiah } from '#lib/domain/rupiah.ts';
import {
  EFFECT_NAMES,
  emptiedSentence,
  heldSentence,
  moment,
  photoEvidence,
  standingSentence,
  STATUS_NAMES,
  YEAR_STATE_NAMES,
} from '../desk-words.ts';
import { sayCarrier } from '../rescue/words.ts';
import type { PersonMonth, Sums, YearMonth } from './person.ts';

/** A figure with its reason, and whether a rule that nobody decided yet stands behind it. */
export interface ReasonedFigure {
  readonly name: string;
  readonly amount: Rupiah;
  readonly reason: string;
  readonly assumed: boolean;
}

export interface PersonLine {
  /** For the shape beside it. */
  readonly purchase: Purchase;
  /** Day, payment and, if told, what was bought: `18 Nov 2026 · QRIS · 2 kopi bubuk`. */
  readonly details: string;
  readonly place: string;
  /** `foto ada` */
  readonly evidence: string;
  /** Photos that the office has, each by the name that its address ends with. */
  readonly photos: readonly string[];
  /** `Rp40.000` */
  readonly amount: string;
  readonly effect: AssessmentLine['effect'];
  readonly effectName: string;
  readonly reason: string;
  readonly assumed: boolean;
  /** Who brought it here in a rescue file, and when; null when its phone did. */
  readonly carried: string | null;
}

export interface PersonYearMonth {
  readonly month: Month;
  readonly name: string;
  readonly standing: string;
  /** Null where this office has nothing to show. */
  readonly sums: Sums | null;
}

/** One ASN's month as their officer sees it: every figure and every purchase with its reason. */
export interface PersonScreen {
  readonly name: string;
  readonly nip: string;
  readonly position: string;
  readonly unitName: string;
  readonly month: Month;
  readonly monthName: string;
  readonly status: RecapStatus;
  readonly statusName: string;
  /** Whether the figures still move, and when they were read. */
  readonly standing: string;
  /** When one of their phones was heard last, and what it still holds. */
  readonly lastHeard: string;
  readonly held: string | null;
  /** One of their phones was emptied: what that means. */
  readonly emptied: string | null;
  readonly sums: Sums;
  readonly figures: readonly ReasonedFigure[];
  readonly lines: readonly PersonLine[];
  readonly year: readonly PersonYearMonth[];
}

export function personScreen(person: PersonMonth): PersonScreen {
  const { assessment, membership, contact, emptied, asOf } = person;
  const { counted, waiting, met } = assessment;
  const status = statusOf(assessment);
  return {
    name: person.name,
    nip: maskNip(person.nip),
    position: positionName(membership.appointment),
    unitName: person.unitName,
    month: assessment.month,
    monthName: formatMonth(assessment.month),
    status,
    statusName: STATUS_NAMES[status],
    standing: standingSentence(person),
    lastHeard: contact === null ? 'belum pernah' : moment(contact.at, asOf),
    held: contact === null || contact.unsent === 0 ? null : heldSentence(contact.unsent),
    emptied: emptied === null ? null : emptiedSentence(emptied, asOf),
    sums: { obligation: membership.amount, counted, waiting, met },
    figures: reasonedFigures(person),
    lines: assessment.lines.map((line) => personLine(line, person)),
    year: person.year.map(yearMonth),
  };
}

function reasonedFigures({ assessment, membership, rule }: PersonMonth): ReasonedFigure[] {
  const { counted, waiting, shortfall, lines } = assessment;
  const assumed = (effect: AssessmentLine['effect']) =>
    lines.some((line) => line.effect === effect && lineIsAssumed(line, rule));
  return [
    {
      name: 'Wajib',
      amount: membership.amount,
      reason: obligationReason(membership, rule),
      assumed: obligationIsAssumed(membership, rule),
    },
    { name: 'Dihitung', amount: counted, reason: countedReason(assessment), assumed: assumed('counted') },
    { name: 'Menunggu', amount: waiting, reason: waitingReason(assessment), assumed: assumed('waiting') },
    { name: 'Kurang', amount: shortfall, reason: shortfallReason(assessment), assumed: false },
  ];
}

const personLine = (line: AssessmentLine, { places, rule, carriers, asOf }: PersonMonth): PersonLine => ({
  purchase: line.purchase,
  details: detailsOf(line.purchase),
  place: places.get(line.purchase.id) ?? '',
  evidence: photoEvidence(line.purchase),
  photos: line.purchase.photos.filter((hash) => !line.purchase.photosWanted.includes(hash)),
  amount: formatRupiah(line.purchase.amount),
  effect: line.effect,
  effectName: EFFECT_NAMES[line.effect],
  reason: lineReason(line),
  assumed: lineIsAssumed(line, rule),
  carried: sayCarrier(carriers.get(line.purchase.id), asOf),
});

function detailsOf({ day, payment, items }: Purchase): string {
  const bought = items.map(({ name, quantity }) => `${quantity} ${name}`).join(', ');
  return [formatDay(day), PAYMENT_NAMES[payment], bought].filter((part) => part !== '').join(' · ');
}

const yearMonth = ({ month, state, sums }: YearMonth): PersonYearMonth => ({
  month,
  name: monthName(month),
  standing: YEAR_STATE_NAMES[state],
  sums,
});
