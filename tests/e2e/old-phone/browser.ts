import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

/*
 * Where Chromium 90 of April 2021 comes from: the packages beside this file, which `tests/prepare.sh` installs.
 * They carry it packed; it is unpacked once, into their own folder.
 */

const FOLDER = dirname(fileURLToPath(import.meta.url));
const PACKED = join(FOLDER, 'node_modules/chrome-aws-lambda/bin');
const UNPACKED = join(FOLDER, 'node_modules/.chromium-90');

/** The program's path. Throws when the packages are not installed: an old phone is never skipped. */
export function chromium90(): string {
  const program = join(UNPACKED, 'chromium');
  if (!existsSync(program)) unpack();
  return program;
}

function unpack(): void {
  if (!existsSync(join(PACKED, 'chromium.br'))) {
    throw new Error('Chromium 90 is not installed. Please run: sh tests/prepare.sh');
  }
  // Beside its place and then moved: a run that was cut, or another one at the same time, leaves nothing half.
  const fresh = `${UNPACKED}.${String(process.pid)}`;
  mkdirSync(fresh, { recursive: true });
  const program = join(fresh, 'chromium');
  writeFileSync(program, brotliDecompressSync(readFileSync(join(PACKED, 'chromium.br'))));
  chmodSync(program, 0o755);
  const drawing = brotliDecompressSync(readFileSync(join(PACKED, 'swiftshader.tar.br')));
  execFileSync('tar', ['-x', '-C', fresh], { input: drawing });
  if (existsSync(UNPACKED)) rmSync(fresh, { recursive: true, force: true });
  else renameSync(fresh, UNPACKED);
}
