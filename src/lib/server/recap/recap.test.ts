import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { officeRecap, type RecapRequest } from './recap.ts';
import { recapForm } from './form.ts';
import { personMonth } from './person.ts';
import { KRUCIL, morning, november, openWorld, type OpenWorld } from './recap.fixture.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld(KRUCIL);
});
afterAll(() => world.close());

const asking = (wanted: Partial<RecapRequest> = {}): RecapRequest => ({
  db: world.store.db,
  rulebook: INSTRUKSI_9_2024,
  officeId: 'krucil',
  month: november,
  now: morning,
  ...wanted,
});

async function rowsOf(wanted: Partial<RecapRequest> = {}) {
  const recap = await officeRecap(asking(wanted));
  if (!recap) throw new Error('no recap');
  return recap.recap.rows;
}

describe('who is in an office’s recap', () => {
  const cases: readonly [string, Partial<RecapRequest>, readonly string[]][] = [
    [
      'the OPD and its units at every depth, in the order of reports',
      {},
      ['camat', 'sekretaris', 'diam', 'pergi', 'pelaksana', 'baru', 'cuti'],
    ],
    [
      'who came in the middle of the month is still in the other office’s',
      { officeId: 'dinkes' },
      ['plt', 'datang', 'perawat'],
    ],
    ['an OPD below another one reports for itself', { officeId: 'kelurahan' }, ['lurah']],
    [
      'the month before, who left later is still there, and who retired at its end',
      { month: '2026-10' as Month },
      ['camat', 'sekretaris', 'diam', 'pergi', 'pelaksana', 'pensiun', 'cuti'],
    ],
    [
      'the whole regency holds everybody once',
      { officeId: null },
      [
        'camat',
        'plt',
        'sekretaris',
        'datang',
        'diam',
        'lurah',
        'perawat',
        'pergi',
        'pelaksana',
        'baru',
        'cuti',
      ],
    ],
  ];
  it.each(cases)('%s', async (_title, wanted, names) => {
    expect((await rowsOf(wanted)).map((row) => row.name)).toEqual(names);
  });

  it('is nobody’s before the decree, in a month that has not begun, or for an unknown office', async () => {
    expect(await officeRecap(asking({ month: '2024-12' as Month }))).toBeNull();
    expect(await officeRecap(asking({ month: '2026-12' as Month }))).toBeNull();
    expect(await officeRecap(asking({ officeId: 'entah' }))).toBeNull();
    expect(await recapForm(asking({ officeId: 'entah' }))).toBeNull();
  });
});

