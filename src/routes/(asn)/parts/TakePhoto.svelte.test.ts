import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import TakePhoto from './TakePhoto.svelte';

test('the file chooser opens within the press, and a file is taken once what came before is on the disk', async () => {
  let kept = () => undefined as void;
  const before = () => new Promise<void>((resolve) => (kept = resolve));
  let taken = 0;
  const screen = await render(TakePhoto, { label: 'Foto nota', before, onphoto: () => (taken += 1) });
  const input = screen.getByLabelText('Berkas foto').element();
  let opened = false;
  input.addEventListener('click', (event) => {
    event.preventDefault();
    opened = true;
  });
  const button = screen.getByRole('button', { name: 'Pilih foto' }).element();
  if (!(button instanceof HTMLButtonElement)) throw new Error('no button');
  button.click();
  expect(opened).toBe(true);
  await screen.getByLabelText('Berkas foto').upload(new File(['x'], 'nota.jpg', { type: 'image/jpeg' }));
  expect(taken).toBe(0);
  await expect
    .poll(() => {
      kept();
      return taken;
    })
    .toBe(1);
});
