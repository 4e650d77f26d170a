import { describe, expect, it } from 'vitest';
import type { Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { Access } from '../access.ts';
import { officeForTest } from '../office.fixture.ts';
import { deskRequest, dueRecap, neighbours } from './desk.ts';

const officer: Access = {
  userId: 'u',
  name: 'Petugas',
  roles: ['petugas-opd'],
  officeId: 'krucil',
  sessionId: 's',
};

describe('what an officer’s desk may ask for', () => {
  it('is their own office’s month', async () => {
    const office = await officeForTest();
    expect(await deskRequest(office, officer, '2026-11')).toMatchObject({
      officeId: 'krucil',
      month: '2026-11',
      rulebook: INSTRUKSI_9_2024,
    });
  });

  const refused: readonly [string, Access | null, string][] = [
    ['nothing without an office: never the whole regency', { ...officer, officeId: null }, '2026-11'],
    ['nothing when signed out', null, '2026-11'],
    ['nothing for what is no month', officer, '2026-13'],
    ['nothing for a path', officer, '../2026-11'],
  ];
  it.each(refused)('is %s', async (_title, access, month) => {
    expect(await deskRequest(await officeForTest(), access, month)).toBeNull();
  });
});

describe('the months around a recap', () => {
  const at = async (month: string, iso: string) => {
    const request = await deskRequest(await officeForTest(), officer, month);
    if (!request) throw new Error('no request');
    return { ...request, now: Date.parse(iso) };
  };

  const cases: readonly [string, string, Month | undefined, Month | undefined][] = [
    ['2026-11', '2026-11-24T00:00:00Z', '2026-10' as Month, undefined],
    ['2026-10', '2026-11-24T00:00:00Z', '2026-09' as Month, '2026-11' as Month],
    ['2025-01', '2026-11-24T00:00:00Z', undefined, '2025-02' as Month],
    // Midnight in WIB begins the next month.
    ['2026-11', '2026-11-30T16:59:59Z', '2026-10' as Month, undefined],
    ['2026-11', '2026-11-30T17:00:00Z', '2026-10' as Month, '2026-12' as Month],
  ];
  it.each(cases)('of %s at %s', async (month, iso, before, after) => {
    const beside = neighbours(await at(month, iso));
    expect([beside.before?.month, beside.after?.month]).toEqual([before, after]);
  });

  const due: readonly [string, string, Month | undefined][] = [
    ['2026-12', '2026-12-10T16:59:59Z', '2026-11' as Month],
    ['2026-12', '2026-12-10T17:00:00Z', undefined],
    ['2026-11', '2026-12-05T00:00:00Z', undefined],
    ['2025-01', '2025-01-05T00:00:00Z', undefined],
  ];
  it.each(due)('looking at %s at %s, the recap still due is %s', async (month, iso, expected) => {
    expect(dueRecap(await at(month, iso))?.month).toBe(expected);
  });
});
