import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore, type Store, type StoreOptions } from '#lib/server/store/store.ts';
import { startPostgres, type Postgres } from './postgres.ts';

/** A database that a test opens, copies and puts back, on either engine. */
export interface Database {
  readonly options: StoreOptions;
  /** Opens it once more; every store that is still open is closed after the suite. */
  open(): Promise<Store>;
  /** A copy as it stands now, to be opened like it. Every store of this one must be closed. */
  copy(): Promise<Database>;
}

/** Runs a suite on SQLite and on a real PostgreSQL. `make` gives an empty database. */
export function onEachEngine(suite: (make: () => Promise<Database>) => void): void {
  for (const engine of ['SQLite', 'PostgreSQL'] as const) {
    describe(`on ${engine}`, () => {
      let postgres: Postgres | null = null;
      const open = new Set<Store>();
      const folders: string[] = [];

      beforeAll(async () => {
        if (engine === 'PostgreSQL') postgres = await startPostgres();
      });
      afterAll(async () => {
        for (const store of open) await store.close();
        await postgres?.stop();
        for (const folder of folders) rmSync(folder, { recursive: true, force: true });
      });

      const folder = () => {
        const made = mkdtempSync(join(tmpdir(), 'simadu-store-'));
        folders.push(made);
        return made;
      };
      const database = (options: StoreOptions): Database => ({
        options,
        open: async () => {
          const store = await openStore(options);
          open.add(store);
          return { ...store, close: () => (open.delete(store), store.close()) };
        },
        copy: async () => {
          const dataDir = folder();
          if (postgres && options.databaseUrl !== null) {
            return database({ dataDir, databaseUrl: await postgres.database(options.databaseUrl) });
          }
          cpSync(options.dataDir, dataDir, { recursive: true });
          return database({ dataDir, databaseUrl: null });
        },
      });
      suite(async () => database({ dataDir: folder(), databaseUrl: (await postgres?.database()) ?? null }));
    });
  }
}
