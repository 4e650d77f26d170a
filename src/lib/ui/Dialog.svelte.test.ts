import { createRawSnippet } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Dialog from './Dialog.svelte';

const text = (html: string) => createRawSnippet(() => ({ render: () => html }));

const opener = document.createElement('button');
afterEach(() => {
  opener.remove();
});

async function openFrom() {
  opener.textContent = 'Tarik';
  document.body.append(opener);
  opener.focus();
  const onclose = vi.fn();
  const screen = await render(Dialog, {
    title: 'Tarik catatan ini?',
    children: text('<p>Catatan tetap terlihat.</p>'),
    actions: text('<button type="button">Batal</button>'),
    onclose,
  });
  return { screen, onclose };
}

test('The dialog has its title as its name and takes the focus', async () => {
  const { screen } = await openFrom();
  await expect.element(screen.getByRole('dialog', { name: 'Tarik catatan ini?' })).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Batal' })).toHaveFocus();
});

test('Escape asks to close, once', async () => {
  const { onclose } = await openFrom();
  await userEvent.keyboard('{Escape}');
  expect(onclose).toHaveBeenCalledOnce();
});

test('Closing gives the focus back to what opened it', async () => {
  const { screen } = await openFrom();
  await screen.unmount();
  expect(document.activeElement).toBe(opener);
});
