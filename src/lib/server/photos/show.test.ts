import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { KRUCIL, morning, november, openWorld, type OpenWorld } from '../recap/recap.fixture.ts';
import type { RecapRequest } from '../recap/recap.ts';
import { diskPhotos, photoHash } from './files.ts';
import { photoResponse, reportedPhoto } from './show.ts';

const folder = mkdtempSync(join(tmpdir(), 'simadu-show-'));
const files = diskPhotos(folder);
let world: OpenWorld;

/** What stands for the bytes that a phone sent, and for what is kept of them. */
const sentAs = (text: string) => photoHash(Buffer.from(text));
const keptOf = (text: string) => Buffer.from(`kept of ${text}`);

beforeAll(async () => {
  world = await openWorld(KRUCIL);
  const named: [string, string, string][] = [
    ['camat', '2026-11-02', 'november'],
    ['camat', '2026-10-30', 'october'],
    ['perawat', '2026-11-15', 'elsewhere'],
    ['pergi', '2026-11-15', 'left'],
  ];
  for (const [owner, day, text] of named) await name(owner, { day, text });
  await name('sekretaris', { day: '2026-11-03', text: 'refused', refused: 'photo-unreadable' });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

async function name(
  owner: string,
  { day, text, refused = null }: { day: string; text: string; refused?: 'photo-unreadable' | null },
): Promise<void> {
  const { db } = world.store;
  const hash = sentAs(text);
  const kept = photoHash(keptOf(text));
  await files.put(kept, keptOf(text));
  const picture = { kept, bytes: 1, width: 1, height: 1, received_at: morning, seq: 1 };
  await db
    .insertInto('photo')
    .values({ owner, hash, ...picture, refused })
    .execute();
  const photos_json = JSON.stringify([hash]);
  await db
    .updateTable('purchase')
    .set({ photos_json })
    .where('asn_id', '=', owner)
    .where('day', '=', day)
    .execute();
}

async function shown(owner: string, text: string, wanted: Partial<RecapRequest> = {}) {
  const request = { db: world.store.db, rulebook: INSTRUKSI_9_2024, officeId: 'krucil', month: november };
  const bytes = await reportedPhoto(
    { files },
    { ...request, now: morning, ...wanted },
    { owner, hash: sentAs(text) },
  );
  return bytes?.toString() ?? null;
}

describe('an officer sees a photo', () => {
  it('of a purchase of the month that their OPD reports for the person', async () => {
    expect(await shown('camat', 'november')).toBe('kept of november');
    expect(await shown('camat', 'october', { month: '2026-10' as Month })).toBe('kept of october');
    expect(await shown('perawat', 'elsewhere', { officeId: 'dinkes' })).toBe('kept of elsewhere');
  });

  it('when the person left in the middle of the month: the first of it decides', async () => {
    expect(await shown('pergi', 'left')).toBe('kept of left');
    expect(await shown('pergi', 'left', { officeId: 'dinkes' })).toBeNull();
  });

  it('in the recap of the whole regency', async () => {
    expect(await shown('perawat', 'elsewhere', { officeId: null })).toBe('kept of elsewhere');
  });
});

describe('an officer sees no photo', () => {
  it('of another OPD’s people, whatever they ask for', async () => {
    expect(await shown('perawat', 'elsewhere')).toBeNull();
    expect(await shown('camat', 'november', { officeId: 'dinkes' })).toBeNull();
    // Below the OPD, and an OPD of its own.
    expect(await shown('camat', 'november', { officeId: 'kelurahan' })).toBeNull();
  });

  it('of another month, also of a person of their own', async () => {
    expect(await shown('camat', 'october')).toBeNull();
    expect(await shown('camat', 'november', { month: '2026-10' as Month })).toBeNull();
  });

  it('under the name of one colleague that another one sent', async () => {
    expect(await shown('sekretaris', 'november')).toBeNull();
  });

  it('that was refused, or that nobody sent', async () => {
    expect(await shown('sekretaris', 'refused')).toBeNull();
    expect(await shown('camat', 'nothing')).toBeNull();
  });
});

it('what is shown is a picture to every browser, in a box, and stays in no cache', () => {
  const { headers } = photoResponse(Buffer.from('<html><script>alert(1)</script></html>'));
  expect(Object.fromEntries(headers)).toEqual({
    'content-type': 'image/webp',
    'content-length': '38',
    'content-disposition': 'inline; filename="nota.webp"',
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
});
