/** The exchange that this build speaks. A phone two releases behind must still be understood. */
export const PROTOCOL = 1;

/** The oldest exchange that the office still answers. Older phones keep everything and are asked to update. */
export const OLDEST_PROTOCOL = 1;
