import type { Instant } from '#lib/domain/day.ts';
import { isCatalogue } from '#lib/protocol/scope.ts';
import type { Facts } from '../facts.ts';
import { headOf } from '../journal.ts';
import type { Newest } from '../newest.ts';
import type { Asked } from '../replicas.ts';
import type { Tx } from '../store/tx.ts';
import { catalogueChanged, catalogueNews } from './catalogue.ts';
import { commonNews } from './common.ts';
import { ownNews } from './own.ts';
import { Page } from './page.ts';

export interface FeedRequest {
  readonly facts: Facts;
  readonly newest: Newest;
  readonly userId: string;
  readonly now: Instant;
  /** Where each scope stands that the phone asks for; those not recognised stand at 0. */
  readonly asked: readonly Asked[];
  /** The request changed something of the account's own. */
  readonly ownTouched: boolean;
}

/** Scopes that an account may hear, of those it asks for. A scope that is missing here is dropped there. */
export function grant({ facts, asked }: Pick<FeedRequest, 'facts' | 'asked'>): string[] {
  const catalogue = asked.map(({ scope }) => scope).filter((scope) => facts.packs.has(scope));
  return ['own', 'umum', ...catalogue];
}

/**
 * One page of what the asked scopes have not told: the account's own first. A scope without news keeps its
 * cursor, so that an exchange in which nothing happened is small.
 */
export async function readFeed(tx: Tx, request: FeedRequest): Promise<Page> {
  const { facts, newest, userId, now } = request;
  const page = new Page(tx, headOf(tx));
  for (const { scope, at, writtenAt } of request.asked) {
    if (page.more) break;
    if (scope === 'own') {
      const news = await ownNews(tx, { facts, userId, at, writtenAt, now });
      if (news.rows.length > 0 || at === 0 || request.ownTouched) await page.take(news);
    } else if (scope === 'umum') {
      if (at === 0 || newest.rule_version > at || newest.pack > at) {
        await page.take(await commonNews(tx, { facts, newest, at }));
      }
    } else if (isCatalogue(scope)) {
      const pack = facts.packs.get(scope);
      if (pack && (at === 0 || catalogueChanged(newest, at))) {
        await page.take(await catalogueNews(tx, { pack, newest, at }));
      }
    }
  }
  return page;
}
