import type { PromiseName } from '../promises.ts';
import type { Edit } from './mutate.ts';

/** A known failure, as a change of our own code. Where it is known from stands in docs/museum.md. */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The promises of which the simulation must see one broken. */
  readonly breaks: readonly PromiseName[];
  /** Its code runs on the phone's real databases only. */
  readonly onDexie?: boolean;
}

const ENGINE = 'src/lib/sync/exchange.ts';
const EXCHANGE = 'src/lib/server/exchange.ts';
const PHONE = 'src/lib/client/phone.ts';

/** What the engine would write about the rows of a request if it believed something about them. */
const believe = (state: string): string =>
  `store.settle({ epoch: snapshot.epoch ?? '', newEpoch: false, head: 0, durable: 0, answeredAt: sentAt, clockOffset: 0,
    settled: frozen.rows.map(({ n }) => ({ n, ${state} })), offer: null, granted: [], own: null })`;

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'any 2xx counts',
    breaks: ['false terkirim', 'lost'],
    edits: [
      {
        file: ENGINE,
        line: 'const answer = answerOf(reply);',
        by: `const answer = answerOf(reply) ?? (reply.kind === 'answered' && reply.status >= 200 && reply.status < 300
          ? { v: 1, epoch: frozen.epoch ?? '', head: 0, durable: 0, clock: sentAt, granted: ['own', 'umum'], runs: [], anew: [],
              outcomes: frozen.rows.map(({ id, hash }) => ({ id, hash, outcome: 'applied' as const })), changes: [], cursors: [], more: false }
          : null);`,
      },
    ],
  },
  {
    name: 'a 4xx deletes',
    breaks: ['lost', 'false terkirim'],
    edits: [
      {
        file: ENGINE,
        line: 'const problem = problemOf(reply);',
        by: `const problem = problemOf(reply);
          if (snapshot.epoch !== null && reply.kind === 'answered' && reply.status >= 400 && reply.status < 500) {
            await ${believe("state: 'acked', code: null")};
            await store.forget(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
          }`,
      },
    ],
  },
  {
    name: 'check, then insert',
    breaks: ['doubled'],
    edits: [
      {
        file: EXCHANGE,
        line: "if (request.owner !== author.userId) return refuse('other-account');",
        by: `if (request.owner !== author.userId) return refuse('other-account');
          const ids = ['', ...request.mutations.map(({ id }) => id)];
          const held = await store.db.selectFrom('mutation').select('id').where('id', 'in', ids).execute();
          Object.assign(request, { known: new Set(held.map(({ id }) => id)) });`,
      },
      {
        file: EXCHANGE,
        line: 'const held = await store.write((tx) => hold(tx, { desks, author, request, now: now() }));',
        by: 'const written = await store.write((tx) => hold(tx, { desks, author, request, now: now() }));',
      },
      { file: EXCHANGE, line: 'if (!held.ok) return held;', by: 'if (!written.ok) return written;' },
      {
        file: EXCHANGE,
        line: 'const { answer, facts, newest } = held.value;',
        by: 'const { answer, facts, newest } = written.value;',
      },
      {
        file: EXCHANGE,
        line: 'const outcomes = await decideAll(session, { tx, facts, author, now, ...phone, asksAgain });',
        by: 'const outcomes = await decideAll(session, { tx, facts, author, now, ...phone, asksAgain, known: request.known });',
      },
      {
        file: 'src/lib/server/apply/decide.ts',
        line: 'if (!claimed) {',
        by: 'if (!claimed && desk.known.has(sent.id)) {',
      },
      {
        file: 'src/lib/server/apply/decide.ts',
        line: 'const effect = obstacle ?? (await carryOut(body, { ...contextOf(desk, sent.id, seq), ...claimed }));',
        by: `const row = claimed ? sent.id : sent.id.slice(0, 24) + String(seq).padStart(12, '0');
          const effect = obstacle ?? (await carryOut(body, { ...contextOf(desk, row, seq), ...claimed }));`,
      },
    ],
  },
  {
    name: 'a new key each try',
    breaks: ['doubled', 'false terkirim'],
    edits: [
      {
        file: 'src/lib/sync/request.ts',
        line: 'after === null ? { id, n, body } : { id, n, after, body };',
        by: `({ id: id.slice(0, 24) + String(Math.random()).slice(2).padEnd(12, '0').slice(0, 12), n, body });`,
      },
    ],
  },
  {
    name: 'shift before send',
    breaks: ['false terkirim', 'lost'],
    edits: [
      {
        file: ENGINE,
        line: 'const reply = await transport.exchange(frozen.text);',
        by: `const queued = snapshot.epoch !== null && frozen.rows.length > 0;
          if (queued) await ${believe("state: 'acked', code: null")};
          const reply = await transport.exchange(frozen.text);
          if (queued && answerOf(reply) === null) await ${believe("state: 'unsent', code: null")};`,
      },
    ],
  },
  {
    name: 'acknowledged before committed',
    breaks: ['false terkirim', 'lost'],
    edits: [
      {
        file: 'src/lib/server/store/writer.ts',
        line: 'return () => resolve(value);',
        by: 'resolve(value); return () => undefined;',
      },
    ],
  },
  {
    name: 'record and outbox in two transactions',
    breaks: ['lost'],
    onDexie: true,
    edits: [
      {
        file: 'src/lib/client/outbox.ts',
        line: "return db.transaction('rw', [db.outbox, db.meta, db.drafts, db.photos], async () => {",
        by: `if (beside.draftId !== undefined) await db.drafts.delete(beside.draftId);
          return db.transaction('rw', [db.outbox, db.meta, db.drafts, db.photos], async () => {`,
      },
    ],
  },
  {
    name: 'acknowledged without photo',
    breaks: ['without photo'],
    edits: [
      {
        file: 'src/lib/sync/photos.ts',
        line: "if (answer.stored) return { kind: 'done' };",
        by: "return { kind: 'done' };",
      },
    ],
  },
  {
    name: 'no new offer after a restore',
    breaks: ['lost', 'false terkirim', 'hidden'],
    edits: [
      {
        file: 'src/lib/server/replicas.ts',
        line: 'if (lacks(request, known)) return { through, offer: through + 1 };',
        by: 'void [lacks, known];',
      },
    ],
  },
  {
    name: 'keys that expire',
    // The phone of 0.1.0 comes again after ten weeks, and is first to be recorded twice.
    breaks: ['doubled', 'old release'],
    edits: [
      {
        file: EXCHANGE,
        line: 'const before = await hear(tx, request, now);',
        by: `await tx.deleteFrom('mutation').where('received_at', '<', now - 86_400_000).execute();
          const before = await hear(tx, request, now);`,
      },
      {
        file: 'src/lib/server/apply/purchase-table.ts',
        line: 'await insert.all(context.tx, rowOf(purchase, context));',
        by: `const row = rowOf(purchase, context);
          const again = { ...row, id: row.id.slice(0, 24) + String(context.seq).padStart(12, '0') };
          await insert.all(context.tx, row).catch(() => insert.all(context.tx, again));`,
      },
    ],
  },
  {
    name: 'an emptied store taken for an empty one',
    breaks: ['unnoticed'],
    onDexie: true,
    edits: [
      {
        file: PHONE,
        line: "void transaction.table<Meta, string>('meta').add(newHead());",
        by: "void transaction.table<Meta, string>('meta').add({ ...newHead(), replica: owner });",
      },
    ],
  },
  {
    name: 'a pull hides what is unsent',
    breaks: ['hidden'],
    edits: [
      {
        file: 'src/lib/sync/replay.ts',
        line: 'if (isTold(step)) return mended(before);',
        by: 'if (before !== undefined) return mended(before);',
      },
    ],
  },
  {
    name: 'a pull loses what the server said',
    breaks: ['hidden'],
    edits: [
      {
        file: 'src/lib/sync/news.ts',
        line: 'const rows = answer.changes.flatMap((page) => (page.scope === scope ? page.rows : []));',
        by: 'const rows = answer.changes.flatMap((page) => (page.scope === scope ? page.rows.slice(0, 1) : []));',
      },
    ],
  },
  {
    name: 'log-out wipes',
    breaks: ['lost'],
    onDexie: true,
    edits: [
      {
        file: PHONE,
        line: 'await db.base.clear();',
        by: 'await db.base.clear(); void Dexie.ignoreTransaction(() => db.outbox.clear());',
      },
    ],
  },
  {
    name: 'another user’s outbox under my session',
    breaks: ['across'],
    edits: [
      {
        file: EXCHANGE,
        line: "if (request.owner !== author.userId) return refuse('other-account');",
        by: 'void author;',
      },
    ],
  },
];
