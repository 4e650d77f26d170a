import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { ItemDraft } from '#lib/domain/purchase-form.ts';
import { FILLED, openForm } from './form.fixture.ts';
import Items from './Items.svelte';

const coffee: ItemDraft = { name: 'Kopi bubuk', quantity: '2', price: '12.500' };
const blank: ItemDraft = { name: '', quantity: '1', price: '' };

async function goods(items: readonly ItemDraft[], amount = FILLED.amount) {
  const form = openForm({ form: { ...FILLED, amount, items } });
  const screen = await render(Items, { form });
  const press = (name: string) => screen.getByRole('button', { name, exact: true }).click();
  return { form, screen, press };
}

describe('The goods one by one', () => {
  test('say the sum that will be saved, also while none is filled', async () => {
    const { form, screen, press } = await goods([]);
    await press('Rinci barang');
    await expect.element(screen.getByText('Jumlah Rp25.000')).toBeVisible();
    await screen.getByLabelText('Harga satu').fill('4000');
    await expect.element(screen.getByText('Jumlah Rp4.000')).toBeVisible();
    expect(form.draft.amount).toBe('25000');
  });

  test('take no longer name than can be saved', async () => {
    const { screen } = await goods([blank]);
    await expect.element(screen.getByLabelText('Nama barang 1')).toHaveAttribute('maxlength', '80');
  });

  test('go only when asked, and leave their sum', async () => {
    const { form, screen, press } = await goods([coffee, blank], '1.000');
    await press('Tanpa rincian');
    await expect.element(screen.getByRole('dialog')).toHaveAccessibleName('Hapus rincian barang?');
    await press('Batal');
    expect(form.draft.items).toHaveLength(2);
    await press('Tanpa rincian');
    await press('Hapus rincian');
    expect(form.draft).toMatchObject({ items: [], amount: '25.000' });
  });

  test('go unasked when none is filled', async () => {
    const { form, press } = await goods([blank, blank]);
    await press('Tanpa rincian');
    expect(form.draft).toMatchObject({ items: [], amount: '25.000' });
  });
});

describe('The focus', () => {
  test('goes to the name of what was added', async () => {
    const { screen, press } = await goods([]);
    await press('Rinci barang');
    await expect.element(screen.getByLabelText('Nama barang 1')).toHaveFocus();
    await press('Tambah barang');
    await expect.element(screen.getByLabelText('Nama barang 2')).toHaveFocus();
  });

  test.each([
    ['the next one', 'Hapus barang 1', 'Barang 1'],
    ['the one before, where there is no next', 'Hapus barang 2', 'Barang 1'],
  ])('goes from what was removed to %s', async (_title, button, neighbour) => {
    const { screen, press } = await goods([coffee, coffee]);
    await press(button);
    await expect.element(screen.getByRole('group', { name: neighbour, exact: true })).toHaveFocus();
  });
});
