import { describe, expect, test } from 'vitest';
import { samplePurchase } from '#lib/domain/samples.ts';
import { openForm } from './form.fixture.ts';
import type { PurchaseForm } from './purchase-form.svelte.ts';

const drafts = async ({ session }: PurchaseForm) =>
  (await session.db.drafts.toArray()).map(({ form }) => form.note);

describe('What is typed', () => {
  test('is kept at once when the page may be killed', async () => {
    const form = openForm();
    form.set({ note: 'kopi' }, 'note');
    await form.keep();
    expect(await drafts(form)).toEqual(['kopi']);
  });

  test('does not come back as a draft once it is saved, whatever the fields that go still say', async () => {
    const form = openForm();
    form.set({ note: 'kopi' }, 'note');
    await form.keep();
    const saving = form.save();
    form.set({ note: 'kopi pagi' }, 'note');
    await form.keep();
    await saving;
    // The field of the sum groups its digits when it is left, also when it is taken away.
    form.set({ amount: '25.000' }, 'amount');
    await form.keep();
    expect(form.saved?.fields).toMatchObject({ amount: 25_000, note: 'kopi' });
    expect(await drafts(form)).toEqual([]);
  });

  test('does not come back as a draft once it is discarded', async () => {
    const form = openForm();
    form.set({ note: 'kopi' }, 'note');
    await form.keep();
    form.set({ note: 'teh' }, 'note');
    await form.discard();
    await form.keep();
    expect(await drafts(form)).toEqual([]);
  });

  test('stays when the phone does not let it go, and that is said', async () => {
    const form = openForm();
    form.set({ note: 'kopi' }, 'note');
    await form.keep();
    form.session.db.close({ disableAutoOpen: true });
    expect(await form.discard()).toBe(false);
    expect(form.unkept).toMatch(/belum dapat dihapus/);
    await form.session.db.open();
    expect(await form.discard()).toBe(true);
    expect(await drafts(form)).toEqual([]);
  });

  test('to correct a purchase is kept with the reason and with the version that it corrects', async () => {
    const corrects = samplePurchase({ version: 'dua' });
    const form = openForm({ corrects, base: 'dua' });
    form.setReason('Salah ketik');
    await form.keep();
    expect(form.outdated).toBe(false);
    expect(await form.session.db.drafts.toArray()).toMatchObject([
      { corrects: corrects.id, reason: 'Salah ketik', base: 'dua' },
    ]);
  });

  test('to correct a purchase that has changed since stays known as such, until it is saved', async () => {
    const form = openForm({ corrects: samplePurchase({ version: 'dua' }), base: 'satu' });
    form.set({ note: 'kopi' }, 'note');
    await form.keep();
    expect(form.outdated).toBe(true);
    expect(await form.session.db.drafts.toArray()).toMatchObject([{ base: 'satu' }]);
  });

  test('is kept as soon as the phone takes it again, when saving was refused', async () => {
    const form = openForm();
    form.set({ note: 'kopi' }, 'note');
    form.session.db.close({ disableAutoOpen: true });
    await form.save();
    await form.keep();
    expect({ saved: form.saved, busy: form.busy }).toEqual({ saved: null, busy: false });
    expect(form.trouble).toMatch(/Isian masih ada di layar/);
    expect(form.unkept).toMatch(/Isian ini hilang bila SiMadu ditutup/);
    await form.session.db.open();
    await form.keep();
    expect(form.unkept).toBeNull();
    expect(await drafts(form)).toEqual(['kopi']);
  });
});

describe('A reason is asked for', () => {
  const refused = { refusal: 'unknown-umkm', delivery: 'tersimpan', receivedAt: null } as const;
  test.each([
    ['when what the office has is corrected', samplePurchase(), true],
    ['not when a purchase is recorded', null, false],
    ['not when one that the office never took is recorded anew', samplePurchase(refused), false],
  ])('%s', async (_title, corrects, wants) => {
    const form = openForm({ corrects });
    await form.save();
    expect(form.refusals.reason).toBe(wants ? 'Tulis alasannya.' : undefined);
    expect(form.saved === null).toBe(wants);
  });
});
