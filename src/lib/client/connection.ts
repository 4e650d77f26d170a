/** What the browser says of the network, where it says anything: Chromium on phones does. */
export interface Connection extends EventTarget {
  readonly type?: string;
  /** The person told the browser to save data. */
  readonly saveData?: boolean;
}

export const connection = (): Connection | undefined =>
  'navigator' in globalThis ? (navigator as { connection?: Connection }).connection : undefined;
