import { liveQuery } from 'dexie';

/**
 * A query of the phone's databases as a rune: read at once, and again whenever a row that it looked at
 * changed, in this tab or another. `current` is undefined until it was read once. A read that fails (storage
 * full, database closed) keeps what was last read and is told to `onError`.
 *
 * It runs until it is stopped, not only while a screen looks: the next screen then starts with what is known.
 * (`svelte/reactivity`'s createSubscriber would do the other, and brings 2 kB of maps and sets with it.)
 */
export class Live<T> {
  current: T | undefined = $state.raw(undefined);
  readonly stop: () => void;

  constructor(query: () => Promise<T>, onError: (error: unknown) => void = () => {}) {
    const subscription = liveQuery(query).subscribe({
      next: (value) => {
        this.current = value;
      },
      error: onError,
    });
    this.stop = () => {
      subscription.unsubscribe();
    };
  }
}
