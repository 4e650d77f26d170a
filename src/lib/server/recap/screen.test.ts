import { afterAll, beforeAll, expect, it } from 'vitest';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { personScreen } from './person-screen.ts';
import { personMonth } from './person.ts';
import { recapScreen } from './screen.ts';
import { KRUCIL, morning, november, openWorld, type OpenWorld } from './recap.fixture.ts';
import { officeRecap, type RecapRequest } from './recap.ts';

let world: OpenWorld;
let request: RecapRequest;
beforeAll(async () => {
  world = await openWorld(KRUCIL);
  request = {
    db: world.store.db,
    rulebook: INSTRUKSI_9_2024,
    officeId: 'krucil',
    month: november,
    now: morning,
  };
});
afterAll(() => world.close());

it('shows a recap with masked NIP, words for every state, and the assumption marked', async () => {
  const recap = await officeRecap(request);
  if (!recap) throw new Error('no recap');
  const screen = recapScreen(recap);
  expect(JSON.stringify(screen)).not.toMatch(/\d{15}/);
  expect(screen).toMatchObject({ monthName: 'November 2026', deadline: '5 Des', deadlineAssumed: true });
  expect(screen.units).toEqual(['kesra', 'krucil', 'loket']);
  const told = screen.rows.map(({ name, nip, statusName, evidence, lastHeard, unsent }) =>
    [name, nip, statusName, evidence.join(', '), lastHeard, unsent].join(' | '),
  );
  expect(told.slice(0, 4)).toEqual([
    'camat | ••• 001 | Memenuhi | 2 sah | hari ini, 06.40 | 0',
    'sekretaris | ••• 002 | Menunggu | 1 belum diperiksa, 2 menunggu petugas | kemarin, 16.02 | 3',
    'diam | ••• 004 | Kurang | belum ada | 9 Nov, 10.20 | 3',
    'pergi | ••• 005 | Memenuhi | 1 belum diperiksa | belum pernah | 0',
  ]);
});

it('gives a reason for every figure and every purchase of a person, and says what is assumed', async () => {
  const person = await personMonth(request, 'sekretaris');
  if (!person) throw new Error('no person');
  const screen = personScreen(person);
  expect(JSON.stringify(screen)).not.toMatch(/\d{15}/);
  expect(
    screen.figures.map(({ name, amount, reason, assumed }) => [name, amount, reason !== '', assumed]),
  ).toEqual([
    ['Wajib', 100_000, true, false],
    ['Dihitung', 60_000, true, true],
    ['Menunggu', 50_000, true, false],
    ['Kurang', 0, true, false],
  ]);
  expect(screen.lines.map(({ details, amount, effectName }) => [details, amount, effectName])).toEqual([
    ['3 Nov 2026 · Tunai', 'Rp60.000', 'Dihitung'],
    ['3 Nov 2026 · Tunai', 'Rp40.000', 'Menunggu'],
    ['5 Nov 2026 · Tunai', 'Rp10.000', 'Menunggu'],
  ]);
  expect(screen.lines.every(({ reason }) => reason !== '')).toBe(true);
  expect(screen.held).toBe('3 catatan belum terkirim.');
});
