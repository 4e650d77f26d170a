/* Long because it is all that a person does with a phone. */

import { dayInWib, addDays, type Day } from '#lib/domain/day.ts';
import { neverTaken, type Purchase, type PurchaseFields } from '#lib/domain/purchase.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import { onTheWire } from '#lib/client/outbox.ts';
import { id as idOf, SHOPS } from '../contract/world.ts';
import { photoHash } from '#lib/server/photos/files.ts';
import { pictureOf } from './picture.ts';
import type { Beside } from './disk.ts';
import type { Entry, Notebook, Stand } from './notebook.ts';
import type { Account, App } from './phone.ts';
import { Broken, labelOf, shownOf } from './promises.ts';
import type { Chance } from './random.ts';
import type { Schedule } from './schedule.ts';
import type { Trace } from './trace.ts';

export interface PersonParts {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly trace: Trace;
  readonly notebook: Notebook;
  readonly picture: Buffer;
  /** Told of what ends the world. */
  readonly fail: (error: unknown) => void;
}

const MINUTE = 60_000;

/** One thing a person is about to do, until they know that it is saved. */
interface Deed {
  readonly entry: Entry;
  readonly stand: Stand;
  /** Written into the mutation, so that it is known again after the browser's death. */
  readonly marker: string;
  readonly body: MutationBody;
  readonly beside: Beside;
  draftSaved: boolean;
  readonly picture: Buffer<ArrayBuffer> | null;
  /** The camera was open for it. */
  photographed?: boolean;
  done: boolean;
}

/** Who uses an account: types, waits, notices that the browser died, and goes on where the draft stands. */
export class Person {
  readonly #parts: PersonParts;
  readonly account: Account;
  #deeds = 0;
  /** Signed out by their own wish. */
  away = false;

  constructor(account: Account, parts: PersonParts) {
    this.account = account;
    this.#parts = parts;
  }

  /** Opens the app, signing in first when they had left; null when that needs signal that is not there. */
  async open(): Promise<App | null> {
    const { schedule, chance } = this.#parts;
    const { phone } = this.account;
    if (this.away && !phone.calm && !phone.signal.at(schedule.now)) return null;
    const app = await phone.open(this.account, chance.whole(1, 6));
    if (this.away || phone.cookieOf(this.account) === null) {
      if (phone.calm || phone.signal.at(schedule.now)) {
        this.away = false;
        await phone.signIn(this.account);
      }
    }
    return app;
  }

