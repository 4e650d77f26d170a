import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { checkJournal } from '#lib/server/journal-check.ts';
import { openStore, type Store } from '#lib/server/store/store.ts';
import { dieAt, install, watchStatements } from '../simulation/statements.ts';
import { ASN, outcomesOf, Phone, recordOf, settle } from './world.ts';

/* The office on SQLite dies at each statement of an exchange, before and after it ran. */

install();
const folders: string[] = [];
afterEach(() => {
  watchStatements(null);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'simadu-deaths-'));
  folders.push(made);
  return made;
};
const open = (dataDir: string) => openStore({ dataDir, databaseUrl: null });

/** What a process that died leaves on the disk. */
function leftBehind(dataDir: string): string {
  const copy = folder();
  for (const name of readdirSync(dataDir)) {
    if (!name.endsWith('-shm')) cpSync(join(dataDir, name), join(copy, name));
  }
  return copy;
}

async function abandon(store: Store): Promise<void> {
  await sql`rollback`.execute(store.db).catch(() => undefined);
  await store.close();
}

test.each(['before', 'after'] as const)(
  'A death %s any statement leaves all of an exchange or nothing, and what was answered is there',
  async (when) => {
    const settled = folder();
    const first = await open(settled);
    await settle(first);
    await first.close();
    let deaths = 0;
    for (let count = 1; ; count += 1) {
      const dataDir = folder();
      cpSync(settled, dataDir, { recursive: true });
      const store = await open(dataDir);
      const phone = new Phone(ASN[0]);
      const sent = [phone.make(recordOf(1_000)), phone.make(recordOf(2_000))];
      let died = false;
      const die = dieAt(count, when);
      watchStatements((text, at) => {
        try {
          die(text, at);
        } catch (error) {
          died = true;
          throw error;
        }
      });
      const answer = await phone.ask(store, sent).catch(() => null);
      watchStatements(null);
      const again = await open(leftBehind(dataDir));
      await abandon(store);
      const held = await again.db.selectFrom('purchase').select('id').execute();
      expect([0, 2]).toContain(held.length);
      if (answer !== null) expect(held).toHaveLength(2);
      expect(await checkJournal(again.db)).toMatchObject({ fault: null });
      const retold = outcomesOf(await phone.ask(again, sent), sent);
      expect([...retold.values()]).toEqual(
        held.length === 2 ? ['already', 'already'] : ['applied', 'applied'],
      );
      await again.close();
      if (!died) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(10);
  },
);
