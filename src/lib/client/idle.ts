/** ms after which work that waits for a quiet moment is done all the same. */
const LONGEST_WAIT = 2_000;

/** Fulfils when the screen has nothing to draw and nobody types; at the next turn where a browser cannot tell. */
export const idle = (): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      resolve();
    };
    if ('requestIdleCallback' in globalThis) requestIdleCallback(done, { timeout: LONGEST_WAIT });
    else setTimeout(done);
  });
