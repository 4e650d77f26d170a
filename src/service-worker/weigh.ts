import type { addPlugins } from 'workbox-precaching';

type WorkboxPlugin = Parameters<typeof addPlugins>[0][number];

declare const self: ServiceWorkerGlobalScope;

/**
 * Tells an open screen, which keeps the month's account, what installing this release cost: bytes that
 * travelled, headers included. What the page had fetched already comes from the browser's own cache and costs
 * nothing; what an older release had is not fetched at all. `files` is how many are precached.
 */
export function weigh(files: number): WorkboxPlugin {
  let handled = 0;
  return {
    handlerDidComplete: async () => {
      handled += 1;
      if (handled !== files) return;
      const fetched = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const bytes = fetched.reduce((sum, { transferSize }) => sum + transferSize, 0);
      const screens = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
      // One of them is enough: all share the account.
      screens[0]?.postMessage({ type: 'bytes', bytes });
    },
  };
}
