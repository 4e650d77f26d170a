/*
 * The page on which SiMadu's parts and its peers do the same work in one browser. Peers are used as their
 * documents say: PouchDB with its IndexedDB adapter and one-shot replication, RxDB with Dexie storage and
 * replicateRxCollection, Dexie with a table and an index of words.
 */
import Dexie from 'dexie';
import PouchDB from 'pouchdb-browser';
import { createRxDatabase } from 'rxdb';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { takeScope } from '../../../src/lib/client/cached-scopes.ts';
import { CacheDb } from '../../../src/lib/client/phone.ts';
import { find } from '../../../src/lib/client/search.ts';
import { shelve } from '../../../src/lib/client/shelves.ts';
import { INSTRUKSI_9_2024 } from '../../../src/lib/domain/instruksi-9-2024.ts';
import { pack as packSchema } from '../../../src/lib/protocol/pack.ts';
import { assessMonths } from '../../../src/routes/(asn)/parts/standing.ts';

const text = { type: 'string', maxLength: 200 };
const number = { type: 'number' };
const SCHEMAS = {
  products: { id: { type: 'string', maxLength: 36 }, shop: text, name: text, unit: text, price: number, category: text, art: text, updatedAt: number }, // prettier-ignore
  purchases: { id: { type: 'string', maxLength: 36 }, umkm: { type: 'object' }, day: text, amount: number, items: { type: 'array' }, payment: text, note: text, updatedAt: number }, // prettier-ignore
};
let databases = 0;

async function rx(name) {
  const db = await createRxDatabase({
    name: `rx${(databases += 1)}${name}`,
    storage: getRxStorageDexie(),
    multiInstance: false,
  });
  const schema = {
    version: 0,
    primaryKey: 'id',
    type: 'object',
    properties: SCHEMAS[name],
    required: ['id'],
  };
  const collections = await db.addCollections({ [name]: { schema } });
  return collections[name];
}

/** One round of replication with the plain endpoint, both ways, as RxDB's page about HTTP replication has it. */
async function rxReplicate(collection, name) {
  const state = replicateRxCollection({
    collection,
    replicationIdentifier: `plain-${name}`,
    live: false,
    retryTime: 1_000,
    pull: {
      batchSize: 1_000,
      async handler(checkpoint, limit) {
        const { id = '', updatedAt = 0 } = checkpoint ?? {};
        return (await fetch(`/plain/${name}?id=${id}&updatedAt=${updatedAt}&limit=${limit}`)).json();
      },
    },
    push: {
      batchSize: 1_000,
      async handler(rows) {
        const method = 'POST';
        const headers = { 'content-type': 'application/json' };
        return (await fetch(`/plain/${name}`, { method, headers, body: JSON.stringify(rows) })).json();
      },
    },
  });
  await state.awaitInitialReplication();
  await state.awaitInSync();
  await state.cancel();
}

const held = {};
const rxdb = {
  open: async (name) => void (held.rx = { ...held.rx, [name]: await rx(name) }),
  add: (name, rows) => held.rx[name].bulkInsert(rows).then(() => {}),
  sync: (name) => rxReplicate(held.rx[name], name),
  count: (name) => held.rx[name].count().exec(),
};

const remote = (name) => `${location.origin}/couch/${name}`;
const pouch = {
  open: async (name) =>
    void (held.pouch = { ...held.pouch, [name]: new PouchDB(`p${(databases += 1)}${name}`) }),
  add: (name, rows) =>
    held.pouch[name].bulkDocs(rows.map(({ id, ...rest }) => ({ _id: id, ...rest }))).then(() => {}),
  // Products only come, purchases go and are heard of.
  sync: async (name) => {
    const local = held.pouch[name];
    if (name === 'products') await local.replicate.from(remote(name));
    else await local.sync(remote(name));
  },
  count: async (name) => (await held.pouch[name].info()).doc_count,
};

/** ms until 10,000 products are in the store and the first search for `word` is answered, and how many it found. */
const takeIn = {
  async simadu({ packs, word }) {
    const cache = new CacheDb(`c${(databases += 1)}`);
    await cache.open();
    const began = performance.now();
    const shelves = [];
    for (const textOfPack of packs) {
      const pack = packSchema.parse(JSON.parse(textOfPack));
      const scope = `katalog:${pack.area}`;
      await takeScope(cache, {
        news: { scope, anew: true, rows: [], cursor: { scope, at: pack.at, hash: '' } },
        pack,
      });
      shelves.push(shelve(await cache.packs.get(scope)));
    }
    const entries = shelves.flatMap((shelf) => shelf.products);
    const found = find({ entries, typed: word, limit: 60 });
    return { ms: performance.now() - began, found: found.total, all: entries.length };
  },
  async dexie({ products, word }) {
    const db = new Dexie(`d${(databases += 1)}`);
    db.version(1).stores({ products: 'id, shop, *words' });
    await db.open();
    const began = performance.now();
    await db.products.bulkPut(products.map((row) => ({ ...row, words: wordsOf(row.name) })));
    const found = await db.products.where('words').startsWith(word).limit(60).toArray();
    return { ms: performance.now() - began, found: found.length, all: await db.products.count() };
  },
  async rxdb({ products, word }) {
    const collection = await rx('products');
    const began = performance.now();
    await collection.bulkInsert(products);
    const found = await collection
      .find({ selector: { name: { $regex: word, $options: 'i' } }, limit: 60 })
      .exec();
    return { ms: performance.now() - began, found: found.length, all: await collection.count().exec() };
  },
  async pouchdb({ products, word }) {
    const db = new PouchDB(`p${(databases += 1)}`);
    const began = performance.now();
    await db.bulkDocs(products.map(({ id, ...rest }) => ({ _id: id, ...rest })));
    const { rows } = await db.allDocs({ include_docs: true });
    const found = rows.filter(({ doc }) => doc.name.toLowerCase().includes(word)).slice(0, 60);
    return { ms: performance.now() - began, found: found.length, all: rows.length };
  },
};
const wordsOf = (name) => [...new Set(name.toLowerCase().split(/[^a-z0-9]+/))];

/** Ten times the products of these packs in memory, then each key of these words: ms a key. */
function searchMany({ packs, words, times }) {
  const shelves = packs.map((textOfPack) => {
    const pack = JSON.parse(textOfPack);
    return shelve({ scope: '', kecamatan: pack.kecamatan, version: '', pack });
  });
  const once = shelves.flatMap((shelf) => shelf.products);
  const entries = Array.from({ length: times }, () => once.map((entry) => ({ ...entry }))).flat();
  const keys = [];
  for (const word of words) {
    for (let length = 1; length <= word.length; length += 1) {
      const began = performance.now();
      find({ entries, typed: word.slice(0, length), limit: 8 });
      keys.push(performance.now() - began);
    }
  }
  return { keys, all: entries.length };
}

/** ms that the assessment of a year takes, each of some times. */
function assessYear({ purchases, months, service, times }) {
  return Array.from({ length: times }, () => {
    const began = performance.now();
    assessMonths(months, { purchases, service, rulebook: INSTRUKSI_9_2024 });
    return performance.now() - began;
  });
}

globalThis.work = { rxdb, pouch, takeIn, searchMany, assessYear };
