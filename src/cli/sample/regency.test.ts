import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dayInWib, monthOf, startOfDay, type Day, type Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { nipKind, parseNip, type Nip } from '#lib/domain/nip.ts';
import type { Band } from '#lib/domain/position.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import { assess } from '#lib/domain/quota.ts';
import { readDesa } from './areas.ts';
import { makeOffices } from './offices.ts';
import { Random } from './random.ts';
import { makeRegency, type Regency, type RegencyOptions } from './regency.ts';
import { sampleAccounts } from './write-users.ts';
import { schoolsFor, staffOffices } from './staffing.ts';

const on = (day: string) => startOfDay(day as Day) + 9 * 3_600_000;
const DEFAULT: RegencyOptions = { seed: 1, asn: 600, umkm: 300, products: 3_000, now: on('2026-11-24') };
const SMALL: RegencyOptions = { ...DEFAULT, asn: 550, umkm: 60, products: 200 };

/** One hash over everything that is told. */
const fingerprint = (regency: Regency) =>
  createHash('sha256')
    .update(
      JSON.stringify({ ...regency, purchases: [...regency.purchases], officers: [...regency.officers] }),
    )
    .digest('hex');

const regency = makeRegency(DEFAULT);
const purchases = [...regency.purchases.values()];

/** Who sits where in a regency of 12,000 ASN. */
const seatsOfALargeRegency = staffOffices(
  new Random('large'),
  makeOffices({
    random: new Random('large'),
    desa: readDesa(),
    schools: schoolsFor(12_000),
    mergerMonth: '2026-07' as Month,
    madeAt: 0,
  }),
  12_000,
).flatMap(({ seats }) => seats);

describe('a regency', () => {
  it('is the same one for the same seed, sizes and day, and another one for another seed', () => {
    const one = fingerprint(makeRegency(SMALL));
    expect(fingerprint(makeRegency(SMALL))).toBe(one);
    expect(fingerprint(makeRegency({ ...SMALL, seed: 2 }))).not.toBe(one);
  });

  it.each([
    { asn: 550, umkm: 60, products: 60 },
    { asn: 801, umkm: 77, products: 500 },
  ])('has the size that was asked for: %o', (sizes) => {
    const made = makeRegency({ ...SMALL, ...sizes });
    const products = made.shops.flatMap((shop) => shop.products);
    expect([made.people.length, made.shops.length, products.length]).toEqual(Object.values(sizes));
  });

  it.each(['2026-01-01', '2026-03-05', '2028-02-29'])('can end on %s', (day) => {
    const made = makeRegency({ ...SMALL, now: on(day) });
    expect(made.months[11]).toBe(day.slice(0, 7));
    expect(Math.max(...made.steps.map((step) => step.at))).toBeLessThanOrEqual(on(day));
    expect(made.steps.some((step) => monthOf(dayInWib(step.at)) === made.months[0])).toBe(true);
  });

  it('tells no more than happened until now, in the order it happened', () => {
    const times = regency.steps.map((step) => step.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[times.length - 1]).toBeLessThanOrEqual(DEFAULT.now);
  });
});

