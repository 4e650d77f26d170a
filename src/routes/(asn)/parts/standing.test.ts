import { describe, expect, test } from 'vitest';
import { monthOf, type Day, type Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { Band } from '#lib/domain/position.ts';
import { recorded, type Purchase } from '#lib/domain/purchase.ts';
import type { ServiceRecord } from '#lib/domain/quota.ts';
import { assessMonths, combOf, keyOf, openLastMonth, sayComb, sayStanding, type Said } from './standing.ts';

const service = (band: Band): ServiceRecord => ({
  appointments: [
    {
      id: 'jabatan',
      asnId: 'asn',
      unitId: 'unit',
      title: 'Pelaksana',
      band,
      kind: 'definitif',
      from: '2020-01-01' as Day,
      until: null,
      superiorId: null,
    },
  ],
  exemptions: [],
});

let made = 0;
const bought = (day: string, amount: number, more: Partial<Purchase> = {}): Purchase => ({
  ...recorded(`p${(made += 1)}`, 'asn', {
    umkm: { kind: 'listed', id: 'toko', name: 'Toko' },
    day: day as Day,
    amount,
    items: [],
    payment: 'tunai',
    note: '',
  }),
  ...more,
});
const SENT: Partial<Purchase> = { delivery: 'terkirim', receivedAt: 1 };

function judged(month: string, purchases: readonly Purchase[], band: Band = 'pelaksana') {
  const facts = { purchases, service: service(band), rulebook: INSTRUKSI_9_2024 };
  const assessment = assessMonths([month as Month], facts).get(month as Month);
  if (!assessment) throw new Error('not judged');
  return assessment;
}
const flat = (said: Said) => said.map((piece) => (typeof piece === 'string' ? piece : piece.fact)).join('');
const say = (today: string, assessment: ReturnType<typeof judged>) =>
  flat(sayStanding(assessment, today as Day, INSTRUKSI_9_2024));

describe('The sentence of a month', () => {
  const short = judged('2026-11', [bought('2026-11-03', 20_000, SENT), bought('2026-11-22', 12_000)]);
  test.each([
    { today: '2026-11-24', says: 'Kurang Rp18.000 lagi, masih ada 6 hari.' },
    { today: '2026-11-30', says: 'Kurang Rp18.000 lagi, hari terakhir.' },
    { today: '2026-12-02', says: 'Kurang Rp18.000. Catatan November ditunggu sampai 5 Des 2026.' },
    { today: '2026-12-05', says: 'Kurang Rp18.000. Catatan November ditunggu sampai hari ini.' },
    { today: '2026-12-06', says: 'Belanja November yang tercatat Rp32.000 dari Rp50.000.' },
  ])('that is short, on $today', ({ today, says }) => {
    expect(say(today, short)).toBe(says);
  });

  test('that is full gives thanks', () => {
    const full = judged('2026-11', [bought('2026-11-03', 50_000, SENT)]);
    expect(say('2026-11-24', full)).toBe('November penuh. Terima kasih, Bapak/Ibu.');
  });

  test('that is enough once what waits is counted says so', () => {
    const waiting = judged('2026-11', [bought('2026-11-03', 50_000)]);
    expect(say('2026-11-24', waiting)).toBe('November cukup bila semua dihitung. Rp50.000 masih menunggu.');
  });

  test('without obligation says so', () => {
    expect(say('2026-11-24', judged('2026-11', [], 'paruh-waktu'))).toBe('November tanpa kewajiban.');
  });
});

test('The key names every part of the cell with its sum', () => {
  const assessment = judged('2026-11', [
    bought('2026-11-01', 10_000, { ...SENT, verdict: 'sah' }),
    bought('2026-11-02', 8_000, SENT),
    bought('2026-11-03', 5_000),
    bought('2026-11-04', 4_000, { ...SENT, flags: ['late'] }),
    bought('2026-11-05', 99_000, { verdict: 'ditarik' }),
  ]);
  expect(keyOf(assessment).map(({ name, sum }) => `${name}: ${sum}`)).toEqual([
    'Sah, diperiksa petugas: Rp10.000',
    'Sudah dihitung: Rp8.000',
    '1 belanja menunggu dikirim: Rp5.000',
    '1 belanja menunggu petugas: Rp4.000',
    'Kurang: Rp23.000',
  ]);
});

describe('The year', () => {
  const now = '2026-03' as Month;
  const months = assessMonths(['2026-01', '2026-02', '2026-03'] as Month[], {
    purchases: [bought('2026-01-10', 60_000, SENT), bought('2026-02-10', 20_000, SENT)],
    service: service('pelaksana'),
    rulebook: INSTRUKSI_9_2024,
  });
  const comb = combOf(2026, months, now);

  test('shows what was met, what was short, what runs and what is to come', () => {
    expect(comb.map(({ state }) => state).slice(0, 4)).toEqual(['met', 'short', 'now', 'later']);
    expect(comb[3]?.href).toBeNull();
    expect(comb[1]?.href).toBe('/beranda?bulan=2026-02');
  });

  test('is said in a sentence that blames nobody', () => {
    expect(sayComb(comb)).toBe('1 bulan penuh, Februari belum penuh. Maret masih bisa penuh.');
  });
});

describe('Last month', () => {
  const open = (today: string, purchases: readonly Purchase[]) => {
    const month = monthOf(today as Day);
    const facts = { purchases, service: service('pelaksana'), rulebook: INSTRUKSI_9_2024 };
    return openLastMonth(assessMonths(['2026-10' as Month, month], facts), today as Day, INSTRUKSI_9_2024);
  };

  test('is spoken of while it is short and can still arrive in time', () => {
    expect(open('2026-11-03', [])).toMatchObject({ until: '2026-11-05', unsent: 0 });
    expect(open('2026-11-06', [])).toBeNull();
  });

  test('is spoken of while something of it is unsent, even when it is enough', () => {
    expect(open('2026-11-03', [bought('2026-10-30', 60_000)])).toMatchObject({ unsent: 1 });
    expect(open('2026-11-03', [bought('2026-10-30', 60_000, SENT)])).toBeNull();
  });
});
