/* Installing the app: browsers of Android offer it by an event, iOS by a menu of its own. */

/** What Chromium offers; no type of the platform has it. */
interface Offer extends Event {
  prompt(): Promise<unknown>;
}

/**
 * offer: a button does it. ios: a menu does it, which must be explained. none: it is installed already, or this
 * browser installs nothing.
 */
type Way = 'offer' | 'ios' | 'none';

class Install {
  #offer: Offer | null = $state.raw(null);
  #installed = $state(false);

  constructor() {
    if (typeof window === 'undefined') return;
    this.#installed = standsAlone();
    addEventListener('beforeinstallprompt', (event) => {
      // Kept for the button; otherwise a banner covers the screen at a moment of the browser's choice.
      event.preventDefault();
      this.#offer = event as Offer;
    });
    addEventListener('appinstalled', () => {
      this.#installed = true;
      this.#offer = null;
    });
  }

  /** How it can be installed; live. */
  get way(): Way {
    if (this.#installed) return 'none';
    if (this.#offer !== null) return 'offer';
    return isIosSafari() ? 'ios' : 'none';
  }

  /** Runs as an installed app, or was installed a moment ago; live. */
  get installed(): boolean {
    return this.#installed;
  }

  /** Asks the browser to install. An offer is good for once. */
  async ask(): Promise<void> {
    const offer = this.#offer;
    this.#offer = null;
    await offer?.prompt().catch(() => undefined);
  }
}

const standsAlone = (): boolean =>
  matchMedia('(display-mode: standalone)').matches ||
  (navigator as { standalone?: boolean }).standalone === true;

/** Other browsers of iOS name themselves, and their menus differ. */
function isIosSafari(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  // An iPad says that it is a Mac, which has no touch.
  const ios = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return ios && /Safari\//.test(userAgent) && !/CriOS|FxiOS|EdgiOS|OPiOS|GSA\//.test(userAgent);
}

export const install = new Install();
