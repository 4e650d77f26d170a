/** Of several names that a user agent gives, the first that fits is the one: Edge also calls itself Chrome. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\/|\bOPX\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bUCBrowser\//, 'UC Browser'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\biPad\b/, 'iPad'],
  [/\biPhone\b/, 'iPhone'],
  [/\bAndroid\b(?!.*\bMobile\b)/, 'Tablet Android'],
  [/\bAndroid\b/, 'HP Android'],
  [/\bWindows\b/, 'Komputer Windows'],
  [/\bMacintosh\b/, 'Komputer Mac'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bLinux\b/, 'Komputer Linux'],
];

/** What a browser calls itself, in the words of who owns it. Newer browsers keep the model to themselves. */
export function deviceName(userAgent: string): string {
  const kind = KINDS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'Perangkat lain';
  const model = /Android [\d.]+; ([^;)]{2,40}?)(?: Build\/[^)]*)?\)/.exec(userAgent)?.[1];
  const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [kind, model, browser].filter((part) => part !== undefined).join(', ');
}
