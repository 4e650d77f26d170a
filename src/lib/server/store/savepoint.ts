import { CompiledQuery } from 'kysely';
import { chainOf } from '../journal.ts';
import { run, type Tx } from './tx.ts';

const SAVE = CompiledQuery.raw('savepoint work');
const RELEASE = CompiledQuery.raw('release savepoint work');
const UNDO = CompiledQuery.raw('rollback to savepoint work');

/** The transaction itself is lost (a full disk, a broken connection): nothing in it can be answered. */
export class TransactionLost extends Error {
  constructor(cause: unknown) {
    super('the transaction is lost', { cause });
  }
}

/**
 * Runs `work` so that it happens whole or not at all within its transaction, journal entries included.
 * Throws what `work` threw after undoing it, or {@link TransactionLost} when that is not possible.
 */
export async function savepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const chain = chainOf(tx);
  const mark = chain.mark();
  await run(tx, SAVE);
  try {
    const value = await work();
    await run(tx, RELEASE);
    return value;
  } catch (error) {
    if (error instanceof TransactionLost) throw error;
    chain.returnTo(mark);
    try {
      await run(tx, UNDO);
      await run(tx, RELEASE);
    } catch {
      throw new TransactionLost(error);
    }
    throw error;
  }
}
