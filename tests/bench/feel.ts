import type { Phone } from '../e2e/world/phone.ts';
import type { Bench } from './phone.ts';
import { median, percentile, type Row } from './table.ts';

/** What a person waits for, on a phone with 10,000 products and some hundred purchases in a month, CPU slowed 4 times. */
export async function feelRows({ phone }: Bench): Promise<Row[]> {
  const starts: number[] = [];
  for (let i = 0; i < 5; i += 1) starts.push(await secondStart(phone));
  const saves = await saveTimes(phone);
  const searches = await searchTimes(phone);
  return [
    {
      name: 'second start, no network, until the quota is on the screen',
      value: median(starts) / 1_000,
      unit: 's',
      budget: 1,
      want: 'at most',
      how: 'CPU slowed 4 times, median of 5',
    },
    {
      name: 'save a purchase, tap to Tersimpan, p95',
      value: percentile(saves, 0.95),
      unit: 'ms',
      budget: 100,
      want: 'at most',
      how: `CPU slowed 4 times, ${saves.length} saves`,
    },
    {
      name: 'search, key to result, p95',
      value: percentile(searches, 0.95),
      unit: 'ms',
      budget: 32,
      want: 'at most',
      how: `10,000 products, CPU slowed 4 times, ${searches.length} keys`,
    },
  ];
}

async function slowed<T>(phone: Phone, work: () => Promise<T>): Promise<T> {
  const devtools = await phone.context.newCDPSession(phone.page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  try {
    return await work();
  } finally {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await devtools.detach();
  }
}

/** From the start of the navigation to the frame that shows the cell, by the page's own clock. */
export async function secondStart(phone: Phone): Promise<number> {
  await phone.goOffline();
  await phone.page.goto('about:blank');
  const shown = await slowed(phone, async () => {
    await phone.page.goto('/beranda', { waitUntil: 'commit' });
    return phone.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () => {
            const cell = document.querySelector('main svg[role=img]');
            if (cell) requestAnimationFrame(() => resolve(performance.now()));
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
  });
  await phone.goOnline();
  return shown;
}

export async function saveTimes(phone: Phone): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    await phone.page.goto('/belanja');
    await phone.page.getByLabel('UMKM', { exact: true }).fill('Warung Uji Lima');
    await phone.page.getByLabel('Tempat').fill('Krucil');
    await phone.page.getByLabel('Jumlah', { exact: true }).fill(String(7_000 + i * 111));
    times.push(
      await slowed(phone, () =>
        phone.page.evaluate(
          () =>
            new Promise<number>((resolve) => {
              const button = [...document.querySelectorAll('button')].find(
                (b) => b.textContent?.trim() === 'Simpan',
              );
              const began = performance.now();
              const watch = new MutationObserver(() => {
                if (
                  [...document.querySelectorAll('h1,h2')].some((h) => h.textContent?.includes('Tersimpan'))
                ) {
                  watch.disconnect();
                  resolve(performance.now() - began);
                }
              });
              watch.observe(document.body, { childList: true, subtree: true, characterData: true });
              button?.click();
            }),
        ),
      ),
    );
  }
  return times;
}

/** Each key of some searches, from the input event to the frame after the list has changed. */
export async function searchTimes(phone: Phone): Promise<number[]> {
  await phone.page.goto('/katalog');
  await phone.page.getByRole('link', { name: /Rp/ }).first().waitFor();
  return slowed(phone, () =>
    phone.page.evaluate(async () => {
      const field = document.querySelector<HTMLInputElement>('input[type=search]');
      if (!field) throw new Error('no search field');
      const times: number[] = [];
      for (const word of ['kopi', 'keripik', 'susu', 'madu hutan', 'batik', 'bawang goreng']) {
        for (let length = 1; length <= word.length; length += 1) {
          field.value = word.slice(0, length);
          const began = performance.now();
          field.dispatchEvent(new InputEvent('input', { bubbles: true }));
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          times.push(performance.now() - began);
        }
      }
      return times;
    }),
  );
}
