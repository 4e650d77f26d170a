import { daysBetween, firstDay, lastDay, type Day, type Month } from './day.ts';

/** A step of the decree's table. `paruh-waktu` is not in it: part-time PPPK came after the decree. */
export type Band =
  | 'pelaksana'
  | 'pengawas'
  | 'fungsional'
  | 'administrator'
  | 'kepala-unit'
  | 'pimpinan-tinggi'
  | 'paruh-waktu';

export const BANDS: readonly Band[] = [
  'pelaksana',
  'pengawas',
  'fungsional',
  'administrator',
  'kepala-unit',
  'pimpinan-tinggi',
  'paruh-waktu',
];

/** How a band is called in a sentence: *wajib Rp50.000 untuk pelaksana*. */
export const BAND_NAMES: Readonly<Record<Band, string>> = {
  pelaksana: 'pelaksana',
  pengawas: 'pejabat pengawas (eselon IV)',
  fungsional: 'pejabat fungsional',
  administrator: 'pejabat administrator (eselon III)',
  'kepala-unit': 'kepala OPD eselon III, kepala bagian, dan camat',
  'pimpinan-tinggi': 'pejabat pimpinan tinggi pratama (eselon II)',
  'paruh-waktu': 'PPPK paruh waktu',
};

export const APPOINTMENT_KINDS = ['definitif', 'plt', 'plh'] as const;
/** Held for good, or acting: Plt (pelaksana tugas), Plh (pelaksana harian). */
export type AppointmentKind = (typeof APPOINTMENT_KINDS)[number];

/** A position held from a day to a day, both included; `until` is null while it lasts. */
export interface Appointment {
  readonly id: string;
  readonly asnId: string;
  readonly unitId: string;
  /** The position's name as letters write it: `Kasi Pelayanan`. */
  readonly title: string;
  readonly band: Band;
  readonly kind: AppointmentKind;
  readonly from: Day;
  readonly until: Day | null;
  /** The ASN who is the direct superior (PP 94/2021 makes them hear and decide), null at the top. */
  readonly superiorId: string | null;
}

/** Whether a dated span (both ends included) holds on a day. */
export const holdsOn = (span: { readonly from: Day; readonly until: Day | null }, day: Day): boolean =>
  span.from <= day && (span.until === null || day <= span.until);

/** Days of a month that a span covers, 0 to 31. */
export function daysCovered(span: { readonly from: Day; readonly until: Day | null }, month: Month): number {
  const first = firstDay(month);
  const last = lastDay(month);
  const from = span.from > first ? span.from : first;
  const until = span.until === null || span.until > last ? last : span.until;
  return Math.max(0, daysBetween(from, until) + 1);
}

/**
 * The ASN who is somebody's direct superior on a day: the superior of the definitive post, else of the
 * acting one; of several the one held longest. Null at the top, or when no post is held.
 */
export function superiorOn(appointments: readonly Appointment[], day: Day): string | null {
  const held = appointments.filter((appointment) => holdsOn(appointment, day));
  const rank = ({ kind, from, id }: Appointment) => `${kind === 'definitif' ? 0 : 1} ${from} ${id}`;
  return held.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0]?.superiorId ?? null;
}

/** `Camat`, `Plt. Sekretaris`. */
export function positionName(appointment: Pick<Appointment, 'title' | 'kind'>): string {
  const prefix = { definitif: '', plt: 'Plt. ', plh: 'Plh. ' }[appointment.kind];
  return prefix + appointment.title;
}
