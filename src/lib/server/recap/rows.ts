import type { Selectable } from 'kysely';
import type { Day } from '#lib/domain/day.ts';
import type { Office } from '#lib/domain/office.ts';
import type { Appointment } from '#lib/domain/position.ts';
import { deliveryOf, type Flag, type Purchase, type PurchaseItem } from '#lib/domain/purchase.ts';
import type { Exemption } from '#lib/domain/quota.ts';
import type { AppointmentTable, ExemptionTable, OfficeTable, PurchaseTable } from '../store/schema.ts';

/* Rows of the office's tables in the words of the domain. The tables were checked when they were written. */

export const officeOf = (row: Omit<Selectable<OfficeTable>, 'seq'>): Office => ({
  id: row.id,
  parentId: row.parent_id,
  name: row.name,
  kind: row.kind,
  kecamatan: row.kecamatan,
  from: row.from_day as Day,
  until: row.until_day as Day | null,
});

export const appointmentOf = (row: Omit<Selectable<AppointmentTable>, 'seq'>): Appointment => ({
  id: row.id,
  asnId: row.asn_id,
  unitId: row.office_id,
  title: row.title,
  band: row.band,
  kind: row.kind,
  from: row.from_day as Day,
  until: row.until_day as Day | null,
  superiorId: row.superior_id,
});

export const exemptionOf = (row: Omit<Selectable<ExemptionTable>, 'seq'>): Exemption => ({
  id: row.id,
  asnId: row.asn_id,
  kind: row.kind,
  from: row.from_day as Day,
  until: row.until_day as Day | null,
});

/** What the office has is *terkirim*: the record is here. With all of its photos it is *lengkap*. */
export function purchaseOf(row: Omit<Selectable<PurchaseTable>, 'seq'>): Purchase {
  const photos = JSON.parse(row.photos_json) as string[];
  const photosWanted = JSON.parse(row.wanted_json) as string[];
  return {
    id: row.id,
    asnId: row.asn_id,
    umkm:
      row.umkm_id === null
        ? { kind: 'typed', name: row.umkm_name, place: row.umkm_place }
        : { kind: 'listed', id: row.umkm_id, name: row.umkm_name },
    day: row.day as Day,
    amount: row.amount,
    items: JSON.parse(row.items_json) as PurchaseItem[],
    payment: row.payment,
    note: row.note,
    delivery: deliveryOf({ photos, photosWanted }),
    verdict: row.verdict,
    reason: row.reason,
    flags: JSON.parse(row.flags_json) as Flag[],
    receivedAt: row.received_at,
    version: row.version,
    refusal: null,
    photos,
    photosWanted,
  };
}
