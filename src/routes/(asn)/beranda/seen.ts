import type { Month } from '#lib/domain/day.ts';
import type { Rupiah } from '#lib/domain/rupiah.ts';

/** What each month's sum was when it was last on the screen, as long as the app is open. */
const seen = new Map<string, Rupiah>();

/** Whether the honey should rise: the sum is another than the one last seen. The first look is calm. */
export function sumChanged(accountId: string, month: Month, sum: Rupiah): boolean {
  const key = `${accountId} ${month}`;
  const last = seen.get(key);
  seen.set(key, sum);
  return last !== undefined && last !== sum;
}
