import { readFileSync } from 'node:fs';
import type { Notebook } from './notebook.ts';
import type { SimOffice } from './office.ts';
import { Broken } from './promises.ts';
import { personId } from './settled.ts';

/*
 * A phone that still runs release 0.1.0 and was long without signal: it says what that release said, byte by
 * byte. The request was frozen when the release was made and never changes again.
 */
const FROZEN = 'tests/simulation/release-0.1.0.fixture.json';

/** Of the released answer, what that release needs to call a record delivered. */
interface ReleasedAnswer {
  readonly v: number;
  readonly epoch: string;
  readonly head: number;
  readonly durable: number;
  readonly clock: number;
  readonly granted: readonly string[];
  readonly outcomes?: readonly { readonly outcome: string }[];
  readonly runs?: readonly { readonly from: number; readonly to: number }[];
}

/** What its person remembers. The account's newer phone may change it, so that any of it may stand in the end. */
export function remember(notebook: Notebook): void {
  const stand = (amount: number, day: string) => ({ amount, day, withdrawn: false });
  const first = notebook.begin('lama#1', personId(0), stand(25_000, '2026-08-21'));
  first.stands.push(stand(30_000, '2026-08-21'));
  const second = notebook.begin('lama#2', personId(0), stand(40_000, '2026-08-22'));
  for (const entry of [first, second]) Object.assign(entry, { saved: true, unsure: true });
}

/** It sends what it holds: every one of its records must be acknowledged. */
export async function deliverOldRelease(office: SimOffice): Promise<void> {
  const { request } = JSON.parse(readFileSync(FROZEN, 'utf8')) as { readonly request: string };
  const answer = await office.handle({
    method: 'POST',
    path: '/api/sync',
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(request),
    cookie: await office.signIn(personId(0)),
  });
  const text = new TextDecoder().decode(answer?.body);
  const told = JSON.parse(text) as ReleasedAnswer;
  const alone = (told.outcomes ?? []).filter(({ outcome }) => /^(applied|already|flagged)$/.test(outcome));
  const inRuns = (told.runs ?? []).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const whole = [told.head, told.durable, told.clock].every(Number.isInteger) && told.granted.includes('own');
  if (answer?.status !== 200 || told.v !== 1 || !whole || alone.length + inRuns !== 3) {
    throw new Broken('old release', `0.1.0 was answered ${text}`);
  }
}
