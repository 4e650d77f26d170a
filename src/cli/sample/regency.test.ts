import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dayInWib, monthOf, type Month } from '#lib/domain/day.ts';
import { nipKind, parseNip, type Nip } from '#lib/domain/nip.ts';
import type { Band } from '#lib/domain/position.ts';
import { readDesa } from '#lib/server/market/desa.ts';
import { makeOffices } from './offices.ts';
import { Random } from './random.ts';
import { DEFAULT, on, SMALL } from './regency.fixture.ts';
import { makeRegency, type Regency } from './regency.ts';
import { sampleAccounts } from './write-users.ts';
import { schoolsFor, staffOffices } from './staffing.ts';

/** One hash over everything that is told. */
const fingerprint = (regency: Regency) =>
  createHash('sha256')
    .update(
      JSON.stringify({ ...regency, purchases: [...regency.purchases], officers: [...regency.officers] }),
    )
    .digest('hex');

const regency = makeRegency(DEFAULT);

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
