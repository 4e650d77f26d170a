import { sha256, sha256OfBytes } from '#lib/client/hash.ts';
import type { Day } from '#lib/domain/day.ts';
import type { Purchase, PurchaseFields } from '#lib/domain/purchase.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import { exchange, type ExchangeEnd, type Parts } from '#lib/sync/exchange.ts';
import type { OutboxRow, OutboxState, Transport } from '#lib/sync/ports.ts';
import { PhotoSender, type PhotosEnd } from '#lib/sync/photos.ts';
import { Portion } from '#lib/sync/portion.ts';
import { replay } from '#lib/sync/replay.ts';
import { MemoryStore } from '../contract/memory-store.ts';
import { ModelClock } from './clock.ts';

/** An id that tests can read: the phone's number, then the mutation's. */
export const idOf = (phone: number, n: number): string =>
  `${phone.toString(16).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export const OWNER = idOf(0xaa, 0);

export const fieldsOf = (change: Partial<PurchaseFields> = {}): PurchaseFields => ({
  umkm: { kind: 'typed', name: 'Warung Contoh', place: 'Krucil' },
  day: '2026-11-24' as Day,
  amount: 25_000,
  items: [],
  payment: 'tunai',
  note: '',
  ...change,
});

/** A phone with the real engine on a store in memory. */
export class ModelPhone {
  readonly clock = new ModelClock();
  readonly store: MemoryStore;
  readonly parts: Parts;
  readonly #transport: Transport;
  readonly #photos: PhotoSender;
  /** Whether photos may go over the network as it is now. */
  mayPhoto = (_hash: string): boolean => true;

  constructor(
    transport: Transport,
    readonly number = 1,
    owner: string = OWNER,
  ) {
    this.store = new MemoryStore(owner, idOf(number, 0));
    this.parts = { store: this.store, transport, clock: this.clock, hash: sha256, portion: new Portion() };
    this.#transport = transport;
    this.#photos = new PhotoSender(this.photoParts);
  }

  get photoParts() {
    const mayPhoto = async (hash: string) => this.mayPhoto(hash);
    return { photos: this.store, transport: this.#transport, clock: this.clock, mayPhoto };
  }

  /** Records one thing that the person did, and answers its id. */
  async does(body: MutationBody, after: string | null = null): Promise<string> {
    const id = idOf(this.number, this.store.memory.next);
    const text = JSON.stringify(body);
    const made = { id, after, body: text, hash: await sha256(text), madeAt: this.clock.now() };
    await this.store.record([made]);
    return id;
  }

  buys(change: Partial<PurchaseFields> = {}): Promise<string> {
    return this.does({ type: 'purchase.record', fields: fieldsOf(change) });
  }

  /** Buys with photos of the nota, each kept before the record, and answers the record's id. */
  async photographs(...photos: readonly Uint8Array<ArrayBuffer>[]): Promise<string> {
    const hashes = await Promise.all(photos.map((bytes) => sha256OfBytes(bytes)));
    await this.#keep(photos, hashes, null);
    const id = await this.does({ type: 'purchase.record', fields: fieldsOf(), photos: hashes });
    await this.#keep(photos, hashes, id);
    return id;
  }

  async attaches(purchase: string, ...photos: readonly Uint8Array<ArrayBuffer>[]): Promise<string> {
    const hashes = await Promise.all(photos.map((bytes) => sha256OfBytes(bytes)));
    await this.#keep(photos, hashes, null);
    const id = await this.does({ type: 'purchase.attach', purchase, photos: hashes });
    await this.#keep(photos, hashes, id);
    return id;
  }

  async #keep(
    photos: readonly Uint8Array<ArrayBuffer>[],
    hashes: readonly string[],
    by: string | null,
  ): Promise<void> {
    for (const [i, bytes] of photos.entries()) {
      await this.store.keepPhoto({ hash: hashes[i] ?? '', bytes, by });
    }
  }

  /** Sends photos until none is left or something is wrong. */
  sendPhotos(callOff: () => Promise<boolean> = async () => false): Promise<PhotosEnd> {
    return this.#photos.send(callOff);
  }

  exchange(): Promise<ExchangeEnd> {
    return exchange(this.parts);
  }

  /** Exchanges until there is no more to say or hear. */
  async exchangeAll(): Promise<ExchangeEnd> {
    let end = await this.exchange();
    while (end.again) end = await this.exchange();
    return end;
  }

  get outbox(): readonly OutboxRow[] {
    return this.store.memory.outbox;
  }

  get states(): OutboxState[] {
    return this.outbox.map(({ state }) => state);
  }

  get shown(): Purchase[] {
    const { owner, base, cursors, outbox } = this.store.memory;
    return replay({ asnId: owner, base: base.values(), outbox, heard: cursors.get('own')?.at ?? 0 });
  }
}
