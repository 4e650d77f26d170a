import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** What the environment decides. Everything has a default that serves a fresh clone. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** `https://simadu.example.go.id`. Null: plain http, at whatever name the browser asked for. */
  readonly origin: string | null;
  /** Holds the database, the secret and the photos. */
  readonly dataDir: string;
  /** `postgres://...`; null for the SQLite file in the data folder. */
  readonly databaseUrl: string | null;
  /** Signs session cookies. Whoever changes it signs everybody out. */
  readonly secret: string;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** The environment does not say what it must: the message is for the person who set it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const isOrigin = (text: string) =>
  URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text);

const environment = z.object({
  HOST: z._default(z.string(), '0.0.0.0'),
  PORT: z
    ._default(z.string(), '3000')
    .check(
      z.refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'must be a port, 0 to 65535'),
    ),
  ORIGIN: z.optional(
    z.string().check(z.refine(isOrigin, 'must be scheme and host alone, like https://simadu.example.go.id')),
  ),
  DATA_DIR: z._default(z.string(), 'data'),
  DATABASE_URL: z.optional(
    z
      .string()
      .check(z.regex(/^postgres(ql)?:\/\//, 'must begin with postgres://, or be left out for SQLite')),
  ),
  SECRET: z.optional(z.string().check(z.minLength(32, 'must have at least 32 characters'))),
  LOG_LEVEL: z._default(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    }),
    'info',
  ),
});

/** Reads and checks the environment; makes the data folder and, once, the secret. Throws a `ConfigError`. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // A variable that is set to nothing is left out: that is what people mean by `SECRET= npm start`.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const read = environment.safeParse(given);
  if (!read.success) {
    throw new ConfigError(
      read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n'),
    );
  }
  const { HOST, PORT, ORIGIN, DATA_DIR, DATABASE_URL, SECRET, LOG_LEVEL } = read.data;
  return {
    host: HOST,
    port: Number(PORT),
    origin: ORIGIN ?? null,
    dataDir: DATA_DIR,
    databaseUrl: DATABASE_URL ?? null,
    secret: SECRET ?? keptSecret(DATA_DIR),
    logLevel: LOG_LEVEL,
  };
}

/** The secret in the data folder, made at the first start and readable by its owner only. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  try {
    mkdirSync(dataDir, { recursive: true });
    try {
      writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    }
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new ConfigError(`DATA_DIR ${dataDir} cannot be written: ${String(cause)}.`, { cause });
  }
}
