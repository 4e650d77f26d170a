import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rescueHeader, rescueText } from '#lib/protocol/rescue.ts';
import { sha256 } from '../hash.ts';
import { idle } from '../idle.ts';
import { AccountDb } from '../phone.ts';
import { dropTitipan, sendTitipan, takeTitipan } from './carry.ts';
import { carries, readTitipan } from './titipan.ts';
import { fetchKey, keptKey } from './office-key.ts';
import { rescueWhenOnline } from './when-online.ts';

const network = globalThis.fetch;
let asked: string[] = [];
let db: AccountDb;

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

/** The office, or what stands in its place, answers every request like this. */
function answersWith(answer: () => Response): void {
  globalThis.fetch = (path) => {
    asked.push(typeof path === 'string' ? path : '');
    return Promise.resolve(answer());
  };
}

const rescue = (seed = 1): string => {
  const sealed = new Uint8Array(40).fill(seed);
  const fileKey = new Uint8Array(65);
  const header = rescueHeader({ gzipped: true, keyId: 'AAECAwQFBgc', fileKey, epoch: '', size: 40 });
  return rescueText('Berkas titipan.', header, sealed);
};

const take = (text: string, name = 'titipan.txt') =>
  takeTitipan(db, { file: new File([text], name), now: 7 });

const counts = { taken: 2, known: 0, refused: 0, later: 0 };
const states = async () => (await readTitipan(db)).map(({ answer, refusal }) => ({ answer, refusal }));

beforeEach(async () => {
  asked = [];
  db = new AccountDb(uuid());
  await db.open();
});

afterEach(() => {
  globalThis.fetch = network;
  db.close();
});

describe('a file that is carried', () => {
  it('lies on the disk under the hash of its text, once, also after the browser died', async () => {
    const text = rescue();
    expect(await take(text)).toEqual({ ok: true, value: null });
    await take(text, 'titipan (1).txt');
    db.close();
    db = new AccountDb(db.owner);
    const [row, ...others] = await readTitipan(db);
    expect(row).toMatchObject({ hash: await sha256(text), text, name: 'titipan (1).txt' });
    expect(others).toEqual([]);
  });

  it.each([
    ['halo', 'file-unreadable'],
    [rescue().slice(0, 120), 'file-cut'],
    ['x'.repeat(400_001), 'file-unreadable'],
  ])('is not kept when anybody can see that it is damaged (%#)', async (text, code) => {
    expect(await take(text)).toEqual({ ok: false, error: { kind: 'file', code } });
    expect(await readTitipan(db)).toEqual([]);
  });

  it('is delivered by the office’s own answer about this very file, and nothing else', async () => {
    const text = rescue();
    await take(text);
    answersWith(() => new Response('<h1>Wi-Fi</h1>', { headers: { 'content-type': 'text/html' } }));
    expect(await sendTitipan(db, { now: 9 })).toBe('captive-portal');
    answersWith(() => json(200, { ...counts, file: 'A'.repeat(43) }));
    expect(await sendTitipan(db, { now: 9 })).toBe('captive-portal');
    expect(await states()).toEqual([{ answer: null, refusal: null }]);
    const answer = { ...counts, file: await sha256(text) };
    answersWith(() => json(200, answer));
    expect(await sendTitipan(db, { now: 9 })).toBeNull();
    expect(await readTitipan(db)).toMatchObject([{ answer, refusal: null, text: '' }]);
    asked = [];
    await sendTitipan(db, { now: 9 });
    expect(asked).toEqual([]);
  });

  it('is brought again after an hour, or when asked to, while the office may take more of it', async () => {
    const text = rescue();
    await take(text);
    const [row] = await readTitipan(db);
    const takenAt = row?.takenAt ?? NaN;
    const file = await sha256(text);
    answersWith(() => json(200, { ...counts, taken: 1, later: 2, own: 1, file }));
    const asks = async (now: number, pressed = false) => {
      asked = [];
      await sendTitipan(db, { now, pressed });
      return asked.length;
    };
    const [HOUR, DAY] = [3_600_000, 86_400_000];
    expect(await asks(takenAt)).toBe(1);
    expect(await carries(db)).toBe(true);
    expect(await readTitipan(db)).toMatchObject([{ text, answer: { later: 2, own: 1 } }]);
    expect(await asks(takenAt + HOUR - 1)).toBe(0);
    expect(await asks(takenAt + HOUR - 1, true)).toBe(1);
    expect(await asks(takenAt + 2 * HOUR)).toBe(1);
    expect(await asks(takenAt + 45 * DAY)).toBe(1);
    expect(await readTitipan(db)).toMatchObject([{ text: '' }]);
    expect(await carries(db)).toBe(false);
    expect(await asks(takenAt + 46 * DAY, true)).toBe(0);
  });

  it('is brought no more when only its author’s own phone may say the rest', async () => {
    const text = rescue();
    await take(text);
    const file = await sha256(text);
    answersWith(() => json(200, { ...counts, later: 1, own: 1, file }));
    await sendTitipan(db, { now: 9 });
    expect(await readTitipan(db)).toMatchObject([{ text: '' }]);
    expect(await carries(db)).toBe(false);
  });

  it.each([
    [503, 'busy'],
    [429, 'too-many-tries'],
    [401, 'signed-out'],
    [409, 'file-newer'],
  ])('waits on when the office cannot take it now (%i %s)', async (status, code) => {
    await take(rescue());
    answersWith(() => json(status, { code, message: '' }));
    expect(await sendTitipan(db, { now: 9 })).toBe(code);
    expect(await states()).toEqual([{ answer: null, refusal: null }]);
  });

  it('that the office refuses for good holds no other up', async () => {
    const [first, second] = [rescue(1), rescue(2)];
    await take(first);
    await takeTitipan(db, { file: new File([second], 'b.txt'), now: 8 });
    const answer = { ...counts, file: await sha256(second) };
    answersWith(() =>
      asked.length === 1 ? json(422, { code: 'file-foreign', message: '' }) : json(200, answer),
    );
    expect(await sendTitipan(db, { now: 9 })).toBeNull();
    expect(await states()).toEqual([
      { answer: null, refusal: 'file-foreign' },
      { answer, refusal: null },
    ]);
  });

  it('that was dropped while it was on its way does not come back', async () => {
    const text = rescue();
    await take(text);
    const [row] = await readTitipan(db);
    if (!row) throw new Error('nothing is carried');
    const answer = { ...counts, file: await sha256(text) };
    globalThis.fetch = async () => {
      await dropTitipan(db, row);
      return json(200, answer);
    };
    await sendTitipan(db, { now: 9 });
    expect(await readTitipan(db)).toEqual([]);
  });
});

