import type { Instant } from '#lib/domain/day.ts';

/** How a purchase stood after something the person did. */
export interface Stand {
  readonly amount: number;
  readonly day: string;
  readonly withdrawn: boolean;
}

/** One purchase as its person remembers it. */
export interface Entry {
  /** Written into the note: by it the purchase is known everywhere, whatever its ids are. */
  readonly label: string;
  readonly owner: string;
  /** The phone showed *Tersimpan*. */
  saved: boolean;
  /** Each state it was in, the newest last. */
  readonly stands: Stand[];
  /** Something happened after which the newest state may honestly not be in force. */
  unsure: boolean;
  /** The database that held it was emptied; whether the office had it then. */
  /** Hashes of the photos that were kept with it. */
  readonly photos: string[];
  emptied: { readonly at: Instant; readonly delivered: boolean } | null;
}

/** What the people of a village remember: it knows nothing of phones and offices. */
export class Notebook {
  readonly entries = new Map<string, Entry>();

  begin(label: string, owner: string, stand: Stand): Entry {
    const entry: Entry = {
      label,
      owner,
      saved: false,
      stands: [stand],
      unsure: false,
      photos: [],
      emptied: null,
    };
    this.entries.set(label, entry);
    return entry;
  }

  of(owner: string): Entry[] {
    return [...this.entries.values()].filter((entry) => entry.owner === owner);
  }
}

export const newestStand = ({ stands }: Entry): Stand => {
  const newest = stands[stands.length - 1];
  if (newest === undefined) throw new Error('an entry without a state');
  return newest;
};
