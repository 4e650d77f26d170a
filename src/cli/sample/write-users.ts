import type { Day, Instant } from '#lib/domain/day.ts';
import type { SampleAccount } from '#lib/protocol/account.ts';
import { createUser, type Grant } from '#lib/server/accounts/accounts.ts';
import { makeHashedCode, writeCode } from '#lib/server/accounts/codes.ts';
import { hashPassword } from '#lib/server/accounts/password.ts';
import type { Store } from '#lib/server/store/store.ts';
import { CAST, SAMPLE_CODE, SAMPLE_PASSWORD, SELLER } from './cast.ts';
import type { SamplePerson } from './people.ts';
import type { Regency } from './regency.ts';

/** Roles begin long before anything that is told. */
const SINCE = '2025-01-01' as Day;

/**
 * Accounts for everybody, with a password for the sample accounts alone: everyone else needs a one-time
 * code. `issuedAt` is when the sample's own code was handed out.
 */
export async function writeUsers(store: Store, regency: Regency, issuedAt: Instant): Promise<void> {
  const hashes = await hashPasswords();
  const code = await makeHashedCode(SAMPLE_CODE);
  const seller = sellerOf(regency);
  const now = regency.madeAt;
  await store.write(async (tx) => {
    for (const person of regency.people) {
      const passwordHash = hashes.get(person.cast?.name ?? '');
      await createUser(tx, {
        id: person.id,
        name: person.name,
        number: person.nip,
        ...(passwordHash === undefined ? {} : { passwordHash }),
        grants: grantsOf(person, regency),
        now,
      });
      if (person.cast?.mustChange) {
        await writeCode(tx, { userId: person.id, issuedBy: null, now: issuedAt, hash: code.hash });
      }
    }
    const grants: Grant[] = [{ role: 'penjual', from: SINCE }];
    const passwordHash = hashes.get(SELLER.name) ?? '';
    await createUser(tx, { ...seller, name: SELLER.name, number: seller.phone, passwordHash, grants, now });
  });
}

/** Each account with a password has its own hash of the shared one, by name. */
async function hashPasswords(): Promise<Map<string, string>> {
  const cast = CAST.filter((member) => member.account !== undefined && !member.mustChange);
  const names = [...cast.map((member) => member.name), SELLER.name];
  return new Map(
    await Promise.all(names.map(async (name) => [name, await hashPassword(SAMPLE_PASSWORD)] as const)),
  );
}

function grantsOf(person: SamplePerson, regency: Regency): Grant[] {
  const grants: Grant[] = [{ role: 'asn', from: SINCE }];
  const officeId = person.office.id;
  if (regency.officers.get(officeId) === person.id)
    grants.push({ role: 'petugas-opd', officeId, from: SINCE });
  for (const role of person.cast?.roles ?? []) {
    if (role !== 'petugas-opd') grants.push({ role, from: SINCE });
  }
  return grants;
}

/** The sample's seller: an account of its own, because a seller is no ASN. */
export function sellerOf({ shops }: Regency): { id: string; shopId: string; phone: string } {
  const shop = shops.find(({ name }) => name === SELLER.shop);
  if (!shop) throw new Error(`no shop is called ${SELLER.shop}`);
  // A fixed id of its own (RFC 9562, version 8), so that the same sample is the same account.
  return { id: '00000000-0000-8000-8000-000000000001', shopId: shop.id, phone: shop.phone };
}

/** What the sign-in page and the README list. */
export function sampleAccounts(regency: Regency): SampleAccount[] {
  const accounts = CAST.flatMap(({ name, account, mustChange }): SampleAccount[] => {
    const person = regency.people.find((one) => one.cast?.name === name);
    if (account === undefined || !person) return [];
    const password = mustChange ? SAMPLE_CODE : SAMPLE_PASSWORD;
    return [{ name, about: account, as: 'asn', number: person.nip, password }];
  });
  const number = `0${sellerOf(regency).phone.slice(2)}`;
  const seller = { name: SELLER.name, about: SELLER.account, number, password: SAMPLE_PASSWORD };
  return [...accounts, { ...seller, as: 'penjual' }];
}