  async buys({ withPhoto }: { readonly withPhoto: boolean }): Promise<void> {
    const { schedule, chance, notebook } = this.#parts;
    const amount = chance.whole(1, 150) * 1_000;
    this.#deeds += 1;
    const label = `${this.account.name}#${String(this.#deeds)}`;
    const fields = this.#fields(label, amount);
    const stand = { amount, day: fields.day, withdrawn: false };
    const entry = notebook.begin(label, this.account.owner, stand);
    const picture = withPhoto
      ? pictureOf(this.#parts.picture, label, chance.happens(0.1) ? chance.whole(20_000, 60_000) : 0)
      : null;
    const hashes = picture === null ? [] : [photoHash(picture)];
    await this.#do({
      entry,
      stand,
      marker: `"note":"${label}"`,
      body: { type: 'purchase.record', fields: onTheWire(fields), ...(picture ? { photos: hashes } : {}) },
      beside: {
        draftId: chance.uuid(schedule.now),
        ...(picture ? { photos: { hashes, day: fields.day } } : {}),
      },
      picture,
      draftSaved: false,
      done: false,
    });
  }

  #fields(note: string, amount: number): PurchaseFields {
    const { schedule, chance } = this.#parts;
    const today = dayInWib(schedule.now);
    const day: Day = chance.happens(0.02)
      ? addDays(today, 3)
      : addDays(today, -(chance.happens(0.2) ? chance.whole(1, 9) : 0));
    const shop = chance.oneOf(SHOPS);
    const kind = chance.weighted({ listed: 88, typed: 10, invented: 2 });
    return {
      umkm:
        kind === 'typed'
          ? { kind: 'typed', name: 'Warung Bu Sri', place: 'Krucil' }
          : { kind: 'listed', id: kind === 'listed' ? shop : idOf(0xdead), name: 'Toko' },
      day,
      amount,
      items: [],
      payment: 'tunai',
      note,
    };
  }

  /** Corrects or withdraws something on the screen, or mends what the office refused. */
  async amends(withdraw: boolean): Promise<void> {
    const app = await this.open();
    if (app === null) return;
    const { schedule, chance } = this.#parts;
    const look = await app.life.ask(schedule, () => app.disk.look());
    const shown = shownOf(this.account, look)
      .filter(({ verdict }) => verdict !== 'ditarik')
      .sort((a, b) => (a.note < b.note ? -1 : 1));
    const refused = shown.filter(({ refusal }) => refusal !== null);
    const purchase = refused[0] ?? (shown.length === 0 ? undefined : chance.oneOf(shown));
    if (purchase === undefined) return;
    await this.#amend(purchase, withdraw);
  }

  async #amend(purchase: Purchase, withdraw: boolean): Promise<void> {
    const { chance, notebook } = this.#parts;
    const entry = notebook.entries.get(labelOf(purchase));
    if (entry === undefined) throw new Broken('across', `${purchase.id} is nobody's: ${purchase.note}`);
    this.#deeds += 1;
    const reason = `${this.account.name} mengubah #${String(this.#deeds)}`;
    const amount = chance.whole(1, 150) * 1_000;
    const { umkm: said, day, items, payment, note } = purchase;
    const umkm = said.kind === 'listed' ? { ...said, id: chance.oneOf(SHOPS) } : said;
    const fields = onTheWire({ umkm, day, amount, items, payment, note });
    const about = { purchase: purchase.id, base: purchase.version, reason };
    const anew = neverTaken(purchase);
    const { photos } = purchase;
    const named = anew && photos.length > 0;
    const body: MutationBody = anew
      ? {
          type: 'purchase.record',
          fields: { ...fields, payment: 'qris' },
          ...(named ? { photos: [...photos] } : {}),
        }
      : withdraw
        ? { type: 'purchase.withdraw', ...about }
        : { type: 'purchase.correct', ...about, fields };
    await this.#do({
      entry,
      stand:
        withdraw && !anew
          ? { amount: purchase.amount, day, withdrawn: true }
          : { amount, day, withdrawn: false },
      marker: anew ? `"amount":${String(amount)},"payment":"qris","note":"${note}"` : `"reason":"${reason}"`,
      body,
      beside: { mends: purchase.id, ...(named ? { photos: { hashes: photos, day } } : {}) },
      picture: null,
      draftSaved: true,
      done: false,
    });
  }

  /** Tries until the phone says that it is saved; looks after half an hour what became of it. */
  async #do(deed: Deed): Promise<void> {
    this.#later(30 * MINUTE, () => this.#goOn(deed));
    const app = await this.open();
    if (app === null) return;
    try {
      await this.#write(app, deed);
    } catch (error) {
      if (!isFull(error)) throw error;
      // The person reads that the phone is full, and tries again later.
    }
  }

  #later(ms: number, happen: () => Promise<void>): void {
    const { schedule, fail } = this.#parts;
    schedule.at(schedule.now + ms, () => {
      happen().catch(fail);
    });
  }

  async #write(app: App, deed: Deed): Promise<void> {
    const { schedule, chance, trace } = this.#parts;
    const { phone, name } = this.account;
    const refused = (what: string) => {
      const error = phone.refuses(this.account, what);
      if (error) throw error;
    };
    const { draftId } = deed.beside;
    if (draftId !== undefined && !deed.draftSaved) {
      await app.life.ask(schedule, async () => {
        refused('draft');
        await app.disk.saveDraft(draftId);
        deed.draftSaved = true;
      });
    }
    if (draftId !== undefined && deed.picture !== null) {
      const { picture } = deed;
      await app.life.ask(schedule, async () => {
        refused('photo');
        await app.disk.savePhoto(draftId, picture);
      });
    }
    if (draftId !== undefined && !deed.photographed) {
      deed.photographed = true;
      if (chance.happens(0.1)) {
        phone.kill(this.account, 'camera kill');
        return;
      }
    }
    const dies = chance.happens(0.1)
      ? { dies: { turns: chance.whole(1, 12), end: () => phone.kill(this.account, 'killed while it wrote') } }
      : {};
    await app.life.ask(schedule, async () => {
      refused('record');
      await app.disk.record(deed.body, { ...deed.beside, ...dies }, phone.now());
    });
    trace.say(name, `saved ${deed.entry.label} ${deed.marker} ${JSON.stringify(deed.stand)}`);
    this.#saved(deed);
    for (const loop of app.loops) loop.wake('mutation');
  }

  #saved(deed: Deed): void {
    if (deed.done) return;
    deed.done = true;
    const { entry, stand } = deed;
    if (deed.beside.draftId === undefined) entry.stands.push(stand);
    else if (!entry.saved) entry.emptied = null;
    entry.saved = true;
    const kept = deed.beside.photos?.hashes ?? [];
    entry.photos.push(...kept.filter((hash) => !entry.photos.includes(hash)));
  }

  /** The browser may have died over it: what was saved is there, and what was not is still a draft. */
  async #goOn(deed: Deed): Promise<void> {
    if (deed.done) return;
    const { schedule, trace } = this.#parts;
    this.#later(12 * 60 * MINUTE, () => this.#goOn(deed));
    const app = await this.open();
    if (app === null || deed.done) return;
    const look = await app.life.ask(schedule, () => app.disk.look());
    if (look.outbox.some(({ body }) => body.includes(deed.marker))) {
      trace.say(this.account.name, `finds ${deed.marker} saved`);
      this.#saved(deed);
      return;
    }
    const { draftId } = deed.beside;
    if (draftId === undefined) {
      // A change was never saved, and the screen shows that: the person lets it be.
      deed.done = true;
      return;
    }
    const drafts = await app.life.ask(schedule, () => app.disk.drafts());
    if (deed.draftSaved && !drafts.includes(draftId) && deed.entry.emptied === null) {
      throw new Broken(
        'lost',
        `${deed.marker} is neither a draft nor saved on the phone of ${this.account.name}`,
      );
    }
    deed.draftSaved = drafts.includes(draftId);
    try {
      await this.#write(app, deed);
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'QuotaExceededError' || error.name === 'AbortError');
