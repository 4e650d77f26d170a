import { formatMonth } from '#lib/domain/day.ts';
import { formatNip } from '#lib/domain/nip.ts';
import type { RecapTotals } from '#lib/domain/recap.ts';
import { ADDRESSEE, officeName, REGENCY, REPORT_TITLE, signature, totalsSentence } from '../desk-words.ts';
import type { FormPerson, RecapForm } from './form.ts';

/** The recap as it lies on paper, A4 landscape. NIP are whole: the form asks for them. */
export interface RecapPaper {
  readonly regency: string;
  readonly office: string;
  readonly heading: string;
  readonly month: string;
  readonly monthName: string;
  readonly addressee: string;
  readonly basis: string;
  readonly standing: string;
  readonly summary: string;
  readonly people: readonly FormPerson[];
  readonly totals: RecapTotals;
  readonly signature: readonly string[];
}

export const recapPaper = (form: RecapForm): RecapPaper => ({
  regency: `Pemerintah ${REGENCY}`,
  office: officeName(form.office),
  heading: REPORT_TITLE,
  month: form.month,
  monthName: formatMonth(form.month),
  addressee: `${ADDRESSEE} ${REGENCY}`,
  basis: form.rule.title,
  standing: form.standing,
  summary: totalsSentence(form.totals),
  people: form.people.map((person) => ({ ...person, nip: formatNip(person.nip) })),
  totals: form.totals,
  signature: signature(form),
});
