import type { Exclusive, Transport } from '#lib/sync/ports.ts';

export type Rank = 'front' | 'behind';

/** In which order those who wait come, whoever came first: records of all, then photos, part by part. */
const ORDER = ['front', 'behind', 'photo of front', 'photo of behind'] as const;
type Place = (typeof ORDER)[number];

/** Calls back when the turn has come. */
type Waiter = () => void;

const waiting: Record<Place, Waiter[]> = {
  front: [],
  behind: [],
  'photo of front': [],
  'photo of behind': [],
};
let taken = false;

interface Who {
  readonly rank: Rank;
  /** Ends waiting for a turn: nothing of it runs then. */
  readonly signal: AbortSignal;
}

/**
 * One request at a time in this tab, the account in front before the others: on EDGE two at once would take twice
 * as long, and neither might arrive. An exchange is one turn, and so is each part of a photo: a record that is made
 * while photos are on their way, whoever's, waits for one part.
 */
export const inTurn =
  ({ rank, signal }: Who, exclusive: Exclusive): Exclusive =>
  async (work, what) =>
    what === 'photos'
      ? exclusive(work)
      : ((await atItsTurn({ place: rank, signal }, () => exclusive(work))) ?? false);

/** The transport with which an account sends photos in its turn. */
export const partsInTurn = ({ rank, signal }: Who, transport: Transport): Transport => ({
  ...transport,
  photo: async (part) =>
    (await atItsTurn({ place: `photo of ${rank}`, signal }, () => transport.photo(part))) ?? {
      kind: 'unreachable',
    },
});

/** Null, and nothing was done, when it was called off before its turn. */
async function atItsTurn<T>(
  { place, signal }: { readonly place: Place; readonly signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T | null> {
  if (signal.aborted || (taken && !(await turn(place, signal)))) return null;
  taken = true;
  try {
    return await work();
  } finally {
    const next = ORDER.flatMap((one) => waiting[one])[0];
    // Handed on while it is still taken, so that nobody comes in between.
    if (next) next();
    else taken = false;
  }
}

/** Whether the turn came; not when it was called off before. */
const turn = (place: Place, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (came: boolean) => {
      waiting[place] = waiting[place].filter((one) => one !== comes);
      signal.removeEventListener('abort', calledOff);
      resolve(came);
    };
    const comes = () => {
      end(true);
    };
    const calledOff = () => {
      end(false);
    };
    waiting[place].push(comes);
    signal.addEventListener('abort', calledOff);
  });
