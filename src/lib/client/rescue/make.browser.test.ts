import { v4 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/protocol/base64url.ts';
import { RESCUE_INFO, rescueContent, takeApart, type RescueContent } from '#lib/protocol/rescue.ts';
import { append, freeze } from '../outbox.ts';
import { AccountDb, headOf } from '../phone.ts';
import { makeRescue } from './make.ts';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;
const LINE = 'Berkas titipan.';

/** An office that a test plays: its public key is on the phone, and the private one opens files. */
async function office() {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const id = new Uint8Array(await crypto.subtle.digest('SHA-256', raw)).slice(0, 8);
  return { privateKey: pair.privateKey, id: toBase64url(id), key: toBase64url(raw) };
}

type Office = Awaited<ReturnType<typeof office>>;

async function open(text: string, { privateKey }: Office): Promise<RescueContent> {
  const apart = takeApart(text);
  if (!apart.ok) throw new Error(apart.error);
  const { subtle } = crypto;
  const { fileKey, header, sealed, gzipped } = apart.value;
  const theirs = await subtle.importKey('raw', fileKey, CURVE, false, []);
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, 256);
  const secret = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
  const info = new TextEncoder().encode(RESCUE_INFO);
  const bits = await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: header, info }, secret, 352);
  const key = await subtle.importKey('raw', bits.slice(0, 32), 'AES-GCM', false, ['decrypt']);
  const sealing = { name: 'AES-GCM', iv: bits.slice(32), additionalData: header };
  const plain = new Blob([await subtle.decrypt(sealing, key, sealed)]);
  const stream = gzipped ? plain.stream().pipeThrough(new DecompressionStream('gzip')) : plain.stream();
  return rescueContent.parse(await new Response(stream).json());
}

async function phone() {
  const db = new AccountDb(uuid());
  await db.open();
  const own = await office();
  const { replica } = await headOf(db);
  const kept = { owner: db.owner, replica, id: own.id, key: own.key, proof: 'bukti' };
  const learn = () => db.meta.put({ key: 'rescue-key', office: kept, at: 0 });
  const buy = async (amount: number) => {
    const fields = {
      umkm: { kind: 'typed' as const, name: 'Warung Bu Rahma', place: 'Krucil' },
      day: '2026-11-20' as never,
      amount,
      items: [],
      payment: 'tunai' as const,
      note: '',
    };
    await append(db, await freeze({ type: 'purchase.record', fields }, 0));
  };
  return { db, own, replica, learn, buy };
}

describe('a rescue file made in this browser', () => {
  it('holds what is unsent, exactly as it stands in the outbox, and changes nothing there', async () => {
    const { db, own, replica, learn, buy } = await phone();
    await learn();
    for (const amount of [10_000, 20_000, 30_000]) await buy(amount);
    await db.outbox.update(1, { state: 'acked' });
    const before = await db.outbox.toArray();
    const made = await makeRescue(db, { line: LINE, now: 5 });
    if (!made.ok) throw new Error(made.error);
    expect([made.value.held, made.value.left]).toEqual([2, 0]);
    expect(await open(made.value.text, own)).toEqual({
      v: 1,
      owner: db.owner,
      replica,
      proof: 'bukti',
      clock: 5,
      unsent: 2,
      mutations: before.slice(1).map(({ id, n, body }) => ({ id, n, body })),
    });
    expect(await db.outbox.toArray()).toEqual(before);
  });

  it('says to people what it is, and nothing of what is in it', async () => {
    const { db, learn, buy } = await phone();
    await learn();
    await buy(10_000);
    const made = await makeRescue(db, { line: LINE, now: 5 });
    expect(made.ok && made.value.text.startsWith(`${LINE}\nSiMadu-T`)).toBe(true);
    for (const secret of ['Warung', 'Krucil', db.owner]) {
      expect(made.ok && made.value.text.includes(secret)).toBe(false);
    }
  });

  it('is not made without the office’s key, nor of nothing', async () => {
    const { db, learn, buy } = await phone();
    expect(await makeRescue(db, { line: LINE, now: 5 })).toEqual({ ok: false, error: 'no-key' });
    await learn();
    expect(await makeRescue(db, { line: LINE, now: 5 })).toEqual({ ok: false, error: 'nothing' });
    await buy(10_000);
    expect((await makeRescue(db, { line: LINE, now: 5 })).ok).toBe(true);
  });
});
