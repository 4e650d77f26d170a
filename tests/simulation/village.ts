/* Long because a world is planned, lived and brought to rest in one piece. */

import { join } from 'node:path';
import { addDays, dayInWib } from '#lib/domain/day.ts';
import { DexieDisk, freshBrowser } from './dexie-disk.ts';
import { MemoryDisk } from './disk.ts';
import { Network } from './network.ts';
import { Notebook } from './notebook.ts';
import { SimOffice } from './office.ts';
import { decideOne } from './official.ts';
import { deliverOldRelease, remember } from './old-release.ts';
import { Person } from './person.ts';
import { Phone, type Account } from './phone.ts';
import { atOffice, Broken, expectUnsentShown } from './promises.ts';
import { Chance } from './random.ts';
import { expectPromisesKept, type Tally } from './rest.ts';
import { Schedule } from './schedule.ts';
import { personId, transfer } from './settled.ts';
import { Trace } from './trace.ts';

/** 20 August 2026, 07.00 WIB. */
const START = Date.UTC(2026, 7, 20);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Days that a world lasts: three device-months for each account. */
const DAYS = 90;
export const MONTHS_A_PERSON = 3;
const PURCHASES_A_MONTH = 10;
const PHOTOS_A_MONTH = 2;
/** Times that somebody opens the app in three months with signal and nothing to record. */
const LOOKS = 8;

export interface VillageOptions {
  readonly seed: string;
  /** Accounts, as many as settled.ts has people at most. */
  readonly people: number;
  /** A folder of its own. */
  readonly folder: string;
  /** A settled database to begin with. */
  readonly template: string;
  /** The share of accounts on Dexie and IndexedDB; the others are in memory. */
  readonly dexie: number;
  /** The photo that all photos are made of. */
  readonly picture: Buffer;
  /** Gets every line of the trace. */
  readonly also?: (line: string) => void;
}

export interface VillageEnd {
  readonly digest: string;
  readonly broken: Broken | null;
  readonly tally: Tally;
  readonly counts: ReadonlyMap<string, number>;
  readonly last: readonly string[];
}

/** A world in a box: people with phones, a network and an office, all from one seed. */
export class Village {
  readonly #options: VillageOptions;
  readonly #schedule = new Schedule(START);
  readonly #trace: Trace;
  readonly #chance: Chance;
  readonly #office: SimOffice;
  readonly #network: Network;
  readonly #notebook = new Notebook();
  readonly #people: Person[] = [];
  /** Ids of what phones were told that the office has, and has not lost by coming back from a backup since. */
  readonly #told = new Set<string>();
  readonly #refused = new Set<string>();
  #failure: Error | null = null;

  constructor(options: VillageOptions) {
    this.#options = options;
    this.#chance = new Chance(options.seed);
    this.#trace = new Trace(this.#schedule, options.also);
    this.#office = new SimOffice(join(options.folder, 'office'), () => this.#schedule.now);
    const parts = { schedule: this.#schedule, trace: this.#trace, office: this.#office };
    this.#network = new Network({ ...parts, chance: this.#chance.of('network') });
    this.#office.onCrash = () => this.#expectToldThere();
  }

  async live(): Promise<VillageEnd> {
    freshBrowser();
    let tally: Tally = { purchases: 0, photos: 0, goneWithDatabase: 0 };
    try {
      await this.#office.begin(this.#options.template);
      this.#settle();
      this.#plan();
      await this.#until(START + DAYS * DAY);
      tally = await this.#rest();
    } catch (error) {
      this.#fail(error);
    } finally {
      await this.#office.close();
    }
    if (this.#failure !== null && !(this.#failure instanceof Broken)) throw this.#failure;
    const { digest, counts, last } = this.#trace;
    return { digest, counts, last, tally, broken: this.#failure };
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }

  async #until(end: number): Promise<void> {
    for (let at = this.#schedule.now; at < end;) {
      at = Math.min(end, at + HOUR);
      await this.#schedule.runUntil(at);
      if (this.#failure !== null) throw this.#failure;
    }
  }

  /** Something that happens at a time; what it throws ends the world. */
  #at(instant: number, happen: () => Promise<unknown>): void {
    this.#schedule.at(instant, () => {
      happen().catch((error: unknown) => {
        this.#fail(error);
      });
    });
  }

