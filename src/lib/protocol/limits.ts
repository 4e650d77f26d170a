/** Mutations in one request. 250 purchases are about 25 kB compressed: half a second on EDGE. */
export const MUTATIONS_A_REQUEST = 250;

/** Unsent records that a phone may claim to hold: 500 years of buying a dozen things a month. */
export const UNSENT_LIMIT = 100_000;

/** Characters of one mutation's body. The largest real one, thirty items, has about 4,000. */
export const BODY_CHARS = 8_000;

/** Bytes of a request before and after it is unpacked. Beyond it: `too-large`, nothing is read. */
export const REQUEST_BYTES = 512 * 1024;
export const UNPACKED_BYTES = 2 * 1024 * 1024;

/** Bytes of changes in one answer as it travels, packed, about. A page that takes minutes on EDGE never arrives. */
export const PAGE_BYTES = 32 * 1024;

/** Scopes that one request may name. A phone that opened every kecamatan has fewer. */
export const SCOPES_A_REQUEST = 400;

/** How long a phone remembers what the office acknowledged, in days: the office may come back from a backup. */
export const MEMORY_DAYS = 45;
/** The same in ms. */
export const MEMORY_MS = MEMORY_DAYS * 86_400_000;

/** A pack is published anew when its deltas outgrow this share of it. */
export const PACK_DELTA_SHARE = 0.2;

/** Products beyond which a kecamatan's catalogue is cut into one pack a desa. */
export const PACK_PRODUCTS = 500;

/** Bytes that a phone shrinks a photo to, at most: two seconds on EDGE. */
export const PHOTO_BYTES = 100_000;

/** Bytes of a photo that the office takes, whoever sends it. */
export const PHOTO_BYTES_TAKEN = 8 * 1024 * 1024;

/** Pixels of a photo that the office decodes: a decoded pixel is four bytes of memory. */
export const PHOTO_PIXELS = 25_000_000;

/** Bytes of a photo in one request. One that was cut is sent again: so much is lost at most. */
export const PHOTO_PART_BYTES = 32 * 1024;

/** Bytes of photos that the office takes from one account in 24 hours: 640 of them, as phones send them. */
export const PHOTO_BYTES_A_DAY = 64 * 1024 * 1024;

/** Characters of a rescue file, its line for people included: it travels whole in one request. */
export const RESCUE_CHARS = 400_000;

/** Mutations in one rescue file: years of buying. What does not fit waits for the next file. */
export const RESCUE_MUTATIONS = 1_000;
