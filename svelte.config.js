import adapter from '@sveltejs/adapter-node';
import { keepingReleases } from './releases.js';

const BUILD = 'build';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: keepingReleases(adapter({ out: BUILD, precompress: true }), BUILD),
    // workbox-window registers the worker, so that the page can offer an update at a quiet moment.
    serviceWorker: { register: false },
    // The shell is served at any depth: its asset addresses must not depend on it.
    paths: { relative: false },
    // Hashes, never nonces: the shell is cached on the phone and must stay valid there.
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['none'],
        'script-src': ['self'],
        'style-src': ['self'],
        // The one style attribute that Kit writes: it hides the element that announces a new page.
        'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
        'img-src': ['self', 'data:', 'blob:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'manifest-src': ['self'],
        'worker-src': ['self'],
        'form-action': ['self'],
        'base-uri': ['none'],
        'frame-ancestors': ['none'],
      },
    },
    // hooks.server.ts asks where every changing request comes from, whatever its type, and answers in our words;
    // SvelteKit's own check knows forms only and would refuse programs that name no origin.
    csrf: { trustedOrigins: ['*'] },
    // Each build is a release of its own, named by the clock unless told; the service worker tells the page of
    // it, so nothing is polled.
    version: { name: process.env.SIMADU_RELEASE, pollInterval: 0 },
  },
};
