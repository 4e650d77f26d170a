import { monthOf, type Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { assess } from '#lib/domain/quota.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import { checkJournal } from '#lib/server/journal-check.ts';
import type { OutboxRow } from '#lib/sync/ports.ts';
import type { Look } from './disk.ts';
import { newestStand, type Entry, type Notebook } from './notebook.ts';
import type { SimOffice } from './office.ts';
import type { Account } from './phone.ts';
import { aboutOf, Broken, shownOf } from './promises.ts';
import { recount } from './recount.ts';

/** A purchase as the office's table has it. */
interface Held {
  readonly id: string;
  readonly asn_id: string;
  readonly day: string;
  readonly amount: number;
  readonly note: string;
  readonly verdict: string;
  readonly version: string;
  readonly wanted_json: string;
}

/** What a world came to. */
export interface Tally {
  purchases: number;
  photos: number;
  /** Purchases that only an emptied database held. */
  goneWithDatabase: number;
}

export interface AtRest {
  readonly office: SimOffice;
  readonly notebook: Notebook;
  /** Every account with what its database holds now. */
  readonly looks: readonly (readonly [Account, Look])[];
}

/** Everything is delivered and heard: what must be true now. Throws {@link Broken}. */
export async function expectPromisesKept(world: AtRest): Promise<Tally> {
  const { office, notebook, looks } = world;
  if (office.defects[0] !== undefined) throw new Broken('defect', office.defects[0]);
  const held = await office.store.db
    .selectFrom('purchase')
    .select(['id', 'asn_id', 'day', 'amount', 'note', 'verdict', 'version', 'wanted_json'])
    .execute();
  const tally: Tally = { purchases: 0, photos: 0, goneWithDatabase: 0 };
  const refused = new Set(looks.flatMap(([account, look]) => honestlyRefused(account, look)));
  const byLabel = new Map<string, Held[]>();
  for (const row of held) byLabel.set(row.note, [...(byLabel.get(row.note) ?? []), row]);
  for (const entry of notebook.entries.values()) {
    expectEntryKept(entry, byLabel.get(entry.label) ?? [], { office, tally, refused });
  }
  await expectNumbersOnce(office);
  for (const { note, id } of held) {
    if (!notebook.entries.has(note)) throw new Broken('doubled', `${id} (${note}) is nobody's`);
  }
  for (const [account, look] of looks) expectPhoneAgrees(account, look, { held, notebook });
  await expectMonthsAgree(world);
  await expectPhotosKept(world, tally);
  const { fault } = await checkJournal(office.store.db);
  if (fault) throw new Broken('defect', `the journal is broken at ${String(fault.seq)}: ${fault.what}`);
  return tally;
}

/** What the person can mend: anything else that is refused would be a loss. */
const HONEST = ['unknown-umkm', 'depends', 'stale'];

/** Labels of what the office refused: it stands on the screen with its reason, or the person took it back. */
function honestlyRefused(account: Account, look: Look): string[] {
  const records = look.outbox.filter(({ state, code }) => state === 'refused' && HONEST.includes(code ?? ''));
  const noted = records.flatMap(({ body }) => /"note":"([^"]+)"/.exec(body)?.[1] ?? []);
  const shown = shownOf(account, look).filter(({ refusal }) => HONEST.includes(refusal ?? ''));
  return [...noted, ...shown.map(({ note }) => note)];
}

/** A database that was emptied came back under another name: its numbers are nobody's else. */
async function expectNumbersOnce({ store }: SimOffice): Promise<void> {
  const reused = await store.db
    .selectFrom('purchase')
    .select('note')
    .where('flags_json', 'like', '%number-reused%')
    .executeTakeFirst();
  if (reused)
    throw new Broken('unnoticed', `${reused.note} came under a number that its replica used before`);
}

interface EntryFacts {
  readonly office: SimOffice;
  readonly tally: Tally;
  readonly refused: ReadonlySet<string>;
}

function expectEntryKept(entry: Entry, rows: readonly Held[], { office, tally, refused }: EntryFacts): void {
  const { label, owner, saved, emptied, stands } = entry;
  if (!saved) {
    // Never shown as saved; the browser may have died between the commit and the screen.
    if (rows.length > 1) throw new Broken('doubled', `${label} is there ${String(rows.length)} times`);
    return;
  }
  tally.purchases += 1;
  if (rows.length > 1) throw new Broken('doubled', `${label} is there ${String(rows.length)} times`);
  const [row] = rows;
  if (row === undefined) {
    if (refused.has(label)) return;
    const excused = emptied !== null && (!emptied.delivered || office.restoredAt >= emptied.at);
    if (!excused) throw new Broken('lost', `${label} was saved, and is not at the office`);
    tally.goneWithDatabase += 1;
    return;
  }
  if (row.asn_id !== owner) throw new Broken('across', `${label} stands under ${row.asn_id}`);
  const stand = { amount: row.amount, day: row.day, withdrawn: row.verdict === 'ditarik' };
  const same = (one: typeof stand) =>
    one.amount === stand.amount && one.day === stand.day && one.withdrawn === stand.withdrawn;
  const honest = entry.unsure || refused.has(label) || emptied !== null ? stands : [newestStand(entry)];
  if (!honest.some(same)) {
    throw new Broken('lost', `${label} stands as ${JSON.stringify(stand)}, not ${JSON.stringify(honest)}`);
  }
}

