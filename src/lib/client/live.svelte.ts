import { liveQuery } from 'dexie';
import { createSubscriber } from 'svelte/reactivity';

/** A query of the phone's databases as a rune. `current` is undefined until it was read once. */
export interface Live<T> {
  readonly current: T | undefined;
}

/**
 * Reads again whenever a row the query looked at changed, in this tab or another. It runs only while an
 * effect or a template reads `current`. A read that fails (storage full, database blocked) keeps what was
 * last read and is told to `onError`.
 */
export function live<T>(query: () => Promise<T>, onError: (error: unknown) => void = () => {}): Live<T> {
  let current: T | undefined;
  const subscribe = createSubscriber((update) => {
    const subscription = liveQuery(query).subscribe({
      next: (value) => {
        current = value;
        update();
      },
      error: onError,
    });
    return () => {
      subscription.unsubscribe();
    };
  });
  return {
    get current() {
      subscribe();
      return current;
    },
  };
}
