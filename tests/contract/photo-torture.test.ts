import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PHOTO_BYTES_TAKEN, PHOTO_PART_BYTES } from '#lib/protocol/limits.ts';
import { photoAnswer, photoPath } from '#lib/protocol/photo.ts';
import { photoHash } from '#lib/server/photos/files.ts';
import { refusedShots, shot, withGps } from '#lib/server/photos/picture.fixture.ts';
import { openStore, type Store } from '#lib/server/store/store.ts';
import { recordWith } from './photos.ts';
import { ASN, Phone, settle } from './world.ts';

/*
 * Photos as nobody should send them, over HTTP to the route in a process of its own, whose memory is watched.
 */

const dataDir = mkdtempSync(join(tmpdir(), 'simadu-torture-'));
let store: Store;
let child: ChildProcessWithoutNullStreams;
let at: string;

beforeAll(async () => {
  store = await openStore({ dataDir, databaseUrl: null });
  await settle(store);
  const program = fileURLToPath(new URL('photo-office.ts', import.meta.url));
  child = spawn(process.execPath, ['--import', 'tsx', program, dataDir], { stdio: 'pipe' });
  child.stderr.pipe(process.stderr);
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  at = `http://127.0.0.1:${port.toString().trim()}`;
});

afterAll(async () => {
  const ended = once(child, 'exit');
  child.stdin.end();
  await ended;
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Said {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly have?: number;
  readonly stored?: boolean;
}

interface PartAsked {
  readonly from: number;
  readonly to: number;
}

async function post(owner: string, bytes: Buffer, { from, to }: PartAsked): Promise<Said> {
  const answer = await fetch(at + photoPath(photoHash(bytes), { from, size: bytes.length }), {
    method: 'POST',
    headers: { 'x-asker': owner, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes.subarray(from, to)),
  });
  return { status: answer.status, ...((await answer.json()) as object) };
}

/** Sends all of it; `sent` counts the bytes that went out. */
async function send(owner: string, bytes: Buffer): Promise<Said & { sent: number }> {
  let sent = 0;
  for (let from = 0; ;) {
    const to = Math.min(bytes.length, from + PHOTO_PART_BYTES);
    const said = await post(owner, bytes, { from, to });
    sent += to - from;
    if (said.status !== 200 || said.stored === true) return { ...said, sent };
    from = photoAnswer.parse({ ...said, hash: photoHash(bytes) }).have;
  }
}

const names = (owner: string, ...photos: Buffer[]) => new Phone(owner).send(store, recordWith(1_000, photos));
const memory = async () => (await (await fetch(`${at}/memory`)).json()) as { most: number; now: number };

test('Every one of them is refused in a sentence, and costs the office less than 200 MB', async () => {
  const plain = await shot({ seed: 99 });
  await names(ASN[0], plain);
  expect(await send(ASN[0], plain)).toMatchObject({ stored: true });
  const before = await memory();

  const shots = await refusedShots();
  for (const owner of ASN) for (const { bytes } of shots) await names(owner, bytes);
  for (const { title, bytes, code } of shots) {
    const said = await send(ASN[0], bytes);
    expect([title, said.status, said.code]).toEqual([title, 422, code]);
    expect(said.message).toMatch(/^Foto ini .*\.$/);
  }
  // The largest that are taken, by two accounts at once, among the others.
  const large = [
    await shot({ width: 5_770, height: 4_330, seed: 5 }).then((bytes) =>
      sharp(bytes).jpeg({ quality: 20 }).toBuffer(),
    ),
    await sharp({ create: { width: 6_000, height: 4_160, channels: 3, background: '#fbf5e6' } })
      .jpeg({ progressive: true })
      .toBuffer(),
    await sharp({ create: { width: 6_000, height: 4_160, channels: 4, background: '#fbf5e6' } })
      .webp()
      .toBuffer(),
  ];
  await names(ASN[1], ...large);
  await names(ASN[2], ...large);
  const inTurn = async (owner: string) => {
    const ends: string[] = [];
    for (const bytes of [...large, ...shots.map((each) => each.bytes)]) {
      const { stored, code } = await send(owner, bytes);
      ends.push(stored === true ? 'stored' : (code ?? ''));
    }
    return ends;
  };
  const ends = (await Promise.all([inTurn(ASN[1]), inTurn(ASN[2])])).flat();
  expect(ends.filter((end) => end === 'stored')).toHaveLength(6);
  expect(ends.filter((end) => end === 'photo-unreadable')).toHaveLength(2 * (shots.length - 1));
  const after = await memory();
  expect(after.most - before.now).toBeLessThan(200 * 1024 * 1024);
});

test('Cut at every tenth of the upload, a photo goes on where it was: at most 32 kB are sent again', async () => {
  for (let tenth = 1; tenth < 10; tenth += 1) {
    const bytes = await shot({ seed: 20 + tenth, width: 800, height: 640 });
    expect(bytes.length).toBeGreaterThan(3 * PHOTO_PART_BYTES);
    await names(ASN[0], bytes);
    const cut = Math.floor((bytes.length * tenth) / 10);
    const whole = Math.floor(cut / PHOTO_PART_BYTES) * PHOTO_PART_BYTES;
    for (let from = 0; from < whole; from += PHOTO_PART_BYTES) {
      await post(ASN[0], bytes, { from, to: from + PHOTO_PART_BYTES });
    }
    // The part in which it was cut never arrives; the phone asks where to go on.
    const asked = await post(ASN[0], bytes, { from: 0, to: 0 });
    expect(asked).toMatchObject({ have: whole, stored: false });
    expect(cut - whole).toBeLessThan(PHOTO_PART_BYTES);
    let sent = 0;
    let said: Said = asked;
    while (said.stored !== true) {
      const from = said.have ?? 0;
      const to = Math.min(bytes.length, from + PHOTO_PART_BYTES);
      said = await post(ASN[0], bytes, { from, to });
      sent += to - from;
    }
    expect(cut + sent - bytes.length).toBeLessThanOrEqual(PHOTO_PART_BYTES);
  }
});

test('The same photo twice at once is stored for both who asked, and shown to its owner alone', async () => {
  const bytes = await withGps();
  await names(ASN[0], bytes);
  const both = await Promise.all([send(ASN[0], bytes), send(ASN[0], bytes)]);
  expect(both.map(({ stored }) => stored)).toEqual([true, true]);
  const see = (headers: Record<string, string>) => fetch(`${at}/api/foto/${photoHash(bytes)}`, { headers });
  const shown = await see({ 'x-asker': ASN[0] });
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    'content-type': 'image/webp',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    'content-security-policy': expect.stringContaining('sandbox') as string,
  });
  const picture = Buffer.from(await shown.arrayBuffer());
  expect((await sharp(picture).metadata()).exif).toBeUndefined();
  expect((await see({ 'x-asker': ASN[1] })).status).toBe(404);
  expect((await see({})).status).toBe(401);
});

