import type { Instant } from '#lib/domain/day.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import type { Change, PurchaseChange } from '#lib/protocol/change.ts';
import type { Cursor } from '#lib/protocol/exchange.ts';
import type { Pack } from '#lib/protocol/pack.ts';
import { isCatalogue } from '#lib/protocol/scope.ts';
import type {
  OutboxRow,
  PhotoStore,
  PhotoToSend,
  ScopeNews,
  Settled,
  Settlement,
  Snapshot,
  SyncStore,
} from '#lib/sync/ports.ts';
import { sharedCursors, takeScope } from './cached-scopes.ts';
import { noteTold, untoldLoss } from './canary.ts';
import { forNews, insist, type Step } from './give-way.ts';
import { beginPhoto, doubtUntold, forgetPhotos, nextPhoto, settlePhoto, takeInStep } from './photo-rows.ts';
import { forgetTold, headOf, homeOf, type AccountDb, type CacheDb, type Meta } from './phone.ts';
import { refusalOf } from './storage.ts';

const OWN = 'own';

/**
 * The engine's store on Dexie. What concerns the account is one strict transaction of the account's database,
 * a shared scope with its cursor is one transaction of the cache database. Cached things follow after what
 * people made and never hold it up: losing them costs bytes, no record.
 */
export class DexieStore implements SyncStore, PhotoStore {
  constructor(
    private readonly db: AccountDb,
    private readonly cache: CacheDb,
    /** Goods of this kecamatan stay as the account's own do when room gets short: who is in front looks at them. */
    private readonly homeInFront: () => Promise<KecamatanCode | null> = () => Promise.resolve(null),
  ) {}

  async read(limit: number): Promise<Snapshot> {
    const { db } = this;
    const [own, home] = await db.transaction('r', [db.outbox, db.meta], async () => {
      const head = await headOf(db);
      const unsent = db.outbox.where('state').equals('unsent');
      // Equal index keys come in the order of the primary key, which is the number.
      const batch = await unsent.clone().limit(limit).toArray();
      const oldest = await unsent.clone().first();
      const lowest = await db.outbox.orderBy('n').first();
      const kept = lowest?.n ?? head.next;
      // What was mended is never offered again: an office that lost it must not wait for it.
      const answered = db.outbox.where('n').below(oldest?.n ?? head.next);
      const highest = await answered
        .reverse()
        .filter(({ mendedBy }) => mendedBy === undefined)
        .first();
      const snapshot = {
        owner: db.owner,
        replica: head.replica,
        epoch: head.epoch,
        acked: highest?.n ?? kept - 1,
        kept,
        batch,
        unsent: await unsent.count(),
        ...(await untoldLoss(db)),
      };
      return [{ snapshot, cursor: head.cursor ?? atZero(OWN) }, await homeOf(db)] as const;
    });
    // Without a readable cache the outbox is sent all the same.
    const shared = await sharedCursors(this.cache, home).catch((): Cursor[] => []);
    return { ...own.snapshot, cursors: [own.cursor, ...shared] };
  }

  async settle(settlement: Settlement): Promise<void> {
    const { db } = this;
    const { newEpoch, offer, own } = settlement;
    const write = () =>
      db.transaction('rw', [db.outbox, db.base, db.meta, db.photos], async () => {
        if (newEpoch) await unsend(db, 1);
        else if (offer !== null) await unsend(db, offer);
        // An office that came back from a backup may have lost its key for rescue files with what followed.
        if (newEpoch || offer !== null) await db.meta.delete('rescue-key');
        await this.answer(settlement);
        if (own?.anew === true) await forgetTold(db);
        const told = own ? await takeOwn(db, own.rows) : [];
        if (own) await takeInStep(db, told, settlement);
        await doubtUntold(db, told);
        if (settlement.toldLost !== undefined) await noteTold(db, settlement.toldLost);
        const head = await headOf(db);
        await db.meta.put({
          ...head,
          epoch: settlement.epoch,
          cursor: own?.cursor ?? (newEpoch ? null : head.cursor),
          clockOffset: settlement.clockOffset,
          heardAt: settlement.answeredAt - settlement.clockOffset,
        });
      });
    // On a full phone goods give way to what the office said. Where that does not help, rows stay unsent: the
    // office answers *already* when they come again.
    await insist(write, await this.room());
  }

