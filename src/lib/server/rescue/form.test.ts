import { getRequest } from '@sveltejs/kit/node';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RESCUE_CHARS, REQUEST_BYTES } from '#lib/protocol/limits.ts';
import { filesOf } from './form.ts';

/* Forms over HTTP, through what the adapter makes of them: it ends a large body with an error of its own. */

let server: Server;
let at: string;
beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    void getRequest({ base: 'http://kantor', request: incoming, bodySizeLimit: REQUEST_BYTES })
      .then(filesOf)
      .then((files) => {
        const told = files.ok ? files.value.map(({ name, size }) => [name, size]) : files.error;
        outgoing.end(JSON.stringify(told));
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  at = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => server.close());

const file = (size: number, name = 'titipan.txt') => new File(['x'.repeat(size)], name);

async function post(files: readonly File[]): Promise<unknown> {
  const body = new FormData();
  for (const one of files) body.append('berkas', one);
  return (await fetch(at, { method: 'POST', body })).json();
}

test('the largest file that is one is read, and so are several', async () => {
  expect(await post([file(RESCUE_CHARS)])).toEqual([['titipan.txt', RESCUE_CHARS]]);
  expect(await post([file(3, 'a.txt'), file(4, 'b.txt')])).toEqual([
    ['a.txt', 3],
    ['b.txt', 4],
  ]);
});

test('a form without a file has none', async () => {
  expect(await post([])).toEqual([]);
  expect(await post([new File([], '')])).toEqual([]);
});

test('a form that is larger than a request may be is refused as that', async () => {
  expect(await post([file(RESCUE_CHARS), file(RESCUE_CHARS)])).toBe('too-large');
});

test('what is no form is refused', async () => {
  const answer = await fetch(at, { method: 'POST', body: 'halo' });
  expect(await answer.json()).toBe('malformed');
});
