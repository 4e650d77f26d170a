import { exchangeAnswer, type ExchangeAnswer } from '#lib/protocol/exchange.ts';
import type { PhotoPart, Reply, Transport } from '#lib/sync/ports.ts';
import { refusal, type ModelOffice } from './office.ts';

const page = (status: number): Reply => ({ kind: 'answered', status, body: null, retryAfter: null });
const UNREACHABLE: Reply = { kind: 'unreachable' };

/** One way in which one exchange goes over the network. */
type Passage = (office: ModelOffice, text: string, earlier: readonly string[]) => Promise<Reply>;

/** Nothing reaches the office. */
const never =
  (reply: Reply): Passage =>
  async () =>
    reply;

/** The office commits, and something else than its answer arrives. */
const committed =
  (change: (answer: ExchangeAnswer) => unknown): Passage =>
  async (office, text) => {
    const reply = await office.exchange(text);
    if (reply.kind !== 'answered' || reply.status !== 200) return reply;
    return { ...reply, body: change(exchangeAnswer.parse(reply.body)) };
  };

/** What can happen to an exchange. Only `fine`, `doubled` and `late` end with the office's own answer. */
export const PASSAGES = {
  fine: (office, text) => office.exchange(text),
  'no network': never(UNREACHABLE),
  'a portal answers 200 with a page': never(page(200)),
  'a portal redirects': never(page(302)),
  'a portal asks for sign-in': never(page(511)),
  'a portal answers 401': never(page(401)),
  'something else answers JSON': never({ ...page(200), body: { ok: true, status: 'success' } } as Reply),
  'the session ended': never(refusal('signed-out')),
  'the office is busy': never(refusal('busy')),
  'the answer is lost after the commit': async (office, text) => {
    await office.exchange(text);
    return UNREACHABLE;
  },
  'the answer is cut': async (office, text) => {
    await office.exchange(text);
    return page(200);
  },
  'the answer lacks its end': committed(({ v, epoch, head, outcomes, runs }) => ({
    v,
    epoch,
    head,
    outcomes,
    runs,
  })),
  'the answer speaks another version': committed((answer) => ({ ...answer, v: 2 })),
  'the answer comes with an error status': async (office, text) => {
    const reply = await office.exchange(text);
    return reply.kind === 'answered' ? { ...reply, status: 500 } : reply;
  },
  'the digest is of other bodies': committed((answer) => ({
    ...answer,
    runs: answer.runs.map((run) => ({ ...run, digest: 'A'.repeat(43) })),
    outcomes: answer.outcomes.map((outcome) => ({ ...outcome, hash: 'A'.repeat(43) })),
  })),
  'the outcomes are of other mutations': committed((answer) => ({
    ...answer,
    runs: answer.runs.map((run) => ({ ...run, from: run.from + 1_000, to: run.to + 1_000 })),
    outcomes: answer.outcomes.map((outcome) => ({ ...outcome, id: outcome.id.replace(/^./, 'f') })),
  })),
  'the outcomes are missing': committed((answer) => ({ ...answer, runs: [], outcomes: [] })),
  doubled: async (office, text) => {
    await office.exchange(text);
    return office.exchange(text);
  },
  late: async (office, text, earlier) => {
    const reply = await office.exchange(text);
    for (const old of earlier.slice(-2)) await office.exchange(old);
    return reply;
  },
} as const satisfies Record<string, Passage>;

export type PassageName = keyof typeof PASSAGES;

/** One way in which one part of a photo goes over the network. */
type PhotoPassage = (office: ModelOffice, part: PhotoPart) => Promise<Reply>;

/** The office keeps the part, and something else than its answer arrives. */
const taken =
  (reply: Reply): PhotoPassage =>
  async (office, part) => {
    await office.photo(part);
    return reply;
  };

const retold =
  (change: (body: object) => unknown): PhotoPassage =>
  async (office, part) => {
    const reply = await office.photo(part);
    if (reply.kind !== 'answered' || reply.status !== 200) return reply;
    return { ...reply, body: change(reply.body as object) };
  };

/** What can happen to a part of a photo. */
export const PHOTO_PASSAGES = {
  fine: (office, part) => office.photo(part),
  'cut on the way up': async () => UNREACHABLE,
  'the answer is lost': taken(UNREACHABLE),
  'the answer is cut': taken(page(200)),
  'a portal answers 200 with a page': async () => page(200),
  'a portal redirects': async () => page(302),
  'a portal answers 401': async () => page(401),
  'something else answers JSON': async () => ({ ...page(200), body: { ok: true, stored: true } }) as Reply,
  'the answer is about another photo': retold((body) => ({ ...body, hash: 'A'.repeat(43), stored: true })),
  'the answer comes with an error status': async (office, part) => {
    const reply = await office.photo(part);
    return reply.kind === 'answered' ? { ...reply, status: 500 } : reply;
  },
  'it arrives damaged': (office, part) =>
    office.photo({ ...part, bytes: part.bytes.map((byte) => byte ^ 1) }),
  'the session ended': async () => refusal('signed-out'),
  'the office is busy': async () => refusal('busy'),
  'the office stumbles': async () => refusal('defect'),
  doubled: async (office, part) => {
    await office.photo(part);
    return office.photo(part);
  },
} as const satisfies Record<string, PhotoPassage>;

export type PhotoPassageName = keyof typeof PHOTO_PASSAGES;

/** A network to a model office on which each exchange goes the way that was planned for it, then all go well. */
export class ModelNetwork implements Transport {
  readonly sent: string[] = [];
  readonly fetched: string[] = [];
  /** Every part that left the phone. */
  readonly parts: PhotoPart[] = [];
  #plan: Passage[] = [];
  #photoPlan: PhotoPassage[] = [];
  packReply: Reply | null = null;

  constructor(readonly office: ModelOffice) {}

  plan(...passages: (PassageName | Passage)[]): void {
    this.#plan.push(
      ...passages.map((passage) => (typeof passage === 'string' ? PASSAGES[passage] : passage)),
    );
  }

  async exchange(text: string): Promise<Reply> {
    const earlier = [...this.sent];
    this.sent.push(text);
    const passage = this.#plan.shift() ?? PASSAGES.fine;
    return passage(this.office, text, earlier);
  }

  /** Whatever was planned does not happen any more. */
  calm(): void {
    this.#plan = [];
    this.#photoPlan = [];
  }

  planPhotos(...passages: (PhotoPassageName | PhotoPassage)[]): void {
    this.#photoPlan.push(
      ...passages.map((passage) => (typeof passage === 'string' ? PHOTO_PASSAGES[passage] : passage)),
    );
  }

  async photo(part: PhotoPart): Promise<Reply> {
    this.parts.push(part);
    const passage = this.#photoPlan.shift() ?? PHOTO_PASSAGES.fine;
    return passage(this.office, part);
  }

  async pack(hash: string): Promise<Reply> {
    this.fetched.push(hash);
    if (this.packReply !== null) return this.packReply;
    const body = this.office.packs.get(hash);
    return body ? { kind: 'answered', status: 200, body, retryAfter: null } : refusal('not-found');
  }
}
