import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILD } from './office.ts';

/** Makes one small sample regency; every office of the run starts from a copy of it. */
export default function makeSample(): () => void {
  if (!existsSync(`${BUILD}/cli/sample.js`)) throw new Error('Build first: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'simadu-sample-'));
  execFileSync('node', [`${BUILD}/cli/sample.js`, '--asn', '600', '--umkm', '120', '--products', '1200'], {
    env: { ...process.env, DATA_DIR: folder, DATABASE_URL: '', LOG_LEVEL: 'warn' },
    stdio: 'inherit',
  });
  process.env['SIMADU_SAMPLE'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
