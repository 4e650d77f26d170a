// Drawn by the phone from what is on it, with and without network.
export const ssr = false;
