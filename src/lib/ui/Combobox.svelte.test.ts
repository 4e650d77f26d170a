import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Combobox from './Combobox.svelte';
import type { Suggestion } from './suggestion.ts';

const SHOPS: readonly Suggestion[] = [
  { id: 'a', name: 'Kopi Lereng Krucil', about: 'Bermi, Krucil' },
  { id: 'b', name: 'Kopi Puncak', about: 'Tambelang, Krucil' },
  { id: 'c', name: 'Kopi Senja', about: 'Roto, Krucil' },
];

async function combobox() {
  const picked: string[] = [];
  const screen = await render(Combobox, {
    label: 'UMKM',
    value: '',
    suggestions: SHOPS,
    oninput: (value: string) => void screen.rerender({ value }),
    onpick: ({ id, name }: Suggestion) => {
      picked.push(id);
      void screen.rerender({ value: name, suggestions: [] });
    },
    onclear: () => void screen.rerender({ value: '', suggestions: SHOPS }),
  });
  return { screen, picked, input: screen.getByRole('combobox', { name: 'UMKM' }) };
}

describe('The field with suggestions', () => {
  test('goes through the list with the arrows and takes with Enter', async () => {
    const { screen, picked, input } = await combobox();
    await input.fill('kopi');
    await expect.element(input).toHaveAttribute('aria-expanded', 'true');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.element(screen.getByRole('option', { selected: true })).toHaveTextContent('Kopi Puncak');
    await userEvent.keyboard('{Enter}');
    expect(picked).toEqual(['b']);
    await expect.element(input).toHaveValue('Kopi Puncak');
    await expect.element(input).toHaveAttribute('aria-expanded', 'false');
  });

  test('leaves what was refused to be read while its list is open', async () => {
    const { screen, input } = await combobox();
    await screen.rerender({ error: 'Pilih UMKM, atau tulis namanya.' });
    await input.click();
    await expect.element(screen.getByRole('listbox', { name: 'Saran' })).toBeVisible();
    const refusal = screen.getByText('Pilih UMKM, atau tulis namanya.').element();
    const { left, top, width, height } = refusal.getBoundingClientRect();
    expect(document.elementFromPoint(left + width / 2, top + height / 2)).toBe(refusal);
  });

  test('goes around at both ends', async () => {
    const { screen, input } = await combobox();
    await input.fill('kopi');
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(screen.getByRole('option', { selected: true })).toHaveTextContent('Kopi Senja');
    await userEvent.keyboard('{ArrowDown}');
    await expect
      .element(screen.getByRole('option', { selected: true }))
      .toHaveTextContent('Kopi Lereng Krucil');
  });

  test('closes on Escape and keeps what was typed', async () => {
    const { picked, input } = await combobox();
    await input.fill('kopi');
    await userEvent.keyboard('{Escape}');
    await expect.element(input).toHaveAttribute('aria-expanded', 'false');
    await expect.element(input).toHaveValue('kopi');
    expect(picked).toEqual([]);
  });

  test('takes by pressing, before the field loses its focus', async () => {
    const { screen, picked, input } = await combobox();
    await input.fill('kopi');
    await screen.getByRole('option', { name: /Kopi Senja/ }).click();
    expect(picked).toEqual(['c']);
  });

  test('is emptied by its button and ready for the next name', async () => {
    const { screen, input } = await combobox();
    await input.fill('kopi');
    await screen.getByRole('button', { name: 'Kosongkan' }).click();
    await expect.element(input).toHaveValue('');
    await expect.element(input).toHaveFocus();
  });
});
