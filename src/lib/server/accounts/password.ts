import { hash, verify, type Algorithm } from '@node-rs/argon2';

/**
 * argon2id as OWASP's Password Storage Cheat Sheet asks for at the least: 19 MiB, two passes, one lane.
 * About 25 ms on a small server, and no more than a few at once (see `queued`).
 */
// Node imports no const enum: 2 is Algorithm.Argon2id.
const ARGON2ID = {
  algorithm: 2 as Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} as const;

/**
 * The hash of 32 random bytes that nobody kept: it fits no password and takes as long to try as any other.
 * An account without a password has it, and a number without an account is tried against it, so that
 * neither can be told by the time an answer takes.
 */
export const NO_PASSWORD =
  '$argon2id$v=19$m=19456,t=2,p=1$7fCo3JfYyDUCoCpVmnBPIA$2ZlOVAxD6gQYuYSDkXqtUZ7sT8EFnouDezNJBfnnFJI';

/** Hashing runs on the pool of threads that also reads files: two at a time leave it room. */
const AT_ONCE = 2;
const waiting: (() => void)[] = [];
let running = 0;

async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Hashes that wait for their turn. Beyond a few dozen, who signs in next is better told to wait. */
export const passwordsWaiting = (): number => waiting.length;

/** One spelling of what keyboards write in several ways (NFKC, as NIST SP 800-63B advises). */
const spelled = (password: string) => password.normalize('NFKC');

/** The argon2id hash of a password, in PHC form. */
export const hashPassword = (password: string): Promise<string> =>
  queued(() => hash(spelled(password), ARGON2ID));

/** Whether the password is the one of the hash. */
export const passwordFits = (password: string, hashed: string): Promise<boolean> =>
  queued(() => verify(hashed, spelled(password)));

/** What is tried first, here and elsewhere; digits after the word make it no better. */
const COMMON = new Set(
  (
    'password passw0rd qwerty qwertyui qwertyuiop asdfghjk asdfghjkl zxcvbnm admin administrator rahasia sandi ' +
    'katasandi kata sandi bismillah alhamdulillah assalamualaikum indonesia merdeka pancasila garuda jawatimur ' +
    'probolinggo kabprobolinggo kraksaan dringu bupati kabupaten simadu belabeli umkm asn pns pppk sayang ' +
    'sayangku cintaku iloveyou doraemon anakku keluarga bintang komputer abcdefgh abcd abcde letmein welcome'
  ).split(' '),
);

/** 12345678, 87654321, 11111111, and runs of the same few characters. */
function isRun(text: string): boolean {
  const steps = new Set<number>();
  for (let i = 1; i < text.length; i += 1) steps.add(text.charCodeAt(i) - text.charCodeAt(i - 1));
  return new Set(text).size <= 2 || (steps.size === 1 && Math.abs([...steps][0] ?? 0) <= 1);
}

/**
 * Whether a new password is too short (eight characters, NIST SP 800-63B) or among the first to be guessed:
 * a common word, a run of digits, the person's own number, or the birth date that a NIP begins with.
 */
export function isWeakPassword(password: string, number: string): boolean {
  const plain = spelled(password).toLowerCase();
  const bare = plain.replace(/[\s.\-_]/g, '');
  if ([...plain].length < 8 || isRun(bare)) return true;
  if (COMMON.has(bare.replace(/[\d!@#.]+$/, ''))) return true;
  const birth = number.slice(0, 8);
  const dates = [birth, `${birth.slice(6)}${birth.slice(4, 6)}${birth.slice(0, 4)}`];
  return bare === number || (bare.length >= 8 && number.includes(bare)) || dates.includes(bare);
}
