import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import AmountField from './AmountField.svelte';

/** A field whose text its page keeps. */
async function field(start = '') {
  const typed: string[] = [];
  const screen = await render(AmountField, {
    label: 'Jumlah',
    value: start,
    oninput: (value: string) => {
      typed.push(value);
      void screen.rerender({ value });
    },
  });
  return { screen, typed, input: screen.getByLabelText('Jumlah') };
}

describe('The field for a sum', () => {
  test('leaves what is typed alone and groups plain digits when it is left', async () => {
    const { input } = await field();
    await input.fill('25000');
    await expect.element(input).toHaveValue('25000');
    await userEvent.tab();
    await expect.element(input).toHaveValue('25.000');
  });

  test('says how it reads what is typed in other ways', async () => {
    const { screen, input } = await field();
    await input.fill('50rb');
    await expect.element(screen.getByText('Terbaca Rp50.000')).toBeVisible();
    await userEvent.tab();
    await expect.element(input).toHaveValue('50rb');
  });

  test('keeps what it cannot read', async () => {
    const { screen, input } = await field();
    await input.fill('12,5');
    await userEvent.tab();
    await expect.element(input).toHaveValue('12,5');
    expect(screen.container.textContent).not.toContain('Terbaca');
  });

  test('ties the refusal to the control', async () => {
    const { screen, input } = await field('0');
    await screen.rerender({ error: 'Jumlah harus lebih dari Rp0. Contoh: 25.000.' });
    await expect.element(input).toBeInvalid();
    await expect.element(input).toHaveAccessibleDescription('Jumlah harus lebih dari Rp0. Contoh: 25.000.');
  });
});
