import type { Selectable } from 'kysely';
import { kecamatanOf } from '#lib/protocol/scope.ts';
import type { Facts, PublishedPack } from '../facts.ts';
import type { Newest } from '../newest.ts';
import { Prepared } from '../store/prepared.ts';
import type { RuleVersionTable } from '../store/schema.ts';
import type { Tx } from '../store/tx.ts';
import type { News, Said, Told } from './page.ts';

const rulesSince = new Prepared<{ at: number }, Selectable<RuleVersionTable>>((db, hole) =>
  db.selectFrom('rule_version').selectAll().where('seq', '>', hole('at')),
);

export interface CommonRequest {
  readonly facts: Facts;
  readonly newest: Newest;
  /** Everything up to here was told. */
  readonly at: number;
}

/** What everybody must know: the rulebook, and which packs each kecamatan's catalogue consists of. */
export async function commonNews(tx: Tx, { facts, newest, at }: CommonRequest): Promise<News> {
  const told: Told[] = [];
  if (newest.rule_version > at) {
    for (const { seq, rule_json } of await rulesSince.all(tx, { at })) {
      const rule = JSON.parse(rule_json) as Extract<Said, { kind: 'rule' }>['rule'];
      told.push({ seq, change: { kind: 'rule', rule } });
    }
  }
  if (newest.pack > at) told.push(...directories(facts.packs.values(), at));
  return { scope: 'umum', rows: told.sort((a, b) => a.seq - b.seq), upTo: null };
}

/** The kecamatan in which a pack was published since, each with all its packs. */
function directories(packs: Iterable<PublishedPack>, at: number): Told[] {
  const byKecamatan = new Map<string, PublishedPack[]>();
  for (const pack of packs) {
    const kecamatan = kecamatanOf(pack.scope);
    const others = byKecamatan.get(kecamatan);
    if (others) others.push(pack);
    else byKecamatan.set(kecamatan, [pack]);
  }
  return [...byKecamatan].flatMap(([kecamatan, all]) => {
    const seq = Math.max(...all.map((pack) => pack.seq));
    if (seq <= at) return [];
    return [
      {
        seq,
        change: {
          kind: 'directory' as const,
          kecamatan,
          packs: all.map(({ scope, products }) => ({ scope, products })),
        },
      },
    ];
  });
}
