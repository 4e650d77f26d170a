import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Day, Instant } from '#lib/domain/day.ts';
import type { Role } from '#lib/protocol/account.ts';
import { createUser, type NewUser } from './accounts/accounts.ts';
import { readConfig } from './config.ts';
import { openOffice, type Office } from './office.ts';

/** A clock that a test sets. */
export interface TestOffice extends Office {
  clock: Instant;
}

/** A real office on a database in a folder of its own, gone when the test is over. */
export async function officeForTest(): Promise<TestOffice> {
  const folder = mkdtempSync(join(tmpdir(), 'simadu-test-'));
  const world = { clock: Date.now() };
  const office = await openOffice(readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' }), () => world.clock);
  onTestFinished(async () => {
    await office.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return Object.defineProperty({ ...office, clock: world.clock }, 'clock', {
    get: () => world.clock,
    set: (at: Instant) => {
      world.clock = at;
    },
  });
}

/** A user with roles that began long ago. */
export async function withUser(
  office: Office,
  user: Partial<NewUser> & Pick<NewUser, 'id'>,
  roles: readonly (Role | { role: Role; officeId: string })[] = ['asn'],
): Promise<void> {
  await office.store.write((tx) =>
    createUser(tx, {
      name: `Nama ${user.id}`,
      number: null,
      grants: roles.map((role) => ({
        from: '2025-01-01' as Day,
        ...(typeof role === 'string' ? { role } : role),
      })),
      now: office.now(),
      ...user,
    }),
  );
}
