import { open } from 'node:fs/promises';

/** Fulfils once a file or folder is on the disk, not only on its way there. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
