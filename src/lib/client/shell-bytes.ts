import { purposeOf, spend } from './bytes.ts';

/*
 * What the app itself weighs: files that this page fetched past the service worker, as the browser measured
 * them, and what a worker says of installing a release. Beside it, photos that screens show from the office.
 */

/** Begins to count, with what was fetched before; returns how to end it. */
export function weighShell(): () => void {
  const observer = new PerformanceObserver((list) => {
    note(list.getEntries() as PerformanceResourceTiming[]);
  });
  // A tap between screens may mount the layout anew: what was counted is not counted again.
  observer.observe({ type: 'resource', buffered: !begun });
  if (!begun) note(performance.getEntriesByType('navigation') as PerformanceResourceTiming[]);
  begun = true;
  const hear = ({ data }: MessageEvent<unknown>) => {
    const told = data as { type?: unknown; bytes?: unknown } | null;
    if (told?.type === 'bytes' && typeof told.bytes === 'number') spend('pembaruan', told.bytes, Date.now());
  };
  const worker = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
  worker?.addEventListener('message', hear);
  return () => {
    observer.disconnect();
    worker?.removeEventListener('message', hear);
  };
}

let begun = false;

/** What the worker answered cost nothing now; requests to the office are counted where they are made. */
function note(entries: readonly PerformanceResourceTiming[]): void {
  const fetched = entries.filter(
    ({ name, workerStart }) => workerStart === 0 && !new URL(name).pathname.startsWith('/api/'),
  );
  spend('pembaruan', sizeOf(fetched), Date.now());
  spend('foto', sizeOf(entries.filter(isPhoto)), Date.now());
}

/** Photos that a screen shows from the office: the browser asks for them by itself. */
const isPhoto = ({ name, initiatorType }: PerformanceResourceTiming): boolean =>
  initiatorType === 'img' && new URL(name).pathname.startsWith('/api/') && purposeOf(name) === 'foto';

const sizeOf = (entries: readonly PerformanceResourceTiming[]): number =>
  entries.reduce((sum, { transferSize }) => sum + transferSize, 0);