  #working(work: () => Promise<void>): () => Promise<void> {
    return () => this.#schedule.whileWorking(work);
  }

  #settle(): void {
    const parts = {
      schedule: this.#schedule,
      trace: this.#trace,
      network: this.#network,
      office: this.#office,
      settled: (account: Account) => this.#settled(account),
    };
    let shared: Phone | null = null;
    for (let index = 0; index < this.#options.people; index += 1) {
      const chance = this.#chance.of(`person ${String(index)}`);
      // The first four are two couples.
      const phone: Phone = index < 4 && index % 2 === 1 && shared ? shared : new Phone({ ...parts, chance });
      shared = phone;
      const account = this.#account(index, phone, chance);
      phone.accounts.push(account);
      const person = { schedule: this.#schedule, trace: this.#trace, notebook: this.#notebook };
      const { picture } = this.#options;
      this.#people.push(
        new Person(account, { ...person, picture, chance, fail: (error) => this.#fail(error) }),
      );
    }
  }

  #account(index: number, phone: Phone, chance: Chance): Account {
    const owner = personId(index);
    const onDexie = chance.happens(this.#options.dexie);
    const ids = chance.of('ids');
    const disk = onDexie
      ? new DexieDisk(owner, () => phone.now())
      : new MemoryDisk(owner, () => ids.uuid(phone.now()));
    return { owner, name: `${onDexie ? 'd' : 'm'}${String(index)}`, disk, phone };
  }

  #plan(): void {
    for (const [index, person] of this.#people.entries()) this.#planPerson(person, index);
    const chance = this.#chance.of('village');
    remember(this.#notebook);
    this.#at(
      START + 20 * DAY,
      this.#working(() => deliverOldRelease(this.#office)),
    );
    for (let day = 1; day < DAYS; day += chance.whole(4, 8)) {
      this.#at(
        START + day * DAY + HOUR,
        this.#working(() => this.#backUp()),
      );
    }
    const restores = chance.weighted({ 0: 25, 1: 25, 2: 50 });
    for (let left = Number(restores); left > 0; left -= 1) {
      const day = chance.whole(12, DAYS - 1);
      const age = chance.whole(0, 10);
      this.#at(
        START + day * DAY,
        this.#working(() => this.#restore(age, chance.happens(0.3))),
      );
    }
    for (let left = 20; left > 0; left -= 1) {
      this.#at(
        this.#anyTime(chance),
        this.#working(async () => {
          this.#trace.say('official', String(await decideOne(this.#office, chance, this.#schedule.now)));
        }),
      );
    }
    for (let left = 2; left > 0; left -= 1) {
      this.#at(
        this.#anyTime(chance),
        this.#working(async () => {
          this.#trace.fault('office', 'power cut');
          await this.#office.crash();
        }),
      );
    }
  }

  #anyTime = (chance: Chance): number => START + Math.floor(chance.next() * DAYS * DAY);

  #planPerson(person: Person, index: number): void {
    const chance = this.#chance.of(`days of ${String(index)}`);
    const often = (times: number, happen: () => Promise<unknown>) => {
      for (let left = times; left > 0; left -= 1) this.#at(this.#anyTime(chance), happen);
    };
    const perhaps = (share: number, happen: () => Promise<unknown>) =>
      often(chance.happens(share) ? 1 : 0, happen);
    const { account } = person;
    const { phone, name } = account;
    const fault = (what: string) => this.#trace.fault(name, what);

    const plain = (PURCHASES_A_MONTH - PHOTOS_A_MONTH) * MONTHS_A_PERSON;
    often(plain, () => person.buys({ withPhoto: false }));
    often(PHOTOS_A_MONTH * MONTHS_A_PERSON, () => person.buys({ withPhoto: true }));
    often(3, () => person.amends(false));
    often(2, () => person.amends(true));
    for (let left = LOOKS; left > 0; left -= 1) {
      this.#at(phone.signal.next(this.#anyTime(chance)), () => person.open());
    }
    often(8, async () => void phone.deaths.push(chance.whole(1, 40)));
    often(
      1,
      this.#working(async () => {
        const cookie = phone.cookieOf(account);
        if (cookie === null) return;
        fault('session ended');
        await this.#office.signOut(cookie);
      }),
    );
    perhaps(0.3, async () => {
      fault('log-out');
      await this.#leave(person);
    });
    perhaps(0.25, async () => {
      phone.fullUntil = this.#schedule.now + chance.whole(1, 3) * DAY;
      fault('phone full');
    });
    perhaps(0.3, async () => {
      phone.clockOffset = chance.oneOf([HOUR, -HOUR, 3 * 365 * DAY, -3 * 365 * DAY, 0]);
      fault('clock set');
    });
    perhaps(0.1, () => this.#empty(person));
    perhaps(
      0.1,
      this.#working(async () => {
        fault('transfer');
        const now = this.#schedule.now;
        const last = dayInWib(now);
        await transfer(this.#office.store, index, { last, first: addDays(last, 1), now });
      }),
    );
  }

  /** *Keluar*: the session ends when the office hears of it, and the outbox stays. */
  async #leave(person: Person): Promise<void> {
    const { account } = person;
    const app = await account.phone.open(account, 5);
    await app.life.ask(this.#schedule, () => app.disk.forgetTold());
    account.phone.close(account);
    person.away = true;
  }

  /** The browser needed room and took the account's database. */
  async #empty({ account }: Person): Promise<void> {
    account.phone.close(account);
    await this.#schedule.whileWorking(async () => {
      this.#trace.fault(account.name, 'database emptied');
      const held = new Set(
        (
          await this.#office.store.db
            .selectFrom('purchase')
            .select('note')
            .where('asn_id', '=', account.owner)
            .execute()
        ).map(({ note }) => note),
      );
      for (const entry of this.#notebook.of(account.owner)) {
        entry.emptied = { at: this.#schedule.now, delivered: held.has(entry.label) };
      }
      await account.disk.empty();
    });
  }

  async #backUp(): Promise<void> {
    try {
      await this.#office.backUp();
    } catch (error) {
      const what = String(error);
      throw new Broken(what.includes('photos are not on the disk') ? 'without photo' : 'defect', what);
    }
  }

  async #restore(age: number, copied: boolean): Promise<void> {
    const from = this.#office.backups.find(({ at }) => at >= this.#schedule.now - age * DAY);
    if (from === undefined) return;
    this.#trace.fault('office', `restored from a backup${copied ? ' by hand' : ''}`);
    await this.#office.restore(from, { copied });
    const there = await atOffice(this.#office, [...this.#told]);
    for (const id of this.#told) if (!there.has(id)) this.#told.delete(id);
  }

  /** An answer was taken in: what is called *terkirim* is at the office, and nothing unsent is hidden. */
  async #settled(account: Account): Promise<void> {
    try {
      const app = account.phone.appOf(account);
      if (app === null) return;
      const look = await app.disk.look();
      const fresh = look.outbox.filter(({ id, state }) => state === 'acked' && !this.#told.has(id));
      if (fresh.length > 0) {
        const there = await atOffice(
          this.#office,
          fresh.map(({ id }) => id),
        );
        for (const { id, hash, body, answeredAt } of fresh) {
          if (there.get(id) === hash) this.#told.add(id);
          else if ((answeredAt ?? 0) - account.phone.clockOffset > this.#office.restoredAt + 60_000) {
            throw new Broken(
              'false terkirim',
              `${account.name} shows ${body}, and the office does not have it`,
            );
          }
        }
      }
      for (const { id, n, state, code } of look.outbox) {
        if (state !== 'refused' || this.#refused.has(id)) continue;
        this.#refused.add(id);
        this.#trace.say(account.name, `number ${String(n)} is refused: ${code ?? ''}`);
      }
      expectUnsentShown(account, look);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #expectToldThere(): Promise<void> {
    const there = await atOffice(this.#office, [...this.#told]);
    const gone = [...this.#told].filter((id) => !there.has(id));
    if (gone.length > 0) {
      this.#failure ??= new Broken('false terkirim', `the office lost ${gone.join(', ')} as it died`);
    }
  }

  /** The network clears, and everybody opens the app with signal until all is said. */
  async #rest(): Promise<Tally> {
    this.#trace.say('village', 'rests');
    this.#network.calm = true;
    // Whoever came back from a backup is offered it again, as by any phone.
    await this.#schedule.whileWorking(() => deliverOldRelease(this.#office));
    for (const { account } of this.#people) {
      account.phone.calm = true;
      account.phone.deaths = [];
      account.phone.fullUntil = 0;
    }
    for (let round = 0; round < 3; round += 1) {
      for (const person of this.#people) {
        const at = this.#schedule.now + 60_000;
        this.#at(at, async () => {
          person.account.phone.close(person.account);
          await person.open();
        });
        await this.#until(at + HOUR);
      }
    }
    await this.#until(this.#schedule.now + 13 * HOUR);
    const looks = [];
    for (const { account } of this.#people) {
      const disk = await account.disk.open();
      looks.push([account, await disk.look()] as const);
      disk.close();
    }
    const { office, notebook } = { office: this.#office, notebook: this.#notebook };
    return expectPromisesKept({ office, notebook, looks });
  }
}
