/**
 * What a person typed or pasted, as it is kept: without control characters, what overrides or isolates the
 * reading direction, and halves of characters (a database refuses them, and they can make one name read as
 * another), lines ended by a plain line feed, nothing but the text at both ends. Plain direction marks
 * (U+200E, U+200F, U+061C) stay: they turn no letters around.
 */
export const tidyText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\ud800-\udfff]/gu, '')
    // eslint-disable-next-line no-control-regex -- control characters are what it takes out
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim();

/** The same for what has one line, such as a name: inner spaces and line ends become one space. */
export const tidyLine = (text: string): string => tidyText(text).replace(/\s+/g, ' ');

/**
 * A text as search and comparison read it: lower case, without accents and punctuation, words one space
 * apart. `Kopi "Lereng", Krucil` → `kopi lereng krucil`; `Jum\u2019at` and `Jum'at` → `jumat`.
 */
export const normaliseText = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}'\u2018\u2019\u02bc`]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
