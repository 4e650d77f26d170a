/*
 * Long because the table of attacks stands beside the tests that go through it.
 */

import { gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { sampleAccount, type SampleAccount } from '#lib/protocol/account.ts';
import { problem, type Problem } from '#lib/protocol/exchange.ts';
import type { Office } from './world/office.ts';
import { ask as query } from './world/people.ts';
import { expect, test } from './world/test.ts';

/*
 * What the office says to requests that mean it no good, or that mean well and are broken: a code, no insides,
 * nothing changed, and the next request is served.
 */

const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { ...JSON_TYPE, 'content-encoding': 'gzip' };

const ask = (office: Office, path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${String(office.port)}${path}`, { redirect: 'manual', ...init });

const post = (
  office: Office,
  path: string,
  body: RequestInit['body'],
  headers: Record<string, string> = JSON_TYPE,
) => ask(office, path, { method: 'POST', body: body ?? null, headers });

/** A refusal in our words, and nothing of the inside. */
async function refusal(response: Response): Promise<Problem> {
  const text = await response.text();
  expect(text).not.toMatch(/node_modules|\.js:\d|\.ts:\d|\n\s+at |Error:|SQLITE/);
  expect(response.headers.get('content-type')).toContain('application/json');
  return problem.parse(JSON.parse(text));
}

async function sample(office: Office, as: SampleAccount['as'] = 'asn'): Promise<SampleAccount> {
  const list = z.array(sampleAccount).parse(await (await ask(office, '/api/akun-contoh')).json());
  const found = list.find((account) => account.as === as);
  if (found === undefined) throw new Error('The sample regency has no such account.');
  return found;
}

const signInBody = ({ as, number }: SampleAccount, password: string) =>
  JSON.stringify({ as, number, password });

async function signedIn(office: Office): Promise<{ cookie: string; owner: string }> {
  const account = await sample(office);
  const response = await post(office, '/api/masuk', signInBody(account, account.password));
  expect(response.status).toBe(200);
  const cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const { id } = z.object({ id: z.string() }).parse(await response.json());
  return { cookie, owner: id };
}

/** How much the office holds, read from its file: what was refused must not have moved any of it. */
function holdings({ folder }: Office): unknown {
  const tables = ['journal', 'mutation', 'purchase', 'replica', 'user', 'session', 'login_code'];
  const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}s`);
  return query(folder, `select seq, hash, ${counts.join(', ')} from journal_head`);
}

interface Attack {
  readonly what: string;
  readonly body: (owner: string) => RequestInit['body'];
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly code: string;
}

const exchange = (owner: string, more: object = {}) =>
  JSON.stringify({
    v: 1,
    owner,
    replica: '0190a000-0000-7000-8000-000000000001',
    epoch: null,
    cursors: [],
    acked: 0,
    kept: 1,
    mutations: [],
    clock: 0,
    unsent: 0,
    ...more,
  });