describe('the office’s key', () => {
  const key = async (change = {}) => {
    const head = await db.meta.get('head');
    const replica = head?.key === 'head' ? head.replica : '';
    return { owner: db.owner, replica, id: 'A'.repeat(11), key: 'A'.repeat(87), proof: 'p', ...change };
  };
  const signal = new AbortController().signal;

  it('is fetched once, and again after a month', async () => {
    const told = await key();
    answersWith(() => json(200, told));
    await fetchKey(db, { now: 1, signal });
    await fetchKey(db, { now: 2, signal });
    expect(await keptKey(db)).toEqual(told);
    expect(asked).toHaveLength(1);
    await fetchKey(db, { now: 2_700_000_000, signal });
    expect(asked).toHaveLength(2);
  });

  it('of another account’s session, or from a portal, is not kept', async () => {
    const other = await key({ owner: uuid() });
    answersWith(() => json(200, other));
    await fetchKey(db, { now: 1, signal });
    answersWith(() => new Response('<p>Wi-Fi</p>', { headers: { 'content-type': 'text/html' } }));
    await fetchKey(db, { now: 1, signal });
    expect(await keptKey(db)).toBeNull();
  });
});

describe('a file that whoever is in front carries', () => {
  it.each([
    ['an ASN', 'asn', true],
    ['a seller who was one once', 'penjual', false],
  ] as const)('goes out when there is signal: %s', async (_who, role, needsKey) => {
    await take(rescue());
    answersWith(() => json(422, { code: 'file-cut', message: '' }));
    const stop = rescueWhenOnline({ account: { id: db.owner, name: 'Contoh', roles: [role] }, db });
    await expect.poll(states).toEqual([{ answer: null, refusal: 'file-cut' }]);
    stop();
    expect(asked.some((path) => path.includes('kunci'))).toBe(needsKey);
  });

  it('is not asked about by who carries none', async () => {
    const stop = rescueWhenOnline({ account: { id: db.owner, name: 'Contoh', roles: ['penjual'] }, db });
    await idle();
    stop();
    expect(asked).toEqual([]);
  });
});