describe('its people', () => {
  it('have numbers that can be read, and no two the same', () => {
    const nips = regency.people.map((person) => person.nip);
    expect(nips.filter((nip) => !parseNip(nip).ok)).toEqual([]);
    expect(new Set(nips).size).toBe(nips.length);
  });

  it('are PNS and PPPK, part-time ones PPPK alone', () => {
    const kinds = (band?: Band) =>
      new Set(
        regency.people
          .filter((person) => band === undefined || person.seat.post.band === band)
          .map((person) => nipKind(person.nip as Nip)),
      );
    expect(kinds()).toEqual(new Set(['pns', 'pppk']));
    expect(kinds('paruh-waktu')).toEqual(new Set(['pppk']));
    expect(kinds('pimpinan-tinggi')).toEqual(new Set(['pns']));
  });

  it.each<[Band, number, number]>([
    ['fungsional', 45, 75],
    ['pelaksana', 5, 20],
    ['paruh-waktu', 4, 25],
    ['pengawas', 2, 15],
    ['administrator', 1, 15],
    ['kepala-unit', 0.2, 7],
    ['pimpinan-tinggi', 0.2, 7],
  ])('are %s in a plausible share, in a small regency and in a real one', (band, least, most) => {
    for (const seats of [regency.people.map((person) => person.seat), seatsOfALargeRegency]) {
      const share = (100 * seats.filter(({ post }) => post.band === band).length) / seats.length;
      expect(share).toBeGreaterThanOrEqual(least);
      expect(share).toBeLessThanOrEqual(most);
    }
  });

  it('have superiors who are people of the regency, and never themselves', () => {
    const ids = new Set(regency.people.map((person) => person.id));
    const appointments = regency.people.flatMap((person) => person.appointments);
    expect(appointments.filter(({ asnId, superiorId }) => asnId === superiorId)).toEqual([]);
    expect(appointments.filter(({ superiorId }) => superiorId !== null && !ids.has(superiorId))).toEqual([]);
    expect(appointments.filter(({ superiorId }) => superiorId === null)).toHaveLength(1);
  });

  it('hold posts in offices that stood at the time', () => {
    const offices = new Map(regency.offices.map((office) => [office.id, office]));
    const outside = regency.people
      .flatMap((person) => person.appointments)
      .filter(({ unitId, from, until }) => {
        const office = offices.get(unitId);
        return (
          !office || from < office.from || (office.until !== null && (until === null || until > office.until))
        );
      });
    expect(outside).toEqual([]);
  });

  it('move, act, join and are free: each some', () => {
    const all = regency.people.flatMap((person) => person.appointments);
    const first = regency.months[0] ?? '';
    expect(all.filter(({ kind }) => kind === 'plt').length).toBeGreaterThan(0);
    expect(all.filter(({ kind }) => kind === 'plh').length).toBeGreaterThan(0);
    expect(regency.people.filter((person) => person.appointments.length > 1).length).toBeGreaterThan(10);
    expect(
      regency.people.filter((person) => (person.appointments[0]?.from ?? '') > first).length,
    ).toBeGreaterThan(5);
    expect(regency.people.filter((person) => person.exemptions.length > 0).length).toBeGreaterThan(5);
  });

  it('are twenty in Kecamatan Krucil', () => {
    expect(regency.people.filter((person) => person.office.name === 'Kecamatan Krucil')).toHaveLength(20);
  });

  it('sign in by the same sample accounts whatever the seed, the size and the day', () => {
    const other = makeRegency({ ...SMALL, seed: 7, now: on('2027-02-28') });
    expect(sampleAccounts(other)).toEqual(sampleAccounts(regency));
    expect(sampleAccounts(regency)).toHaveLength(9);
  });

  it('are named with their numbers in the README', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(sampleAccounts(regency).filter(({ number }) => !readme.includes(number))).toEqual([]);
  });
});

describe('its offices', () => {
  it.each([
    ['bagian', 9],
    ['badan', 5],
    ['dinas', 22],
    ['rsud', 2],
    ['kecamatan', 24],
    ['kelurahan', 5],
    ['puskesmas', 33],
  ])('are today, of %s: %i', (place, count) => {
    const standing = regency.offices.filter((office) => office.place === place && office.until === null);
    expect(standing).toHaveLength(count);
  });

  it('were merged once, on the first of a month', () => {
    const gone = regency.offices.filter((office) => office.until !== null);
    expect(gone.map((office) => office.name)).toEqual(['Bagian Perekonomian', 'Bagian Sumber Daya Alam']);
  });

  it('have an officer each who works there', () => {
    const reporting = regency.offices.filter((office) => office.kind === 'opd' && office.until === null);
    const people = new Map(regency.people.map((person) => [person.id, person]));
    const served = reporting.map((office) => people.get(regency.officers.get(office.id) ?? '')?.office.id);
    expect(served).toEqual(reporting.map((office) => office.id));
  });
});

