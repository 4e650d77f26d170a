import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { REQUEST_BYTES, UNPACKED_BYTES } from '#lib/protocol/limits.ts';
import { readBody } from './body.ts';

const schema = z.object({ a: z.int() });
const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { ...JSON_TYPE, 'content-encoding': 'gzip' };

const read = (body: string | Buffer, headers: Record<string, string> = JSON_TYPE) =>
  readBody(
    new Request('http://localhost/', {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : new Uint8Array(body),
    }),
    schema,
  );

test('JSON and gzipped JSON are read, and keys that nobody knows are dropped', async () => {
  expect(await read('{"a":1,"later":2}')).toEqual({ ok: true, value: { a: 1 } });
  expect(await read('{"a":1}', { 'content-type': 'application/json; charset=utf-8' })).toMatchObject({
    ok: true,
  });
  expect(await read(gzipSync('{"a":1}'), GZIP)).toEqual({ ok: true, value: { a: 1 } });
});

const refused: readonly [
  title: string,
  body: string | Buffer,
  headers: Record<string, string>,
  code: string,
][] = [
  ['no JSON', 'a=1', JSON_TYPE, 'malformed'],
  ['nothing', '', JSON_TYPE, 'malformed'],
  ['half a JSON', '{"a":1', JSON_TYPE, 'malformed'],
  ['another shape', '{"a":"1"}', JSON_TYPE, 'malformed'],
  ['a hundred thousand brackets', '['.repeat(100_000), JSON_TYPE, 'malformed'],
  ['a hundred thousand brackets, closed', '['.repeat(100_000) + ']'.repeat(100_000), JSON_TYPE, 'malformed'],
  ['bytes that are no text', Buffer.from([0x22, 0xff, 0xfe, 0x22]), JSON_TYPE, 'malformed'],
  ['what is not gzip', '{"a":1}', GZIP, 'malformed'],
  ['gzip that ends in the middle', gzipSync('{"a":1}').subarray(0, 12), GZIP, 'malformed'],
  ['a gzip bomb', gzipSync(Buffer.alloc(UNPACKED_BYTES * 20)), GZIP, 'too-large'],
  ['a large body', ' '.repeat(REQUEST_BYTES + 1), JSON_TYPE, 'too-large'],
  ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 'unsupported-encoding'],
  ['no type', '{"a":1}', { 'content-type': '' }, 'unsupported-encoding'],
  ['another packing', '{"a":1}', { ...JSON_TYPE, 'content-encoding': 'br' }, 'unsupported-encoding'],
];

test.each(refused)('%s is refused', async (_, body, headers, error) => {
  expect(await read(body, headers)).toEqual({ ok: false, error });
});
