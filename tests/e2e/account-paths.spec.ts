import type { Office } from './world/office.ts';
import { person } from './world/people.ts';
import { expect, test } from './world/test.ts';

/* Several sessions in one browser, as the office sees them: by the cookies of a request alone. */

interface SignedIn {
  readonly id: string;
  /** `sesi=...` */
  readonly cookie: string;
}

const ask = (office: Office, path: string, cookie: string, method = 'GET') =>
  fetch(`http://127.0.0.1:${String(office.port)}${path}`, {
    method,
    headers: { cookie },
    redirect: 'manual',
  });

async function signedIn(office: Office, name: string): Promise<SignedIn> {
  const origin = `http://127.0.0.1:${String(office.port)}`;
  const { as, number, password } = await person(origin, name);
  const response = await fetch(`${origin}/api/masuk`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as, number, password }),
  });
  const { id } = (await response.json()) as { id: string };
  return { id, cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

/** The paths of the cookies that an answer sets or takes away. */
const paths = (response: Response, pattern: RegExp) =>
  response.headers
    .getSetCookie()
    .filter((set) => pattern.test(set))
    .map((set) => /Path=([^;]+)/.exec(set)?.[1]);

test('under an account\u2019s path only that account is anybody, whoever is in front', async ({ office }) => {
  const [ani, budi] = [await signedIn(office, 'Ratna Puspita'), await signedIn(office, 'Suharyono Widodo')];
  const saya = `/api/akun/${ani.id}/saya`;
  // Browsers send the cookie of the longest path first.
  const both = `${ani.cookie}; ${budi.cookie}`;
  expect(await (await ask(office, saya, both)).json()).toMatchObject({ id: ani.id });
  expect(await (await ask(office, '/api/saya', budi.cookie)).json()).toMatchObject({ id: budi.id });
  for (const path of [saya, `/api/akun/${ani.id}/perangkat`]) {
    expect((await ask(office, path, budi.cookie)).status, path).toBe(401);
  }
  for (const path of ['depan', 'keluar', 'sync', 'perangkat']) {
    const response = await ask(office, `/api/akun/${ani.id}/${path}`, budi.cookie, 'POST');
    expect(response.status, path).toBe(401);
    expect(response.headers.getSetCookie(), path).toEqual([]);
  }
});

test('an account comes to the front by its own session, and leaves without taking another\u2019s', async ({
  office,
}) => {
  const [ani, budi] = [await signedIn(office, 'Ratna Puspita'), await signedIn(office, 'Suharyono Widodo')];
  const own = `/api/akun/${ani.id}`;
  const both = `${ani.cookie}; ${budi.cookie}`;
  const forward = await ask(office, `${own}/depan`, both, 'POST');
  expect(forward.status).toBe(204);
  expect(paths(forward, new RegExp(`^${ani.cookie};`))).toEqual(['/', own]);

  const out = await ask(office, `${own}/keluar`, both, 'POST');
  expect(paths(out, /^sesi=;/)).toEqual([own]);
  expect((await ask(office, `${own}/saya`, both)).status).toBe(401);
  expect((await ask(office, '/api/saya', budi.cookie)).status).toBe(200);
  const last = await ask(office, `/api/akun/${budi.id}/keluar`, `${budi.cookie}; ${budi.cookie}`, 'POST');
  expect(paths(last, /^sesi=;/).sort()).toEqual(['/', `/api/akun/${budi.id}`]);
});

test('a desk opens only for whose screens stand open on the phone, and stays open while it is used', async ({
  office,
}) => {
  const { id, cookie } = await signedIn(office, 'Lilik Maryati');
  const rekap = (markers: string) => ask(office, '/kode-masuk', `${cookie}${markers}`);
  expect((await rekap('')).status).toBe(200);
  for (const markers of ['; kunci=1', '; kunci=1; buka=orang-lain']) {
    const response = await rekap(markers);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/?lanjut=%2Fkode-masuk');
  }
  const open = await rekap(`; kunci=1; buka=${id}`);
  expect(open.status).toBe(200);
  expect(open.headers.getSetCookie().join()).toMatch(new RegExp(`buka=${id}; Max-Age=600`));
});
