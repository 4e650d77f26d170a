import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { PHOTO_BYTES_A_DAY, PHOTO_PART_BYTES } from '#lib/protocol/limits.ts';
import { photoPath } from '#lib/protocol/photo.ts';
import { problemOf } from '#lib/sync/problem.ts';
import { officeForTest } from '../office.fixture.ts';
import { problemAnswer } from '../problem.ts';
import { photoHash } from './files.ts';
import { shot } from './picture.fixture.ts';
import { receivePart } from './request.ts';

test('an account that sent its day of photos is asked to wait before a byte is read, and refused nothing', async () => {
  const office = await officeForTest();
  const [owner, bytes] = [randomUUID(), await shot()];
  const hash = photoHash(bytes);
  await office.store.db
    .insertInto('person')
    .values({ id: owner, name: 'Pegawai', nip: '198001012005011001', seq: 1 })
    .execute();
  await office.store.db
    .insertInto('purchase')
    .values({
      ...{ id: randomUUID(), asn_id: owner, umkm_id: null, umkm_name: 'Warung', umkm_place: 'Krucil' },
      ...{ day: '2026-11-02', month: '2026-11', amount: 5_000, items_json: '[]', payment: 'tunai', note: '' },
      ...{ verdict: 'belum-diperiksa', reason: '', flags_json: '[]', received_at: 0, version: '', seq: 1 },
      ...{ photos_json: JSON.stringify([hash]), wanted_json: JSON.stringify([hash]) },
    })
    .execute();
  let read = 0;
  const send = (from: number) => {
    const body = new ReadableStream(
      {
        pull(controller) {
          read += 1;
          controller.enqueue(new Uint8Array(bytes.subarray(from, from + PHOTO_PART_BYTES)));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { 'content-type': 'application/octet-stream' };
    const init = { method: 'POST', headers, body, duplex: 'half' };
    const request = new Request(`http://kantor${photoPath(hash, { from, size: bytes.length })}`, init);
    return receivePart(office, owner, { request, hash });
  };
  expect(await send(0)).toMatchObject({ ok: true });
  await office.throttle.photoBytes(owner, PHOTO_BYTES_A_DAY);
  read = 0;
  const refused = await send(PHOTO_PART_BYTES);
  expect(refused).toEqual({ ok: false, error: { code: 'photo-day-full', retryAfter: 86_400 } });
  expect(read).toBe(0);

  const answer = problemAnswer('photo-day-full', 86_400);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '86400']);
  const body: unknown = await answer.json();
  expect(body).toMatchObject({ message: expect.stringContaining('menunggu di HP') as string });
  const reply = { kind: 'answered', status: 429, body, retryAfter: null } as const;
  expect(problemOf(reply)).toBe('photo-day-full');
  expect(problemOf({ ...reply, body: { code: 'a-later-code', message: '' } })).toBe('busy');
});