describe('its purchases', () => {
  it('are of people and shops of the regency', () => {
    const people = new Set(regency.people.map((person) => person.id));
    const shops = new Map(regency.shops.map((shop) => [shop.id, shop.name]));
    const strange = purchases.filter(
      ({ asnId, umkm }) => !people.has(asnId) || (umkm.kind === 'listed' && shops.get(umkm.id) !== umkm.name),
    );
    expect(purchases.length).toBeGreaterThan(10_000);
    expect(strange).toEqual([]);
  });

  it('have items that make the amount, or none', () => {
    const wrong = purchases.filter(
      ({ items, amount }) =>
        items.length > 0 && items.reduce((sum, item) => sum + item.quantity * item.price, 0) !== amount,
    );
    expect(wrong).toEqual([]);
  });

  it.each<[string, (purchase: Purchase) => boolean]>([
    ['checked', ({ verdict }) => verdict === 'sah'],
    ['not looked at', ({ verdict, flags }) => verdict === 'belum-diperiksa' && flags.length === 0],
    ['incomplete', ({ verdict, reason }) => verdict === 'perlu-dilengkapi' && reason !== ''],
    ['not counted, with a reason', ({ verdict, reason }) => verdict === 'belum-dihitung' && reason !== ''],
    ['withdrawn, with a reason', ({ verdict, reason }) => verdict === 'ditarik' && reason !== ''],
    ['corrected', ({ id, version, verdict }) => id !== version && verdict !== 'ditarik'],
    ['late', ({ flags }) => flags.includes('late')],
    ['of a future date', ({ flags }) => flags.includes('future-date')],
    ['before the decree', ({ flags }) => flags.includes('before-decree')],
    [
      'of an UMKM that waits',
      ({ flags, verdict }) => flags.includes('unlisted-umkm') && verdict === 'belum-diperiksa',
    ],
  ])('are in every state: %s', (_, holds) => {
    expect(purchases.filter(holds).length).toBeGreaterThan(0);
  });

  it('meet most obligations of the months that are over', () => {
    const mine = new Map(regency.people.map(({ id }) => [id, [] as Purchase[]]));
    for (const purchase of purchases) mine.get(purchase.asnId)?.push(purchase);
    const judged = regency.people.map((service) =>
      assess({
        month: regency.months[8] ?? monthOf(regency.today),
        service,
        rulebook: INSTRUKSI_9_2024,
        purchases: mine.get(service.id) ?? [],
      }),
    );
    const obliged = judged.filter(({ obligation }) => obligation.amount > 0);
    const share = obliged.filter(({ met }) => met).length / obliged.length;
    expect(share).toBeGreaterThan(0.65);
    expect(share).toBeLessThan(0.97);
  });

  it('reach shops all over the regency', () => {
    const reached = new Set(purchases.map(({ umkm }) => (umkm.kind === 'listed' ? umkm.id : '')));
    expect(reached.size).toBeGreaterThan(regency.shops.length * 0.9);
  });
});

describe('its phones', () => {
  it('number what they sent from 1, in the order it arrived', () => {
    const sent = new Map<string, number>();
    for (const step of regency.steps) {
      if (step.kind !== 'mutation') continue;
      const { replica, n } = step.delivery;
      expect(n).toBe((sent.get(replica) ?? 0) + 1);
      sent.set(replica, n);
    }
    expect(regency.phones.map(({ id, through }) => (sent.get(id) ?? 0) - through).filter(Boolean)).toEqual(
      [],
    );
  });

  it('were heard of lately, weeks ago, or never, and hold some records unsent', () => {
    const daysAgo = regency.phones.map(({ lastAt }) => (regency.now - lastAt) / 86_400_000);
    expect(daysAgo.filter((days) => days < 2).length).toBeGreaterThan(regency.phones.length / 2);
    expect(daysAgo.filter((days) => days > 14).length).toBeGreaterThan(0);
    expect(regency.phones.length).toBeLessThan(regency.people.length);
    expect(regency.phones.filter(({ unsent }) => unsent > 0).length).toBeGreaterThan(0);
  });
});

describe('its shops', () => {
  it('have phone numbers that nobody can have', () => {
    expect(regency.shops.filter(({ phone }) => !/^62800000\d{5}$/.test(phone))).toEqual([]);
    expect(new Set(regency.shops.map(({ phone }) => phone)).size).toBe(regency.shops.length);
  });

  it('sell what their kecamatan is known for', () => {
    const share = (kecamatan: string, art: string) => {
      const there = regency.shops.filter((shop) => shop.kecamatan === kecamatan);
      return (
        there.filter((shop) => shop.products.some((product) => product.art === art)).length / there.length
      );
    };
    expect(share('35.13.19', 'bawang')).toBeGreaterThan(0.15);
    expect(share('35.13.01', 'bawang')).toBeLessThan(0.1);
  });
});
