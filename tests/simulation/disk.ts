import { createHash } from 'node:crypto';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import type { ProfileChange, PurchaseChange } from '#lib/protocol/change.ts';
import type { Day } from '#lib/domain/day.ts';
import type { OutboxRow, OutboxState, PhotoStore, SyncStore } from '#lib/sync/ports.ts';
import { photoHash } from '#lib/server/photos/files.ts';
import { isAbout, MemoryStore } from '../contract/memory-store.ts';

/** One look at what an account's database holds. */
export interface Look {
  readonly outbox: readonly OutboxRow[];
  readonly base: readonly PurchaseChange[];
  /** How far the own scope was heard. */
  readonly heard: number;
  readonly profile: ProfileChange | null;
  readonly replica: string;
  readonly photos: readonly { readonly hash: string; readonly state: 'draft' | OutboxState }[];
}

export interface Beside {
  /** The draft that this came from: it goes in the same transaction. */
  readonly draftId?: string;
  /** The purchase whose refused rows this stands for. */
  readonly mends?: string;
  /** The browser dies over it, so many turns of the event loop after it began to write. */
  readonly dies?: { readonly turns: number; readonly end: () => void };
  /** Photos that the mutation names, kept before, and the day of the purchase. */
  readonly photos?: { readonly hashes: readonly string[]; readonly day: Day };
}

/** An account's database on a phone, while a process has it open. */
export interface OpenDisk {
  readonly store: SyncStore & PhotoStore;
  saveDraft(id: string): Promise<void>;
  /** Keeps a photo for a draft; gives its hash. */
  savePhoto(draftId: string, bytes: Buffer<ArrayBuffer>): Promise<void>;
  drafts(): Promise<readonly string[]>;
  /** Freezes and keeps what the person did; gives the mutation's id once it is on the disk. */
  record(body: MutationBody, beside: Beside, now: number): Promise<string>;
  look(): Promise<Look>;
  /** What log-out does: what the office told goes, what the person made stays. */
  forgetTold(): Promise<void>;
  want(kecamatan: string): Promise<void>;
  close(): void;
}

/** An account's database on a phone. It outlives processes. */
export interface Disk {
  open(): Promise<OpenDisk>;
  /** The browser needed room. */
  empty(): Promise<void>;
}

export const sha256 = async (text: string): Promise<string> =>
  createHash('sha256').update(text).digest('base64url');

/** A database in memory: fast enough for ten thousand months. */
export class MemoryDisk implements Disk {
  readonly #owner: string;
  readonly #newId: () => string;
  #store: MemoryStore;
  #drafts = new Set<string>();

  constructor(owner: string, newId: () => string) {
    this.#owner = owner;
    this.#newId = newId;
    this.#store = new MemoryStore(owner, newId());
  }

  async empty(): Promise<void> {
    this.#store = new MemoryStore(this.#owner, this.#newId());
    this.#drafts = new Set();
  }

  async open(): Promise<OpenDisk> {
    const store = this.#store;
    const drafts = this.#drafts;
    return {
      store,
      saveDraft: async (id) => void drafts.add(id),
      savePhoto: (_draftId, bytes) =>
        store.keepPhoto({ hash: photoHash(bytes), bytes: new Uint8Array(bytes), by: null }),
      drafts: async () => [...drafts],
      record: async (body, { draftId, mends, photos }, madeAt) => {
        const id = this.#newId();
        const text = JSON.stringify(body);
        const about = body.type === 'purchase.record' ? id : body.purchase;
        const after = newestUnsent(store.memory.outbox, about);
        const made = { id, after, body: text, hash: await sha256(text), madeAt };
        await store.record([made], mends === undefined ? undefined : { purchase: mends, by: id });
        for (const hash of photos?.hashes ?? []) await store.namePhoto(hash, id);
        if (draftId !== undefined) drafts.delete(draftId);
        return id;
      },
      look: async () => {
        const { outbox, base, cursors, profile, replica, photos } = store.memory;
        const heard = cursors.get('own')?.at ?? 0;
        return { outbox, base: [...base.values()], heard, profile, replica, photos };
      },
      forgetTold: () => store.forgetTold(),
      want: (kecamatan) => store.want(kecamatan),
      close: () => undefined,
    };
  }
}

/** The newest mutation about the same purchase that the office has not decided about (client/outbox.ts). */
function newestUnsent(outbox: readonly OutboxRow[], purchase: string): string | null {
  const about = outbox.filter((row) => row.state === 'unsent' && isAbout(row, purchase));
  return about[about.length - 1]?.id ?? null;
}