test('What is too large, out of place or of another kind is refused by its address and headers', async () => {
  const bytes = await shot({ seed: 60 });
  await names(ASN[0], bytes);
  const hash = photoHash(bytes);
  const ask = async (query: string, headers: Record<string, string> = {}, body = bytes) => {
    const answer = await fetch(`${at}/api/foto/${hash}?${query}`, {
      method: 'POST',
      headers: { 'x-asker': ASN[0], 'content-type': 'application/octet-stream', ...headers },
      body: new Uint8Array(body),
    });
    return ((await answer.json()) as { code?: string }).code;
  };
  const size = String(bytes.length);
  expect(await ask(`dari=0&ukuran=${String(PHOTO_BYTES_TAKEN + 1)}`)).toBe('too-large');
  expect(await ask(`dari=0&ukuran=${size}`)).toBe('too-large');
  expect(await ask(`dari=0&ukuran=10`, {}, bytes.subarray(0, 11))).toBe('malformed');
  expect(await ask(`dari=9&ukuran=8`)).toBe('malformed');
  expect(await ask(`dari=-1&ukuran=${size}`)).toBe('malformed');
  expect(await ask('')).toBe('malformed');
  expect(await ask(`dari=0&ukuran=${size}`, { 'content-type': 'application/json' })).toBe(
    'unsupported-encoding',
  );
  expect(await ask(`dari=0&ukuran=${size}`, { 'content-encoding': 'gzip' })).toBe('unsupported-encoding');
  expect(await ask(`dari=0&ukuran=${size}`, { 'x-asker': ASN[1] })).toBe('photo-unwanted');
});