/** Every photo that was kept with a purchase is at the office, whole, and everybody is told so. */
async function expectPhotosKept({ office, notebook, looks }: AtRest, tally: Tally): Promise<void> {
  const rows = await office.store.db.selectFrom('photo').selectAll().where('kept', 'is not', null).execute();
  const kept = new Map(rows.map((row) => [`${row.owner} ${row.hash}`, row.kept]));
  const shown = new Map(
    looks.flatMap(([account, look]) => shownOf(account, look).map((one) => [one.note, one] as const)),
  );
  for (const { label, owner, photos, saved, emptied } of notebook.entries.values()) {
    const purchase = shown.get(label);
    if (!saved || purchase === undefined || purchase.receivedAt === null) continue;
    for (const hash of photos) {
      tally.photos += 1;
      const file = kept.get(`${owner} ${hash}`);
      const there = file !== undefined && file !== null && (await office.photos.files.has(file));
      if (there && purchase.delivery === 'lengkap') continue;
      if (emptied !== null && purchase.delivery === 'terkirim') {
        tally.goneWithDatabase += 1;
        continue;
      }
      const row = await office.store.db
        .selectFrom('purchase')
        .select(['photos_json', 'wanted_json', 'seq'])
        .where('note', '=', label)
        .executeTakeFirst();
      const facts = JSON.stringify({ hash, file, row, photos: purchase.photos });
      throw new Broken('without photo', `${label} is ${purchase.delivery}, without its photo: ${facts}`);
    }
  }
}

interface PhoneFacts {
  readonly held: readonly Held[];
  readonly notebook: Notebook;
}

function expectPhoneAgrees(account: Account, look: Look, { held, notebook }: PhoneFacts): void {
  const somewhere = new Set([...held, ...look.outbox].map(({ id }) => id));
  const wasEmptied = notebook.of(account.owner).some(({ emptied }) => emptied !== null);
  // What names a purchase that went with an emptied database waits until no other phone can have it.
  const waits = (row: OutboxRow) => wasEmptied && !somewhere.has(aboutOf(row));
  const unsent = look.outbox.filter((row) => row.state === 'unsent' && !waits(row));
  if (unsent.length > 0) {
    throw new Broken('not delivered', `${account.name} still holds ${unsent.map(({ body }) => body).join()}`);
  }
  const shown = new Map(shownOf(account, look).map((purchase) => [purchase.id, purchase]));
  for (const row of held) {
    if (row.asn_id !== account.owner) continue;
    const purchase = shown.get(row.id);
    const same =
      purchase !== undefined &&
      purchase.amount === row.amount &&
      purchase.version === row.version &&
      purchase.verdict === row.verdict;
    if (!same) {
      throw new Broken(
        'hidden',
        `${account.name} shows ${JSON.stringify(purchase)} for ${JSON.stringify(row)}`,
      );
    }
    shown.delete(row.id);
  }
  const refused = honestlyRefused(account, look);
  for (const { id, refusal, note } of shown.values()) {
    if (refusal === null && !refused.includes(note))
      throw new Broken('false terkirim', `${account.name} shows ${note} (${id}) alone`);
  }
}

const EMPTY = { counted: 0, waiting: 0 };

/** The phone, the office's totals and the slow count agree to the rupiah, for every month of everybody. */
async function expectMonthsAgree({ office, looks }: AtRest): Promise<void> {
  const slow = await recount(office);
  const rows = await office.store.db.selectFrom('month_total').selectAll().execute();
  const totals = new Map(rows.map((row) => [`${row.asn_id} ${row.month}`, row]));
  for (const [account, look] of looks) {
    const shown = shownOf(account, look);
    const months = new Set<Month>(shown.map(({ day }) => monthOf(day)));
    for (const { asn_id, month } of rows) if (asn_id === account.owner) months.add(month as Month);
    for (const month of months) {
      const key = `${account.owner} ${month}`;
      const office = pick(totals.get(key));
      const counts = [pick(onPhone(account, { look, shown, month })), office, pick(slow.get(key))];
      if (new Set(counts).size > 1) {
        throw new Broken(
          'quota',
          `${account.name} ${month}: phone, office, slow count: ${counts.join(' | ')}`,
        );
      }
    }
  }
}

const pick = ({ counted, waiting }: typeof EMPTY = EMPTY): string =>
  `counted ${String(counted)} waiting ${String(waiting)}`;

function onPhone(
  account: Account,
  { look, shown, month }: { look: Look; shown: readonly Purchase[]; month: Month },
) {
  const { profile } = look;
  if (profile === null) throw new Broken('hidden', `${account.name} does not know who they are`);
  const appointments = profile.appointments.map((one) => ({
    ...one,
    from: one.from,
    until: one.until,
    asnId: account.owner,
  }));
  const service = { appointments, exemptions: [] };
  return assess({ month, service, rulebook: INSTRUKSI_9_2024, purchases: shown });
}
