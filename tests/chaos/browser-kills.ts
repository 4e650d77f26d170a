import { Network, type Weather } from '../e2e/world/network.ts';
import { Office } from '../e2e/world/office.ts';
import { person } from '../e2e/world/people.ts';
import { between, chanceOf } from './chance.ts';
import { notaPhoto, PURCHASES_A_PHOTO } from './nota-photo.ts';
import { MortalPhone, type Stage } from './mortal-phone.ts';
import { compare, MARK, marksAtOffice, withoutPhoto, type Tally } from './tally.ts';

/** Two people of the sample regency, each on a phone of their own, so that both cores work. */
const PEOPLE = ['Ratna Puspita', 'Suharyono Widodo'];

/**
 * In the midst of what a browser dies, how often of a hundred, and how long after that began at most, ms. Told
 * by stages and not by the clock, so that a slow machine does not let it die before anything happened.
 */
const DEATHS: readonly { readonly stage: Stage; readonly share: number; readonly within: number }[] = [
  { stage: 'starting', share: 10, within: 1_500 },
  { stage: 'typing', share: 15, within: 300 },
  { stage: 'saving', share: 45, within: 150 },
  { stage: 'sending', share: 30, within: 400 },
];
/** A browser makes at most this many records before the one that it dies over. */
const MOST_BEFORE = 2;

/** Mostly the office hears; often enough it does not, or its answer is lost after the commit. */
const WEATHERS: readonly Weather[] = ['clear', 'clear', 'clear', 'down', 'answers-lost'];

interface World {
  readonly network: Network;
  readonly chance: () => number;
  /** Marks that stood on a screen as *Tersimpan*. */
  readonly promised: string[];
  /** Those of them that had a photo. */
  readonly photographed: string[];
}

/** Ends browsers at random moments while people record and send, then brings them back and counts. */
export async function browserKills({ kills, seed }: { kills: number; seed: number }): Promise<Tally> {
  const began = performance.now();
  const network = new Network();
  const origin = await network.open();
  const office = await Office.start({ origin });
  network.connect(office.port);
  const world: World = { network, chance: chanceOf(seed), promised: [], photographed: [] };
  const phones = PEOPLE.map(() => new MortalPhone(origin));
  try {
    const held = await Promise.all(
      phones.map(async (phone, i) => {
        const { number, password } = await person(origin, PEOPLE[i] ?? '');
        await phone.start();
        await phone.settleIn(number, password);
        await phone.kill();
        const lives = Math.ceil((kills - i) / phones.length);
        for (let life = 0; life < lives; life += 1) await live(phone, world, `${String(i)}-${String(life)}`);
        return phone;
      }),
    ).then(async (survivors) => {
      network.weather = 'clear';
      return (await Promise.all(survivors.map(settle))).flat();
    });
    const atOffice = marksAtOffice(office.folder);
    return {
      what: 'browser',
      kills,
      promised: world.promised.length,
      photographed: world.photographed.length,
      withoutPhoto: withoutPhoto(office.folder, world.photographed),
      held: held.length,
      arrived: atOffice.length,
      ...compare([...world.promised, ...held], atOffice),
      seconds: (performance.now() - began) / 1_000,
      faults: [],
    };
  } finally {
    for (const phone of phones) await phone.close();
    await office.close();
    await network.close();
  }
}

/** When a browser dies: so many records before it, the stage of the next, and ms after that began. */
function deathOf(chance: () => number) {
  let drawn = between(chance, 0, 99);
  const death = DEATHS.find(({ share }) => (drawn -= share) < 0) ?? DEATHS[0];
  if (!death) throw new Error('There is no death to draw.');
  const before = death.stage === 'starting' ? 0 : between(chance, 0, MOST_BEFORE);
  return { stage: death.stage, before, after: between(chance, 0, death.within) };
}

/** One life of a browser: the person records, one after another, and sends, until it dies of a sudden. */
async function live(phone: MortalPhone, world: World, name: string): Promise<void> {
  const { network, chance, promised, photographed } = world;
  const { stage, before, after } = deathOf(chance);
  network.weather = WEATHERS[between(chance, 0, WEATHERS.length - 1)] ?? 'clear';
  network.over = '/api/';
  let dead = false;
  const deaths: Promise<void>[] = [];
  const die = () => {
    if (deaths.length > 0) return;
    const death = new Promise<void>((resolve, reject) => {
      setTimeout(() => {
        dead = true;
        phone.kill().then(resolve, reject);
      }, after);
    });
    deaths.push(death);
  };
  if (stage === 'starting') die();
  try {
    await phone.start();
    for (let n = 0; ; n += 1) {
      const mark = `${MARK}${name}-${String(n)}`;
      const photo = between(chance, 1, PURCHASES_A_PHOTO) === 1 ? await notaPhoto(mark) : null;
      await phone.record({ umkm: mark, amount: String(1_000 + n), photo }, (begun) => {
        if (begun === stage && n >= before) die();
      });
      promised.push(mark);
      if (photo) photographed.push(mark);
    }
  } catch (error) {
    // Whatever was on its way when the browser died fails; anything that fails before is a fault.
    if (!dead) throw error;
  }
  await Promise.all(deaths);
  // A browser that was still starting when its time came is ended once it stands.
  await phone.kill();
}

/** Brings the phone back, lets it send everything, and answers the marks that it holds. */
async function settle(phone: MortalPhone): Promise<string[]> {
  await phone.start();
  await phone.sendAll();
  const bodies = await phone.outbox();
  return bodies.flatMap((body) => {
    const { type, fields } = JSON.parse(body) as { type: string; fields: { umkm: { name: string } } };
    return type === 'purchase.record' ? [fields.umkm.name] : [];
  });
}
