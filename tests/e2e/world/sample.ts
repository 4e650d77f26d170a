import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILD } from './office.ts';

/** Makes one small sample regency; every office of the run starts from a copy of it. */
export default function makeSample(): () => void {
  return makeSampleOf({ umkm: 120, products: 1_200 });
}

/** The same with a catalogue of this size. */
export function makeSampleOf({ umkm, products }: { umkm: number; products: number }): () => void {
  if (!existsSync(`${BUILD}/cli/sample.js`)) throw new Error('Build first: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'simadu-sample-'));
  const size = ['--asn', '600', '--umkm', String(umkm), '--products', String(products)];
  execFileSync('node', [`${BUILD}/cli/sample.js`, ...size], {
    env: { ...process.env, DATA_DIR: folder, DATABASE_URL: '', LOG_LEVEL: 'warn' },
    stdio: 'inherit',
  });
  process.env['SIMADU_SAMPLE'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
