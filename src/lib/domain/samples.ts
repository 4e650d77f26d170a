import type { Day, Month } from './day.ts';
import { INSTRUKSI_9_2024 } from './instruksi-9-2024.ts';
import type { Office } from './office.ts';
import type { Appointment } from './position.ts';
import { arrived, recorded, type Purchase, type PurchaseFields } from './purchase.ts';
import type { Exemption } from './quota.ts';
import type { RuleVersion } from './rulebook.ts';

/*
 * For tests: one plain fact of each kind, about nobody, of which a test changes what it is about.
 */

export const day = (text: string): Day => text as Day;
export const month = (text: string): Month => text as Month;

export const sampleFields = (change: Partial<PurchaseFields> = {}): PurchaseFields => ({
  umkm: { kind: 'listed', id: 'umkm-1', name: 'Kopi Lereng' },
  day: day('2026-11-10'),
  amount: 20_000,
  items: [],
  payment: 'tunai',
  note: '',
  ...change,
});

/** A purchase that the office has, unflagged and not looked at, unless the test says otherwise. */
export const samplePurchase = (change: Partial<Purchase> = {}): Purchase => ({
  ...arrived(recorded('purchase-1', 'asn-1', sampleFields()), Date.UTC(2026, 10, 10, 3), []),
  ...change,
});

export const sampleAppointment = (change: Partial<Appointment> = {}): Appointment => ({
  id: 'post-1',
  asnId: 'asn-1',
  unitId: 'camat-krucil',
  title: 'Pengadministrasi Umum',
  band: 'pelaksana',
  kind: 'definitif',
  from: day('2020-01-01'),
  until: null,
  superiorId: 'asn-9',
  ...change,
});

export const sampleExemption = (change: Partial<Exemption> = {}): Exemption => ({
  id: 'exemption-1',
  asnId: 'asn-1',
  kind: 'cuti-melahirkan',
  from: day('2026-11-01'),
  until: day('2026-11-30'),
  ...change,
});

export const sampleOffice = (change: Partial<Office> = {}): Office => ({
  id: 'camat-krucil',
  parentId: null,
  name: 'Kecamatan Krucil',
  kind: 'opd',
  kecamatan: '35.13.08',
  from: day('2020-01-01'),
  until: null,
  ...change,
});

/** The decree's first version, changed as the test needs it. */
export function sampleRule(change: Partial<RuleVersion> = {}): RuleVersion {
  const [first] = INSTRUKSI_9_2024;
  if (first === undefined) throw new Error('the rulebook is empty');
  return { ...first, ...change };
}
