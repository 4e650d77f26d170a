import { attached, corrected, deliveryOf, recorded, withdrawn, type Purchase } from '#lib/domain/purchase.ts';
import { mutationBody, type MutationBody } from '#lib/protocol/mutation.ts';
import { purchaseOf, type Told } from './base.ts';
import type { OutboxRow } from './ports.ts';

export interface Known {
  readonly asnId: string;
  /** What the office last said. */
  readonly base: Iterable<Told>;
  /** The rows of the outbox, in any order. */
  readonly outbox: Iterable<OutboxRow>;
  /** The journal position up to which `base` was heard: the own cursor's `at`, 0 before it was. */
  readonly heard: number;
}

/**
 * What the phone shows: what the office said, with everything that it has not said anything about yet on top,
 * in the order it was done, by the very functions with which the office applies it. So news from the office
 * never hides what is unsent, and what is unsent never hides news about other purchases. A refused row leaves
 * the value as it was and marks it, until something later about the same purchase gets through; what fell
 * with it leaves its mark, which says what to mend. A body that this release cannot read is passed over. Pure;
 * in no particular order.
 */
export function replay({ asnId, base, outbox, heard }: Known): Purchase[] {
  const shown = new Map<string, Purchase>();
  for (const told of base) shown.set(told.id, purchaseOf(told, asnId));
  let anyRefusal = false;
  for (const row of [...outbox].sort((a, b) => a.n - b.n)) {
    if (row.mendedBy !== undefined) continue;
    const inBase = row.state === 'acked' && row.head !== null && row.head <= heard;
    // Most rows are old news: they need no reading unless they may have mended an earlier refusal.
    if (inBase && !anyRefusal) continue;
    anyRefusal ||= row.state === 'refused';
    const body = readBody(row.body);
    if (body === null) continue;
    const id = body.type === 'purchase.record' ? row.id : body.purchase;
    const before = shown.get(id);
    const after = inBase ? mended(before) : apply({ row, body, before, asnId });
    if (after !== undefined) shown.set(id, after);
  }
  return [...shown.values()];
}

/** Bodies were frozen by this release or an older one; the store may still have been damaged. */
function readBody(text: string): MutationBody | null {
  try {
    const read = mutationBody.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

interface Step {
  readonly row: OutboxRow;
  readonly body: MutationBody;
  readonly before: Purchase | undefined;
  readonly asnId: string;
}

function apply(step: Step): Purchase | undefined {
  const { row, before } = step;
  if (row.state === 'refused') return refused(step);
  if (isTold(step)) return mended(before);
  const after = wanted(step);
  if (after === undefined || step.body.type === 'purchase.attach') return mended(after);
  return { ...after, ...delivered(row, after), refusal: null };
}

function refused(step: Step): Purchase | undefined {
  const { row, body, before, asnId } = step;
  const refusal = row.code ?? 'defect';
  if (before === undefined) {
    return body.type === 'purchase.record'
      ? { ...recorded(row.id, asnId, body.fields, body.photos), refusal }
      : undefined;
  }
  if (refusal !== 'depends' || before.refusal === null) return { ...before, refusal };
  // It fell with an earlier row. What the office holds stays in force; where it holds nothing, the person's
  // newest word stands, to be recorded anew, and what was withdrawn leaves nothing to mend.
  if (before.receivedAt !== null) return before;
  const after = wanted(step);
  return after && { ...after, refusal: after.verdict === 'ditarik' ? null : before.refusal };
}

/** Whether the base has it already, or has moved on from what an acknowledged row was about. */
function isTold({ row, body, before }: Step): boolean {
  if (before === undefined) return false;
  if (body.type === 'purchase.record' || before.version === row.id) return true;
  if (body.type === 'purchase.attach') return body.photos.every((hash) => before.photos.includes(hash));
  return row.state === 'acked' && before.version !== body.base;
}

function wanted({ row, body, before, asnId }: Step): Purchase | undefined {
  switch (body.type) {
    case 'purchase.record':
      return recorded(row.id, asnId, body.fields, body.photos);
    case 'purchase.correct':
      return before && corrected(before, row.id, body.fields, body.reason);
    case 'purchase.withdraw':
      return before && withdrawn(before, row.id, body.reason);
    case 'purchase.attach':
      return before && attached(before, body.photos);
  }
}

/**
 * *Terkirim* once the office has acknowledged it, even before its row comes back. A flagged one stays
 * *tersimpan* that long: it must not count, and why it waits is known only when the row is heard.
 */
function delivered(row: OutboxRow, purchase: Purchase): Pick<Purchase, 'delivery' | 'receivedAt'> {
  return row.state === 'acked' && row.code === null
    ? { delivery: deliveryOf(purchase), receivedAt: purchase.receivedAt ?? row.answeredAt }
    : { delivery: 'tersimpan', receivedAt: purchase.receivedAt };
}

const mended = (purchase: Purchase | undefined): Purchase | undefined =>
  purchase && { ...purchase, refusal: null };
