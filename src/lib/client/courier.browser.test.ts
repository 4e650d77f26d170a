import { v4 as uuid } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import { ofAccountPath } from '#lib/protocol/shared-phone.ts';
import { Courier } from './courier.svelte.ts';
import { AccountDb, CacheDb, PhoneDb } from './phone.ts';

const phone = new PhoneDb();
const cache = new CacheDb(`katalog-${uuid()}`);
const network = globalThis.fetch;

afterEach(async () => {
  globalThis.fetch = network;
  await Promise.all([phone.accounts.clear(), phone.settings.clear(), cache.delete()]);
});

test('A file that an account carries is sent while somebody else is in front, or nobody', async () => {
  const db = new AccountDb(uuid());
  await phone.accounts.put({ id: db.owner, name: 'Pegawai Contoh', roles: ['asn'] });
  const file = { hash: 'h', name: 'titipan.txt', text: 'isi', takenAt: 0, answer: null, refusal: null };
  await db.meta.put({ key: 'titipan:h', ...file });
  globalThis.fetch = (address) => {
    const { path } = ofAccountPath(typeof address === 'string' ? address : '');
    const [status, code] = path === '/api/titipan' ? [422, 'file-cut'] : [503, 'busy'];
    const headers = { 'content-type': 'application/json' };
    return Promise.resolve(new Response(JSON.stringify({ code, message: '' }), { status, headers }));
  };
  const courier = new Courier(null, cache);
  courier.start();
  await expect.poll(() => db.meta.get('titipan:h')).toMatchObject({ text: '', refusal: 'file-cut' });
  await courier.stop();
  await db.delete();
});
