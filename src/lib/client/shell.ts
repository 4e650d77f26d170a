/* The installed shell: its service worker, and the prompt for a newer one. */

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

export interface NewShell {
  /** Lets the newer worker take over; the screen is loaded anew once it has. */
  readonly apply: () => void;
}

/**
 * Registers the service worker, after the screen works. `offer` is called when a newer shell is installed
 * and waits: the person decides when it takes over.
 */
export async function installShell(offer: (shell: NewShell) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { Workbox } = await import('workbox-window');
  const workbox = new Workbox('/service-worker.js', { updateViaCache: 'none' });
  const waits = () => {
    offer({
      apply: () => {
        workbox.addEventListener('controlling', () => {
          location.reload();
        });
        workbox.messageSkipWaiting();
      },
    });
  };
  workbox.addEventListener('waiting', waits);
  await workbox.register();
}
