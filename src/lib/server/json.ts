import { accept, refuse, type Result } from '#lib/domain/result.ts';

/** The deepest of our documents has six levels. Deeper ones only cost memory. */
const DEEPEST = 32;

/** Reads JSON that comes from outside, without building what is nested deeper than anything we say. */
export function parseJson(text: string): Result<unknown, 'malformed'> {
  if (depthOf(text) > DEEPEST) return refuse('malformed');
  try {
    return accept(JSON.parse(text) as unknown);
  } catch {
    return refuse('malformed');
  }
}

/** How deep brackets are nested outside of strings, counted without parsing; stops once it is too deep. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length && deepest <= DEEPEST; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === QUOTE) i = endOfString(text, i);
    else if (unit === OPEN_ARRAY || unit === OPEN_OBJECT) deepest = Math.max(deepest, (depth += 1));
    else if (unit === CLOSE_ARRAY || unit === CLOSE_OBJECT) depth -= 1;
  }
  return deepest;
}

const [QUOTE, BACKSLASH, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 91, 93, 123, 125];

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === BACKSLASH) i += 1;
    else if (unit === QUOTE) return i;
  }
  return text.length;
}