  async takeShared(news: ScopeNews, pack: Pack | null): Promise<void> {
    const write = () => takeScope(this.cache, { news, pack });
    try {
      await insist(write, await this.room());
    } catch (error) {
      // Goods that do not fit are no trouble worth a word: they are fetched when there is room again.
      if (!isCatalogue(news.scope) || refusalOf(error) !== 'full') throw error;
    }
  }

  async forget(before: Instant, durable: number): Promise<void> {
    const { db } = this;
    const { outbox } = db;
    const mayGo = (row: OutboxRow) =>
      (row.state === 'acked' || (row.state === 'refused' && row.mendedBy !== undefined)) &&
      row.answeredAt !== null &&
      row.answeredAt < before &&
      row.head !== null &&
      row.head <= durable;
    await db.transaction('rw', [outbox, db.photos, db.photoBytes], async () => {
      const stay = await outbox
        .orderBy('n')
        .filter((row) => !mayGo(row))
        .toArray();
      await outbox
        .where('n')
        .below(stay[0]?.n ?? Infinity)
        .delete();
      await forgetPhotos(db, { before, durable, staying: new Set(stay.map(({ id }) => id)) });
    });
  }

  nextPhoto(passed: ReadonlySet<string>): Promise<PhotoToSend | null> {
    return nextPhoto(this.db, passed);
  }

  async beginPhoto(hash: string): Promise<void> {
    await beginPhoto(this.db, hash);
  }

  settlePhoto(hash: string, settled: Parameters<PhotoStore['settlePhoto']>[1]): Promise<void> {
    return settlePhoto(this.db, hash, settled);
  }

  private async room(): Promise<Step[]> {
    return forNews(this.cache, await homeOf(this.db), await this.homeInFront());
  }

  /** Writes what the office decided about rows of the outbox. Their bodies never change. */
  private async answer({ settled, head, answeredAt }: Settlement): Promise<void> {
    const byNumber = new Map<number, Settled>(settled.map((one) => [one.n, one]));
    await this.db.outbox
      .where('n')
      .anyOf([...byNumber.keys()])
      .modify((row: Mutable<OutboxRow>) => {
        const told = byNumber.get(row.n);
        if (!told) return;
        row.state = told.state;
        row.code = told.code;
        row.head = told.state === 'unsent' ? null : head;
        row.answeredAt = answeredAt;
      });
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const atZero = (scope: string): Cursor => ({ scope, at: 0, hash: '' });

/**
 * From number `n` on everything is to be sent again, whatever was said about it before. Except what the person
 * mended or put aside: taken in now, it would count beside what stands for it.
 */
async function unsend(db: AccountDb, n: number): Promise<void> {
  await db.outbox
    .where('n')
    .aboveOrEqual(n)
    .filter((row) => row.mendedBy === undefined)
    .modify({ state: 'unsent', code: null, head: null, answeredAt: null });
}

/** Answers the purchases as they stand by these rows. */
async function takeOwn(db: AccountDb, rows: readonly Change[]): Promise<PurchaseChange[]> {
  // The last word about an id stands; one bulk write instead of a thousand.
  const purchases = new Map<string, PurchaseChange | null>();
  for (const row of rows) {
    if (row.kind === 'purchase') purchases.set(row.id, row);
    else if (row.kind === 'gone' && row.of === 'purchase') purchases.set(row.id, null);
    else if (row.kind === 'profile') await db.meta.put({ key: 'profile', profile: row } satisfies Meta);
  }
  const gone = [...purchases].flatMap(([id, row]) => (row === null ? [id] : []));
  const standing = [...purchases.values()].flatMap((row) => row ?? []);
  await db.base.bulkPut(standing);
  await db.base.bulkDelete(gone);
  return standing;
}
