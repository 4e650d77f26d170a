import { problemAnswer } from '#lib/server/problem.ts';
import type { Journey, Network } from './network.ts';
import type { Answered, Asked } from './office.ts';
import type { Chance } from './random.ts';
import { dieAt, dieAtCommit, refuseAt } from './statements.ts';

const DAY = 86_400_000;
/** ms that a phone waits for an answer (client/request.ts). */
export const PATIENCE = 30_000;

type Passage = readonly [
  weight: number,
  go: (network: Network, journey: Journey) => Promise<Answered | null>,
];

/** How one request may fare. Weights: of a hundred requests about sixty meet nothing. */
export const PASSAGES = {
  fine: [60, (network, journey) => network.there(journey)],
  'request lost': [4, (network) => network.nothing(PATIENCE)],
  'answer lost after commit': [
    5,
    async (network, journey) => {
      await network.there({ ...journey, down: 0 });
      return network.nothing(PATIENCE - journey.up);
    },
  ],
  'doubled at once': [3, (network, journey) => network.twice(journey)],
  'doubled weeks later': [
    2,
    (network, journey) => {
      network.again(journey, network.chance.whole(7, 40) * DAY);
      return network.there(journey);
    },
  ],
  reordered: [
    2,
    (network, journey) => {
      network.again(journey, network.chance.whole(31_000, 900_000));
      return network.nothing(PATIENCE);
    },
  ],
  'request cut': [
    2,
    async (network, journey) => {
      await network.there({ ...journey, asked: cut(journey.asked), down: 0 });
      return network.nothing(1_000);
    },
  ],
  'answer cut': [2, async (network, journey) => cutAnswer(await network.there(journey), network.chance)],
  '64 bytes a second': [
    2,
    (network, journey) => {
      const bytes = 700 + (journey.asked.body?.length ?? 0);
      return network.there({ ...journey, up: (bytes / 64) * 1000, down: 400 * (1000 / 64) });
    },
  ],
  'portal 200': [2, (network, journey) => network.elsewhere(journey, page(200))],
  'portal 200 in JSON': [
    1,
    (network, journey) => {
      const answers = [json(200, { ok: true, status: 'success' }), json(202, {}), json(201, [])];
      return network.elsewhere(journey, network.chance.oneOf(answers));
    },
  ],
  'portal 302': [1, (network, journey) => network.elsewhere(journey, page(302))],
  'portal 511': [1, (network, journey) => network.elsewhere(journey, page(511))],
  'portal 401': [1, (network, journey) => network.elsewhere(journey, page(401))],
  'portal 403': [1, (network, journey) => network.elsewhere(journey, page(403))],
  'gateway 409': [0.5, (network, journey) => network.elsewhere(journey, page(409))],
  'gateway 413': [0.5, (network, journey) => network.elsewhere(journey, page(413))],
  'gateway 429': [0.5, (network, journey) => network.elsewhere(journey, page(429, { 'retry-after': '120' }))],
  'gateway 5xx': [
    1,
    (network, journey) => network.elsewhere(journey, page(network.chance.oneOf([500, 502, 503, 504]))),
  ],
  'office says 409': [
    0.3,
    (network, journey) => network.elsewhere(journey, said(problemAnswer('new-version'))),
  ],
  'office says 413': [
    0.5,
    (network, journey) => network.elsewhere(journey, said(problemAnswer('too-large'))),
  ],
  'office says 429': [
    0.5,
    (network, journey) => network.elsewhere(journey, said(problemAnswer('too-many-tries', 60))),
  ],
  'office killed before commit': [0.4, (network, journey) => network.there(journey, dieAtCommit('before'))],
  'office killed after commit': [0.4, (network, journey) => network.there(journey, dieAtCommit('after'))],
  'office killed at a statement': [
    0.4,
    (network, journey) => {
      const when = network.chance.oneOf(['before', 'after'] as const);
      return network.there(journey, dieAt(network.chance.whole(1, 25), when));
    },
  ],
  'database busy': [
    0.5,
    (network, journey) => network.there(journey, refuseAt(network.chance.whole(1, 12), 'SQLITE_BUSY')),
  ],
  'disk full': [
    0.5,
    (network, journey) => {
      const code = network.chance.oneOf(['SQLITE_FULL', 'SQLITE_IOERR'] as const);
      return network.there(journey, refuseAt(network.chance.whole(2, 12), code));
    },
  ],
} as const satisfies Record<string, Passage>;

type PassageName = keyof typeof PASSAGES;

export const WEIGHTS = Object.fromEntries(
  Object.entries(PASSAGES).map(([name, [weight]]) => [name, weight]),
) as Record<PassageName, number>;

const cut = (asked: Asked): Asked =>
  asked.body === null ? asked : { ...asked, body: asked.body.slice(0, asked.body.length >> 1) };

function cutAnswer(answer: Answered | null, chance: Chance): Answered | null {
  if (answer === null || answer.body.length === 0) return null;
  return { ...answer, body: answer.body.slice(0, chance.whole(0, answer.body.length - 1)) };
}

const encoder = new TextEncoder();
const page = (status: number, headers: Readonly<Record<string, string>> = {}): Answered => ({
  status,
  headers: { 'content-type': 'text/html', ...headers },
  body: encoder.encode('<!doctype html><title>Wi-Fi</title>'),
});
const json = (status: number, body: unknown): Answered => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: encoder.encode(JSON.stringify(body)),
});
async function said(response: Response): Promise<Answered> {
  const body = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}
