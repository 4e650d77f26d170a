import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'simadu-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const SECRET = 'x'.repeat(32);

test('a fresh clone needs nothing said', () => {
  expect(readConfig({ SECRET, PORT: '', ORIGIN: ' ' })).toEqual({
    host: '0.0.0.0',
    port: 3000,
    origin: null,
    dataDir: 'data',
    databaseUrl: null,
    secret: SECRET,
    logLevel: 'info',
  });
});

test('the secret is made once, is long, and is for its owner only', () => {
  const { secret } = readConfig({ DATA_DIR: join(folder, 'new') });
  expect(secret.length).toBeGreaterThanOrEqual(43);
  expect(readConfig({ DATA_DIR: join(folder, 'new') }).secret).toBe(secret);
  const file = join(folder, 'new', 'secret');
  expect(readFileSync(file, 'utf8')).toBe(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ['PORT', 'eighty', /PORT must be a port/],
  ['PORT', '70000', /PORT must be a port/],
  ['ORIGIN', 'simadu.example', /ORIGIN must be scheme and host/],
  ['ORIGIN', 'https://simadu.example/app', /ORIGIN must be scheme and host/],
  ['DATABASE_URL', 'mysql://db', /DATABASE_URL must begin with postgres/],
  ['SECRET', 'short', /SECRET must have at least 32/],
  ['LOG_LEVEL', 'loud', /LOG_LEVEL must be/],
])('%s=%s is refused with a sentence', (name, value, sentence) => {
  expect(() => readConfig({ SECRET, [name]: value })).toThrow(ConfigError);
  expect(() => readConfig({ SECRET, [name]: value })).toThrow(sentence);
});

test('a data folder that cannot be made is told by name', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => readConfig({ DATA_DIR: join(file, 'data') })).toThrow(/DATA_DIR .* cannot be written/);
});
