import { v4 as uuid } from 'uuid';
import { expect, test } from 'vitest';
import { ownDataText } from './own-data.ts';
import { AccountDb } from './phone.ts';

test("*Data saya* names what is carried and how large photos are, but no proof, no colleague's file and no photo", async () => {
  const db = new AccountDb(uuid());
  await db.meta.bulkPut([
    { key: 'rescue-key', office: { proof: 'bukti-rahasia' }, at: 0 },
    {
      key: 'titipan:h',
      hash: 'h',
      name: 'titipan-rekan.txt',
      text: 'isi-berkas',
      takenAt: 0,
      answer: null,
      refusal: null,
    },
  ] as never[]);
  await db.photos.put({ hash: 'sidik-foto', size: 84_321, state: 'unsent' } as never);
  await db.photoBytes.put({ hash: 'sidik-foto', bytes: new ArrayBuffer(8) });
  const account = { id: db.owner, name: 'Pegawai Contoh', roles: [] };
  const text = await ownDataText({ account, db, purchases: [] }, 0);
  for (const kept of ['titipan-rekan.txt', '"huruf": 10', 'sidik-foto', '84321', '"replica"'])
    expect(text).toContain(kept);
  for (const left of ['bukti-rahasia', 'isi-berkas', 'photoBytes']) expect(text).not.toContain(left);
  await db.delete();
});
