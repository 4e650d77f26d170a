/*
 * The chunks of the release that goes: a tab that still runs it may ask for one of them after the newer worker
 * took over, without network too. They stay until no such tab is left.
 */

const KEPT = 'simadu-rilis-lama';
/** Where the tabs that may need them are written down, within that cache. */
const TABS = '/rilis-lama/tab';

export const isChunk = (pathname: string): boolean => pathname.startsWith('/_app/immutable/');

export class Outgoing {
  readonly #worker: ServiceWorkerGlobalScope;
  readonly #own: ReadonlySet<string>;

  /** `own`: paths of what this release was built into. */
  constructor(worker: ServiceWorkerGlobalScope, own: readonly string[]) {
    this.#worker = worker;
    this.#own = new Set(own);
  }

  /** Copies the chunks of other releases out of the precache. A phone without room for it goes without. */
  async keep(): Promise<void> {
    try {
      for (const name of (await caches.keys()).filter((one) => one.includes('-precache-'))) {
        const precache = await caches.open(name);
        for (const request of await precache.keys()) {
          const { pathname } = new URL(request.url);
          if (!isChunk(pathname) || this.#own.has(pathname)) continue;
          const response = await precache.match(request);
          if (response) await (await caches.open(KEPT)).put(request, response);
        }
      }
    } catch {
      await caches.delete(KEPT);
    }
  }

  /** Notes which tabs were there when this worker took over: they run another release. */
  async noteTabs(): Promise<void> {
    if (!(await caches.has(KEPT))) return;
    const tabs = await this.#worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
    if (tabs.length === 0) await caches.delete(KEPT);
    else {
      const kept = await caches.open(KEPT);
      await kept.put(TABS, new Response(JSON.stringify(tabs.map(({ id }) => id)))).catch(() => undefined);
    }
  }

  /** Drops them once every noted tab is closed or was loaded anew. */
  async dropUnused(): Promise<void> {
    const noted = await caches.match(TABS, { cacheName: KEPT });
    if (!noted) return;
    const ids = (await noted.json()) as string[];
    const open = await Promise.all(ids.map((id) => this.#worker.clients.get(id)));
    if (open.every((client) => client === undefined)) await caches.delete(KEPT);
  }

  /** A chunk that is none of this release's: from what was kept, else from the office, which keeps them too. */
  readonly answer = async ({ request }: { readonly request: Request }): Promise<Response> =>
    (await caches.match(request, { cacheName: KEPT })) ?? fetch(request);
}
