import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import NetState from './NetState.svelte';

test('shows that it sends, and says aloud only what stays', async () => {
  const screen = await render(NetState, { sky: 'online', text: 'Semua terkirim', said: 'Semua terkirim' });
  await screen.rerender({ sky: 'sending', text: 'Mengirim', said: 'Semua terkirim' });
  await expect.element(screen.getByText('Mengirim')).toBeVisible();
  await expect.element(screen.getByRole('status')).toHaveTextContent(/^Semua terkirim$/);
});
