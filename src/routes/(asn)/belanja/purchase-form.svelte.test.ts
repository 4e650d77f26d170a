import { describe, expect, test } from 'vitest';
import type { Shrunk } from '#lib/client/photos/shrink.ts';
import { accept, refuse } from '#lib/domain/result.ts';
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

describe('A photo of the nota', () => {
  const photo = (n: number) => {
    const bytes = new Uint8Array(9_000).fill(n).buffer;
    return Promise.resolve(accept<Shrunk>({ bytes, type: 'image/webp', width: 3, height: 4 }));
  };
  const rows = async ({ session }: PurchaseForm) =>
    (await session.db.photos.toArray()).map(({ state }) => state);

  test('is on the disk with its draft as soon as it is shown', async () => {
    const form = openForm();
    await form.addPhoto(photo(1));
    expect(form.photos).toHaveLength(1);
    expect(await form.session.db.drafts.toArray()).toMatchObject([{ photos: form.photos }]);
    expect(await rows(form)).toEqual(['draft']);
  });

  test('is saved with the record, in one step, and is to be sent then', async () => {
    const form = openForm();
    await form.addPhoto(photo(1));
    await form.save();
    const [row] = await form.session.db.outbox.toArray();
    expect(JSON.parse(row?.body ?? '')).toMatchObject({ photos: [...form.photos] });
    const photos = await form.session.db.photos.toArray();
    expect(photos).toMatchObject([{ state: 'unsent', namedBy: [row?.id], day: '2026-11-24' }]);
    expect(await drafts(form)).toEqual([]);
  });

  test('that is still being made smaller is waited for', async () => {
    const form = openForm();
    let shrunk = () => {};
    const slow = new Promise<void>((resolve) => (shrunk = resolve)).then(() => photo(1));
    void form.addPhoto(slow);
    const saving = form.save();
    shrunk();
    await saving;
    expect(await rows(form)).toEqual(['unsent']);
  });

  test('that is taken out, or thrown away with the form, is gone', async () => {
    const form = openForm();
    await form.addPhoto(photo(1));
    await form.addPhoto(photo(2));
    form.removePhoto(form.photos[0] ?? '');
    await form.keep();
    expect(await rows(form)).toEqual(['draft']);
    await form.discard();
    expect(await rows(form)).toEqual([]);
    expect(await form.session.db.photoBytes.count()).toBe(0);
  });

  test('is one of three at most', async () => {
    const form = openForm();
    for (const n of [1, 2, 3, 4]) await form.addPhoto(photo(n));
    expect(form.photos).toHaveLength(3);
  });

  test('that could not be read says why, and the form stays', async () => {
    const form = openForm();
    await form.addPhoto(Promise.resolve(refuse('heic')));
    expect(form.photoTrouble).toMatch(/HEIC/);
    expect(form.photos).toEqual([]);
    await form.save();
    expect(form.saved?.photoTrouble).toMatch(/HEIC/);
  });
});

describe('A photo that fails while it is made smaller', () => {
  test('holds up neither the next photo nor saving, and is said on the saved screen', async () => {
    const form = openForm();
    await form.addPhoto(Promise.reject(new Error('no memory')));
    expect(form.photoTrouble).toMatch(/belum berhasil mengolah/);
    let fail = () => {};
    const slow = new Promise<never>((_, reject) => {
      fail = () => {
        reject(new Error('no memory'));
      };
    });
    void form.addPhoto(slow);
    const saving = form.save();
    fail();
    await saving;
    expect(form.saved?.photoTrouble).toMatch(/belum berhasil mengolah/);
    expect({ busy: form.busy, shrinking: form.shrinking }).toEqual({ busy: false, shrinking: 0 });
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
