import { build, files, prerendered, version } from '$service-worker';
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute, setCatchHandler } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';
import { isChunk, Outgoing } from './outgoing.ts';
import { weigh } from './weigh.ts';

/*
 * The shell on the phone. It holds what was built, and answers navigations: phone screens with the shell, the
 * sign-in page with itself, everything else from the network. It never touches /api, and keeps no answer of it.
 */
declare const self: ServiceWorkerGlobalScope;

/** Screens that the phone draws by itself, at any depth. Workbox asks with path and query. */
const PHONE = /^\/(?:beranda|katalog|belanja|riwayat|akun|peran|buka|titip)?(?:[/?]|$)/;
const SHELL = '/cangkang';
const SIGN_IN = '/masuk';
const MARKET = /^\/(?:produk|umkm)\/[\w-]+$/;
const NEEDS_NETWORK = '/butuh-jaringan';

/** What browsers and messengers fetch by themselves, or what stands in for a broken server: not for the shell. */
const NOT_PRECACHED = /^\/(?:icons\/|gambar\/bagikan\/|galat\.css)/;

const entries: PrecacheEntry[] = [
  // The name of what was built tells its content; the rest is told apart by the release.
  ...build.map((url) => ({ url })),
  ...files.filter((url) => !NOT_PRECACHED.test(url)).map((url) => ({ url, revision: version })),
  ...prerendered.map((url) => ({ url, revision: version })),
];

addPlugins([weigh(entries.length)]);
precacheAndRoute(entries, { cleanURLs: false, directoryIndex: '' });
cleanupOutdatedCaches();

const outgoing = new Outgoing(self, build);
registerRoute(({ url }) => isChunk(url.pathname), outgoing.answer);
registerRoute(new NavigationRoute(createHandlerBoundToURL(SHELL), { allowlist: [PHONE] }));
registerRoute(new NavigationRoute(createHandlerBoundToURL(SIGN_IN), { allowlist: [/^\/masuk(?:\?|$)/] }));
registerRoute(new NavigationRoute(new NetworkOnly(), { denylist: [/^\/api\//] }));
setCatchHandler(async (options) => {
  if (options.request.mode !== 'navigate') return Response.error();
  const { origin, pathname } = new URL(options.request.url);
  // A link to the market, without network: the catalogue on the phone may have it.
  if (MARKET.test(pathname)) return Response.redirect(`${origin}/katalog${pathname}`, 302);
  return createHandlerBoundToURL(NEEDS_NETWORK)(options);
});

/** A newer worker waits until the person lets it take over: the page of the older one needs the older files. */
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

// Before this worker takes over and the files of the older one leave the precache.
self.addEventListener('install', (event) => {
  event.waitUntil(outgoing.keep());
});
self.addEventListener('activate', (event) => {
  event.waitUntil(outgoing.noteTabs());
});
self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.waitUntil(outgoing.dropUnused());
});

/** The first worker takes the open page over, so that the next screen already opens without network. */
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

/** Background Sync, where the browser has it: the network is back, so open screens may try again. */
self.addEventListener('sync', (event) => {
  const wakeScreens = async () => {
    for (const client of await self.clients.matchAll({ type: 'window' })) client.postMessage('wake');
  };
  (event as ExtendableEvent).waitUntil(wakeScreens());
});
