/*
 * What SiMadu is measured beside, in a process of its own: `node server.js FOLDER`, where FOLDER holds the
 * page's files and products.json. Prints its port.
 *
 * /couch   express-pouchdb, as its documents set it up, databases in memory
 * /plain   an endpoint for RxDB's replication as its documents have it (documents with a checkpoint; rows with
 *          the state that was assumed), answers gzipped
 */
import express from 'express';
import expressPouch from 'express-pouchdb';
import memory from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-node';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const folder = process.argv[2] ?? '.';
const products = JSON.parse(readFileSync(join(folder, 'products.json'), 'utf8'));

PouchDB.plugin(memory);
const Served = PouchDB.defaults({ adapter: 'memory' });
const couch = new Served('products');
await couch.bulkDocs(products.map(({ id, ...rest }) => ({ _id: id, ...rest })));

/** A collection of the plain endpoint: what stands, and in what order it changed. */
class Plain {
  rows = new Map();
  clock = 0;
  put(row) {
    this.clock += 1;
    this.rows.delete(row.id);
    this.rows.set(row.id, { ...row, updatedAt: this.clock });
  }
  since(updatedAt, limit) {
    return [...this.rows.values()].filter((row) => row.updatedAt > updatedAt).slice(0, limit);
  }
}
const collections = new Map();
const plain = (name) => {
  if (!collections.has(name)) collections.set(name, new Plain());
  return collections.get(name);
};
for (const row of products) plain('products').put({ ...row, _deleted: false });

const app = express();
app.disable('x-powered-by');
app.use('/couch', expressPouch(Served, { mode: 'minimumForPouchDB', inMemoryConfig: true }));
app.use('/plain', express.json({ limit: '20mb' }));

const answer = (response, value) => {
  const body = Buffer.from(JSON.stringify(value));
  response.setHeader('content-type', 'application/json');
  if (body.length < 500) return response.end(body);
  response.setHeader('content-encoding', 'gzip');
  return response.end(gzipSync(body));
};
app.get('/plain/:name', (request, response) => {
  const documents = plain(request.params.name).since(
    Number(request.query.updatedAt),
    Number(request.query.limit),
  );
  const last = documents[documents.length - 1];
  answer(response, {
    documents,
    checkpoint: last
      ? { id: last.id, updatedAt: last.updatedAt }
      : { id: String(request.query.id ?? ''), updatedAt: Number(request.query.updatedAt) },
  });
});
app.post('/plain/:name', (request, response) => {
  for (const { newDocumentState } of request.body) plain(request.params.name).put(newDocumentState);
  answer(response, []);
});

/** Other prices for the first rows, in both: what a catalogue goes through in a quiet week. */
app.post('/change/:count', async (request, response) => {
  const changed = products.slice(0, Number(request.params.count));
  for (const row of changed) plain('products').put({ ...row, price: row.price + 500, _deleted: false });
  const { rows } = await couch.allDocs({ keys: changed.map((row) => row.id), include_docs: true });
  await couch.bulkDocs(rows.map(({ doc }) => ({ ...doc, price: doc.price + 500 })));
  response.end('ok');
});

app.use(express.static(folder));
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