describe('what the recap says', () => {
  it('has each person’s figures as they follow from the rows', async () => {
    const told = (await rowsOf()).map((row) => [
      row.name,
      row.obligation,
      row.counted,
      row.waiting,
      row.shortfall,
      row.umkmCount,
      row.status,
    ]);
    expect(told).toEqual([
      ['camat', 150_000, 165_000, 0, 0, 2, 'met'],
      ['sekretaris', 100_000, 60_000, 50_000, 0, 2, 'waiting'],
      ['diam', 75_000, 0, 0, 75_000, 0, 'short'],
      ['pergi', 75_000, 75_000, 0, 0, 1, 'met'],
      ['pelaksana', 50_000, 20_000, 0, 30_000, 1, 'short'],
      ['baru', 0, 0, 0, 0, 0, 'exempt'],
      ['cuti', 0, 5_000, 0, 0, 1, 'exempt'],
    ]);
  });

  it('sums to what a slow count of the hand-written rows sums to', async () => {
    const recap = await officeRecap(asking());
    const people = ['camat', 'sekretaris', 'diam', 'pergi', 'pelaksana', 'baru', 'cuti'];
    const lines = (KRUCIL.bought ?? []).filter(
      ([asn, day, , , verdict]) =>
        people.includes(asn) &&
        day.startsWith('2026-11') &&
        verdict !== 'ditarik' &&
        verdict !== 'belum-dihitung',
    );
    let counted = 0;
    let waiting = 0;
    for (const [, , amount, , , flags] of lines)
      if (flags) waiting += amount;
      else counted += amount;
    expect(recap?.recap.totals).toEqual({
      people: 7,
      obliged: 5,
      met: 2,
      below: 3,
      pending: 1,
      exempt: 2,
      percentMet: 40,
      obligation: 150_000 + 100_000 + 75_000 + 75_000 + 50_000,
      counted,
      waiting,
      shortfall: 75_000 + 30_000,
      // kopi, madu, petis, jamu, and one typed shop written in two ways
      umkmCount: 5,
    });
  });

  it('is the same from stored totals and from the purchases themselves', async () => {
    for (const officeId of ['krucil', 'dinkes', 'kelurahan']) {
      const recap = await officeRecap(asking({ officeId }));
      const form = await recapForm(asking({ officeId }));
      expect(form?.totals).toEqual(recap?.recap.totals);
      expect(form?.people).toMatchObject(recap?.recap.rows ?? []);
    }
  });

  it('is provisional until the last minute of the tenggat, in WIB', async () => {
    const at = async (iso: string) => (await officeRecap(asking({ now: Date.parse(iso) })))?.provisional;
    expect(await at('2026-12-05T16:59:59Z')).toBe(true);
    expect(await at('2026-12-05T17:00:00Z')).toBe(false);
  });

  it('names whose silence or unsent records may explain a shortfall, longest silence first', async () => {
    const recap = await officeRecap(asking());
    expect(recap?.quiet.map(({ name, contact, silent }) => [name, contact?.unsent, silent])).toEqual([
      ['diam', 3, true],
      ['sekretaris', 3, false],
    ]);
  });

  it('waits for no phone that was not heard for as long as phones remember, whatever it said', async () => {
    const wiped = '2026-05-08T00:00:00Z';
    const boasted = Number.MAX_SAFE_INTEGER;
    const old = await openWorld({
      ...KRUCIL,
      phones: [
        ['camat', wiped, 3],
        ['camat', '2026-11-24T00:00:00Z', 0],
        ...Array.from({ length: 2_000 }, () => ['diam', wiped, boasted] as const),
        ['diam', '2026-11-23T00:00:00Z', boasted],
      ],
    });
    const recap = await officeRecap({ ...asking(), db: old.store.db });
    const told = recap?.quiet.map(({ name, contact, silent }) => [name, contact?.unsent, silent]);
    expect(told?.filter(([name]) => name === 'camat')).toEqual([]);
    expect(told?.find(([name]) => name === 'diam')).toEqual(['diam', 100_000, false]);
    await old.close();
  });
});

describe('one person’s month', () => {
  it('is assessed from their purchases, with places and the months of the year', async () => {
    const person = await personMonth(asking(), 'pelaksana');
    expect(person?.assessment).toMatchObject({ counted: 20_000, waiting: 0, shortfall: 30_000, met: false });
    expect(person?.assessment.lines.map(({ reason }) => reason)).toEqual([
      'unchecked',
      'rejected',
      'withdrawn',
    ]);
    expect(person?.places.get('buy-0006')).toBe('Tiris, Tiris');
    expect(person?.year).toHaveLength(12);
    expect(person?.year.slice(9).map(({ state }) => state)).toEqual(['short', 'short', 'ahead']);
  });

  it('tells nothing about months that another office reports', async () => {
    const person = await personMonth(asking({ officeId: 'krucil' }), 'pergi');
    expect(person?.year[10]).toMatchObject({ state: 'met', sums: { counted: 75_000 } });
    const december = { month: '2026-12' as Month, now: Date.parse('2026-12-15T00:00:00Z') };
    expect(await personMonth(asking(december), 'pergi')).toBeNull();
    expect((await personMonth(asking(december), 'datang'))?.year[10]).toEqual({
      month: '2026-11',
      state: 'elsewhere',
      sums: null,
    });
  });

  it.each(['perawat', 'lurah', 'plt', 'datang', 'pensiun', 'entah'])(
    'is not there for an officer of another office: %s',
    async (asn) => {
      expect(await personMonth(asking(), asn)).toBeNull();
    },
  );
});
