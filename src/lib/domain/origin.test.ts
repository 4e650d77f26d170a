import { expect, test } from 'vitest';
import { originKey, withOrigin, withoutOrigin } from './origin.ts';
import { samplePurchase } from './samples.ts';

const typed = samplePurchase({
  umkm: { kind: 'typed', name: 'Warung Bu Sri', place: 'Betek, Krucil' },
  flags: ['late', 'unlisted-umkm'],
});

test('spelling alone makes no other UMKM, another place does', () => {
  const key = originKey({ name: 'Warung Bu Sri', place: 'Betek, Krucil' });
  expect(originKey({ name: ' warung  "bu" SRI', place: 'betek krucil' })).toBe(key);
  expect(originKey({ name: 'Warung Bu Sri', place: 'Tiris' })).not.toBe(key);
});

test('a confirmed origin lifts its own flag and no other', () => {
  const purchase = withOrigin(typed, { id: 's1', name: 'Warung Sri Rejeki' });
  expect(purchase.umkm).toEqual({ kind: 'listed', id: 's1', name: 'Warung Sri Rejeki' });
  expect(purchase.flags).toEqual(['late']);
  expect(purchase).toMatchObject({ amount: typed.amount, day: typed.day, verdict: typed.verdict });
});

test('a refused origin is a verdict with its reason, and the purchase stays what it was', () => {
  const purchase = withoutOrigin(typed, 'Barang pabrik dari luar kabupaten');
  expect(purchase).toMatchObject({
    verdict: 'belum-dihitung',
    reason: 'Barang pabrik dari luar kabupaten',
    umkm: typed.umkm,
    amount: typed.amount,
  });
});
