import type { Workbox } from 'workbox-window';

/* The installed shell: its service worker, and how a newer one takes over. */

/** The name under which the worker wakes open screens when the network is back. */
const WAKE = 'kirim';

interface BackgroundSync {
  register(tag: string): Promise<void>;
}

/**
 * Asks the browser to wake the screens when the network is back: an extra for browsers that are slow to say
 * `online`. Nothing depends on it.
 */
export function askToWakeUp(): void {
  if (!('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.getRegistration().then(async (registration) => {
    const sync = (registration as { sync?: BackgroundSync } | undefined)?.sync;
    await sync?.register(WAKE).catch(() => undefined);
  });
}

/**
 * The shell of this page, whichever layout asks. A newer one is installed and waits until the person lets it
 * take over; then the files of the older one are gone, in every tab.
 */
class Shell {
  /** A newer shell waits for the person's word; live. */
  waits = $state(false);
  /** A newer shell has taken over: this page should be loaded anew when nobody is in the midst of something. */
  outdated = false;
  #workbox: Promise<Workbox | null> | undefined;
  /** The person asked for it in this tab. */
  #wanted = false;

  /** Registers the service worker, once a page, after the screen works. Without one the app needs the network. */
  install(): Promise<Workbox | null> {
    return (this.#workbox ??= this.#register().catch(() => null));
  }

  /** Lets the newer shell that waits take over; the page is loaded anew once it has. */
  async apply(): Promise<void> {
    if (this.outdated) {
      location.reload();
      return;
    }
    this.#wanted = true;
    (await this.install())?.messageSkipWaiting();
  }

  /** Fetches the newest shell and lets it take over. False when there is none newer. Rejects without network. */
  async renew(): Promise<boolean> {
    await this.install();
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
    const newer = registration?.installing ?? registration?.waiting;
    if (!newer) return false;
    await settled(newer);
    if (newer.state !== 'installed') return false;
    this.#wanted = true;
    newer.postMessage({ type: 'SKIP_WAITING' });
    return true;
  }

  async #register(): Promise<Workbox | null> {
    if (!('serviceWorker' in navigator)) return null;
    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox('/service-worker.js', { updateViaCache: 'none' });
    workbox.addEventListener('waiting', () => {
      this.waits = true;
    });
    // The first worker takes over a page of its own release.
    let controlled = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      this.outdated = controlled;
      controlled = true;
      if (this.outdated && this.#wanted) location.reload();
    });
    await workbox.register();
    return workbox;
  }
}

export const shell = new Shell();

/** Fulfilled once a worker is installed, or was given up. */
const settled = (worker: ServiceWorker): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (worker.state !== 'installing') resolve();
    };
    worker.addEventListener('statechange', look);
    look();
  });
