import { dayInWib } from '#lib/domain/day.ts';
import { photoPath } from '#lib/protocol/photo.ts';
import { checkJournal } from '#lib/server/journal-check.ts';
import { openStore } from '#lib/server/store/store.ts';
import type { Reply, Transport } from '#lib/sync/ports.ts';
import { ModelPhone } from '../model/phone.ts';
import { Network } from '../e2e/world/network.ts';
import { Office } from '../e2e/world/office.ts';
import { samplePeople } from '../e2e/world/people.ts';
import { between, chanceOf } from './chance.ts';
import { notaPhoto, PURCHASES_A_PHOTO } from './nota-photo.ts';
import { compare, MARK, marksAtOffice, withoutPhoto, type Tally } from './tally.ts';

const PHONES = 8;
/** A phone holds at most this many unsent records, so that a dead office is no reason to pile up. */
const MOST_UNSENT = 10;
const SHORTEST_LIFE = 20;
const LONGEST_LIFE = 900;

/** Ends the office at random moments under the load of many phones with the real engine, and counts. */
export async function serverKills({ kills, seed }: { kills: number; seed: number }): Promise<Tally> {
  const began = performance.now();
  const chance = chanceOf(seed);
  const network = new Network();
  const origin = await network.open();
  let office = await Office.start({ origin });
  const { folder } = office;
  network.connect(office.port);
  try {
    const phones = await signedInPhones(origin);
    const state = { over: false };
    const load = phones.map((phone) => record(phone, state));
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(between(chance, SHORTEST_LIFE, LONGEST_LIFE));
      await office.kill();
      office = await Office.start({ origin, folder });
      network.connect(office.port);
    }
    state.over = true;
    const promised = (await Promise.all(load)).flat();
    const photographed = promised.filter(({ photo }) => photo).map(({ mark }) => mark);
    for (const phone of phones) await settle(phone);
    const atOffice = marksAtOffice(folder);
    return {
      what: 'server',
      kills,
      promised: promised.length,
      photographed: photographed.length,
      withoutPhoto: withoutPhoto(folder, photographed),
      held: phones.reduce((sum, { outbox }) => sum + outbox.length, 0),
      arrived: atOffice.length,
      ...compare(
        promised.map(({ mark }) => mark),
        atOffice,
      ),
      seconds: (performance.now() - began) / 1_000,
      faults: await chainFaults(folder),
    };
  } finally {
    await office.close();
    await network.close();
  }
}

interface Kept {
  readonly mark: string;
  readonly photo: boolean;
}

/** The person records and sends without a pause; answers what was kept on the phone. */
async function record(phone: ModelPhone, state: { readonly over: boolean }): Promise<Kept[]> {
  const kept: Kept[] = [];
  while (!state.over) {
    if (phone.states.filter((one) => one === 'unsent').length < MOST_UNSENT) {
      const mark = `${MARK}${String(phone.number)}-${String(kept.length)}`;
      const umkm = { kind: 'typed', name: mark, place: 'Krucil' } as const;
      const id = await phone.buys({ umkm, day: dayInWib(Date.now()) });
      const photo = kept.length % PURCHASES_A_PHOTO === 0;
      if (photo) await phone.attaches(id, await notaPhoto(mark));
      kept.push({ mark, photo });
    }
    const problem = (await phone.exchange()).problem ?? (await phone.sendPhotos()).problem;
    await pause(problem === null ? 0 : 25);
  }
  return kept;
}

/** Sends what is left. Throws when the office that stands again does not take it. */
async function settle(phone: ModelPhone): Promise<void> {
  const waits = async () =>
    phone.states.includes('unsent') || (await phone.store.nextPhoto(new Set())) !== null;
  for (let turn = 0; await waits(); turn += 1) {
    const problem = (await phone.exchangeAll()).problem ?? (await phone.sendPhotos()).problem;
    if (turn > 20) throw new Error(`The office does not take what is left: ${problem ?? 'no problem told'}.`);
  }
}

async function signedInPhones(origin: string): Promise<ModelPhone[]> {
  const asn = (await samplePeople(origin)).filter(
    ({ as, password }) => as === 'asn' && /\d{4}$/.test(password),
  );
  const sessions: { owner: string; cookie: string }[] = [];
  for (const { number, password } of asn.slice(0, PHONES)) {
    const answer = await fetch(`${origin}/api/masuk`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ as: 'asn', number, password }),
    });
    const { id } = (await answer.json()) as { id: string };
    sessions.push({ owner: id, cookie: (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '' });
  }
  return Array.from({ length: PHONES }, (_, i) => {
    const session = sessions[i % sessions.length];
    if (!session) throw new Error('Nobody could sign in.');
    return new ModelPhone(overHttp(origin, session.cookie), i + 1, session.owner);
  });
}

function overHttp(origin: string, cookie: string): Transport {
  const ask = async (path: string, init: RequestInit = {}, type = 'application/json'): Promise<Reply> => {
    try {
      const answer = await fetch(`${origin}${path}`, {
        ...init,
        headers: { cookie, origin, 'content-type': type },
      });
      const body = JSON.parse(await answer.text()) as unknown;
      return { kind: 'answered', status: answer.status, body, retryAfter: null };
    } catch {
      return { kind: 'unreachable' };
    }
  };
  return {
    exchange: (body) => ask('/api/sync', { method: 'POST', body }),
    pack: (hash) => ask(`/api/paket/${hash}`),
    photo: ({ hash, from, size, bytes }) =>
      ask(photoPath(hash, { from, size }), { method: 'POST', body: bytes }, 'application/octet-stream'),
  };
}

/** What is wrong with the journal after all those deaths. */
async function chainFaults(folder: string): Promise<string[]> {
  const store = await openStore({ dataDir: folder, databaseUrl: null });
  try {
    const { fault } = await checkJournal(store.db);
    return fault === null ? [] : [`The journal breaks at ${String(fault.seq)}: ${fault.what}.`];
  } finally {
    await store.close();
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