const ATTACKS: readonly Attack[] = [
  { what: 'text that is no JSON', body: () => 'tersimpan=1', status: 400, code: 'malformed' },
  { what: 'an empty body', body: () => '', status: 400, code: 'malformed' },
  { what: 'half a message', body: (owner) => exchange(owner).slice(0, 60), status: 400, code: 'malformed' },
  { what: 'JSON of another shape', body: () => '[1,2,3]', status: 400, code: 'malformed' },
  {
    what: 'a message nested 200,000 deep',
    body: () => `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
    status: 400,
    code: 'malformed',
  },
  {
    what: 'bytes that are no text',
    body: () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
    status: 400,
    code: 'malformed',
  },
  { what: 'a message of two megabytes', body: () => ' '.repeat(2_000_000), status: 413, code: 'too-large' },
  {
    what: 'a gzip bomb',
    body: () => gzipSync(Buffer.alloc(200_000_000)),
    headers: GZIP,
    status: 413,
    code: 'too-large',
  },
  {
    what: 'gzip that is none',
    body: (owner) => exchange(owner),
    headers: GZIP,
    status: 400,
    code: 'malformed',
  },
  {
    what: 'gzip cut in the middle',
    body: (owner) => gzipSync(exchange(owner)).subarray(0, 40),
    headers: GZIP,
    status: 400,
    code: 'malformed',
  },
  {
    what: 'a form',
    body: () => 'v=1',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'unsupported-encoding',
  },
  {
    what: 'another packing',
    body: (owner) => exchange(owner),
    headers: { ...JSON_TYPE, 'content-encoding': 'br' },
    status: 415,
    code: 'unsupported-encoding',
  },
  {
    what: 'an exchange older than all that are answered',
    body: (owner) => exchange(owner, { v: 0 }),
    status: 426,
    code: 'old-version',
  },
  {
    what: 'an exchange of the future',
    body: (owner) => exchange(owner, { v: 99, later: true }),
    status: 409,
    code: 'new-version',
  },
  {
    what: 'somebody else\u2019s outbox',
    body: () => exchange('0190a000-0000-7000-8000-00000000ffff'),
    status: 403,
    code: 'other-account',
  },
  {
    what: 'a page of another site',
    body: (owner) => exchange(owner),
    headers: { ...JSON_TYPE, origin: 'https://evil.example' },
    status: 403,
    code: 'foreign-origin',
  },
  {
    what: 'a page without a name',
    body: (owner) => exchange(owner),
    headers: { ...JSON_TYPE, origin: 'null' },
    status: 403,
    code: 'foreign-origin',
  },
  {
    what: 'what the browser calls cross-site',
    body: (owner) => exchange(owner),
    headers: { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' },
    status: 403,
    code: 'foreign-origin',
  },
];

test('no hostile or broken exchange changes anything, and the office goes on', async ({ office }) => {
  const { cookie, owner } = await signedIn(office);
  const before = holdings(office);
  for (const { what, body, headers = JSON_TYPE, status, code } of ATTACKS) {
    await test.step(what, async () => {
      const response = await post(office, '/api/sync', body(owner), { ...headers, cookie });
      expect(response.status, what).toBe(status);
      expect((await refusal(response)).code, what).toBe(code);
      expect((await ask(office, '/api/saya', { headers: { cookie } })).status).toBe(200);
    });
  }
  expect(holdings(office)).toEqual(before);
});

test('sign-in refuses the same requests, and what is no address of ours', async ({ office }) => {
  const account = await sample(office);
  const before = holdings(office);
  for (const { what, body, headers = JSON_TYPE, status, code } of ATTACKS.filter((one) =>
    [400, 413, 415].includes(one.status),
  )) {
    const response = await post(office, '/api/masuk', body(account.number), headers);
    // Sign-in does read forms, and this one lacks its fields.
    const expected = what === 'a form' ? { status: 400, code: 'malformed' } : { status, code };
    expect(response.status, what).toBe(expected.status);
    expect((await refusal(response)).code, what).toBe(expected.code);
  }
  const foreign = { ...JSON_TYPE, origin: 'https://evil.example' };
  const fromAfar = await post(office, '/api/masuk', signInBody(account, account.password), foreign);
  expect(fromAfar.headers.getSetCookie()).toEqual([]);
  expect((await refusal(fromAfar)).code).toBe('foreign-origin');
  expect((await refusal(await ask(office, '/api/masuk', { method: 'DELETE' }))).code).toBe('malformed');
  expect((await refusal(await ask(office, '/api/tidak-ada'))).code).toBe('not-found');
  expect(holdings(office)).toEqual(before);
});

test('nobody learns from sign-in whether a number has an account', async ({ office }) => {
  const account = await sample(office);
  const tries = [
    signInBody(account, 'bukan kata sandinya'),
    signInBody({ ...account, number: '19010101 192501 1 999' }, 'bukan kata sandinya'),
    signInBody({ ...account, number: 'bukan nomor' }, 'bukan kata sandinya'),
    signInBody({ ...account, as: 'penjual', number: '0899999999' }, 'bukan kata sandinya'),
  ];
  const answers: unknown[] = [];
  for (const body of tries) {
    const response = await post(office, '/api/masuk', body);
    answers.push({
      status: response.status,
      headers: [...response.headers].filter(([name]) => name !== 'date'),
      problem: await refusal(response),
    });
  }
  expect(answers).toEqual(Array(tries.length).fill(answers[0]));
});

test('guessing a password is slowed down, for that account only', async ({ office }) => {
  const account = await sample(office);
  for (let i = 0; i < 5; i += 1) {
    expect((await post(office, '/api/masuk', signInBody(account, `tebakan ${String(i)}`))).status).toBe(401);
  }
  const slowed = await post(office, '/api/masuk', signInBody(account, account.password));
  expect(slowed.status).toBe(429);
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await refusal(slowed)).code).toBe('too-many-tries');
  const other = await sample(office, 'penjual');
  expect((await post(office, '/api/masuk', signInBody(other, other.password))).status).toBe(200);
});

test('the session\u2019s cookie is out of reach for scripts and other sites, and ends with log-out', async ({
  office,
}) => {
  const account = await sample(office);
  const response = await post(office, '/api/masuk', signInBody(account, account.password));
  const [set = ''] = response.headers.getSetCookie();
  expect(set).toMatch(/^sesi=[^;]+; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/);
  const cookie = set.split(';')[0] ?? '';
  const saya = () => ask(office, '/api/saya', { headers: { cookie } });
  expect((await saya()).headers.getSetCookie()).toEqual([]);
  const out = await ask(office, '/api/keluar', { method: 'POST', headers: { cookie } });
  expect(out.status).toBe(204);
  expect(out.headers.getSetCookie()[0]).toMatch(/^sesi=; Max-Age=0;/);
  expect((await refusal(await saya())).code).toBe('signed-out');
  expect((await refusal(await ask(office, '/api/saya', { headers: { cookie: `${cookie}x` } }))).code).toBe(
    'signed-out',
  );
});

test('a desk page sends who is signed out to sign in, and only ever to pages of ours', async ({ office }) => {
  const cases = [
    ['/rekap', '/masuk?lanjut=%2Frekap'],
    ['/rekap/2026-11?cari=a%26b', '/masuk?lanjut=%2Frekap%2F2026-11%3Fcari%3Da%2526b'],
    ['/rekap?lanjut=https://evil.example', '/masuk?lanjut=%2Frekap%3Flanjut%3Dhttps%3A%2F%2Fevil.example'],
  ] as const;
  for (const [path, location] of cases) {
    const response = await ask(office, path);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(location);
  }
  for (const path of ['//evil.example/rekap', '/\\evil.example/rekap', '/rekap//evil.example']) {
    const response = await ask(office, path);
    expect(response.headers.get('location') ?? '/', path).toMatch(/^\/(?![/\\])/);
  }
});

test('signing in leads to no other site', async ({ office, browser, origin }) => {
  const account = await sample(office);
  for (const onward of [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
  ]) {
    const page = await browser.newPage({ baseURL: origin, serviceWorkers: 'block' });
    await page.goto(`/masuk?lanjut=${encodeURIComponent(onward)}`);
    await page.getByLabel('NIP', { exact: true }).fill(account.number);
    await page.getByLabel('Kata sandi', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: 'Masuk', exact: true }).click();
    await page.waitForURL((url) => url.pathname !== '/masuk');
    expect(new URL(page.url()).origin, onward).toBe(origin);
    await page.close();
  }
});

test('an ASN without an office to serve is told politely that the recap is not theirs', async ({
  office,
}) => {
  const { cookie } = await signedIn(office);
  const response = await ask(office, '/kode-masuk', { headers: { cookie, accept: 'text/html' } });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('tidak berwenang');
});

const PAGES = ['/masuk', '/cangkang', '/butuh-jaringan', '/', '/katalog/umkm/x', '/tidak-ada'];

test('every page, prerendered or not, carries its policy and cannot be framed', async ({ office }) => {
  for (const path of PAGES) {
    const response = await ask(office, path, { headers: { accept: 'text/html' } });
    const header = (name: string) => response.headers.get(name) ?? '';
    expect(header('x-content-type-options'), path).toBe('nosniff');
    expect(header('x-frame-options'), path).toBe('DENY');
    expect(header('content-security-policy'), path).toContain("frame-ancestors 'none'");
    expect(header('referrer-policy'), path).toBe('same-origin');
    expect(header('permissions-policy'), path).toContain('geolocation=()');
    expect(header('cache-control'), path).toBe('no-cache');
    // The policy of scripts and styles stands in a header, or in the page where it was made at build.
    const html = await response.text();
    const inPage = /http-equiv="content-security-policy" content="([^"]*)"/.exec(html)?.[1];
    const policy = inPage ?? header('content-security-policy');
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toMatch(/script-src 'self'[ ;]/);
    expect(policy, path).not.toMatch(/unsafe-(inline|eval)|nonce-/);
  }
});

test('programs get small headers, and files that never change are kept for good', async ({ office }) => {
  const names = [...(await ask(office, '/api/health')).headers.keys()].sort();
  expect(names).toEqual([
    'cache-control',
    'content-length',
    'content-type',
    'date',
    'x-content-type-options',
  ]);
  const html = await (await ask(office, '/masuk')).text();
  const script = /\/_app\/immutable\/entry\/start[^"]+\.js/.exec(html)?.[0] ?? '';
  expect((await ask(office, script)).headers.get('cache-control')).toContain('immutable');
  expect((await ask(office, '/service-worker.js')).headers.get('cache-control')).toBe('no-cache');
});
