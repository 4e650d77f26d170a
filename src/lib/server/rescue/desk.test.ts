import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { seal } from '#lib/client/rescue/seal.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import type { Access } from '../access.ts';
import { officeForTest, withUser, type TestOffice } from '../office.fixture.ts';
import { insertRows } from '../store/bulk.ts';
import { carryFiles, MOST_FILES } from './desk.ts';
import { currentKey, proofOf } from './keys.ts';

const [OPD, ELSEWHERE, AUTHOR, OFFICER] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
const NAME = 'Pegawai Krucil';

/** An ASN of one OPD, and officers of that one and of another. */
async function regency(): Promise<TestOffice> {
  const office = await officeForTest();
  await office.store.write(async (tx) => {
    const span = { from_day: '2020-01-01', until_day: null, seq: 0 };
    const kind = { kind: 'opd' as const, parent_id: null, kecamatan: '35.13.08', ...span };
    await insertRows(tx, 'office', [
      { id: OPD, name: 'Kecamatan Krucil', ...kind },
      { id: ELSEWHERE, name: 'Kecamatan Tiris', ...kind },
    ]);
    await insertRows(tx, 'person', [{ id: AUTHOR, name: NAME, nip: '198001012005011001', seq: 0 }]);
    await insertRows(tx, 'appointment', [
      {
        id: randomUUID(),
        asn_id: AUTHOR,
        office_id: OPD,
        title: 'Pengadministrasi',
        band: 'pelaksana',
        kind: 'definitif',
        superior_id: null,
        ...span,
      },
    ]);
  });
  await withUser(office, { id: AUTHOR, name: NAME });
  await withUser(office, { id: OFFICER }, [{ role: 'petugas-opd', officeId: OPD }]);
  return office;
}

const officerOf = (officeId: string): Access => ({
  userId: OFFICER,
  name: 'Petugas',
  roles: ['petugas-opd'],
  officeId,
  sessionId: 's',
});

async function fileFrom(office: TestOffice): Promise<File> {
  const key = await currentKey(office.store, office.now());
  const whose = { owner: AUTHOR, replica: randomUUID() };
  const proof = proofOf(key, whose).toString('base64url');
  const umkm = { kind: 'typed', name: 'Warung', place: 'Krucil' };
  const fields = { umkm, day: '2026-01-05', amount: 5_000, payment: 'tunai' };
  const body = JSON.stringify({ type: 'purchase.record', fields });
  const text = await seal({
    line: 'Berkas titipan.',
    office: { ...whose, id: key.id, key: key.publicKey.toString('base64url'), proof },
    epoch: null,
    content: {
      v: PROTOCOL,
      ...whose,
      proof,
      clock: 0,
      unsent: 1,
      mutations: [{ id: randomUUID(), n: 1, body }],
    },
  });
  return new File([text], 'titipan.txt');
}

test.each([
  ['their own OPD', OPD, `1 catatan diterima untuk ${NAME}, menunggu dipastikan.`],
  [
    'another OPD',
    ELSEWHERE,
    '1 catatan diterima untuk seorang pegawai di luar OPD ini, menunggu dipastikan.',
  ],
])(
  'an officer of %s reads in whose name it was taken in, or only that it was',
  async (_, officeId, sentence) => {
    const office = await regency();
    const files = [await fileFrom(office), new File(['halo'], 'halo.txt')];
    const [good, bad] = await carryFiles(office, officerOf(officeId), files);
    expect(good).toEqual({ name: 'titipan.txt', ok: true, sentence });
    expect(bad).toMatchObject({ name: 'halo.txt', ok: false });
    const [carried] = await office.store.db.selectFrom('mutation').select(['owner', 'carrier']).execute();
    expect(carried).toEqual({ owner: AUTHOR, carrier: OFFICER });
  },
);

test('whoever brings file after file is asked to wait', async () => {
  const office = await regency();
  const files = Array.from({ length: MOST_FILES }, () => new File(['halo'], 'halo.txt'));
  const sentences = new Set<string>();
  for (let round = 0; round < 7; round += 1) {
    for (const { sentence } of await carryFiles(office, officerOf(OPD), files)) sentences.add(sentence);
  }
  expect([...sentences].some((sentence) => sentence.includes('Mohon tunggu sebentar'))).toBe(true);
});
