export const prerender = true;
// For browsers that cannot run the app's scripts.
export const csr = false;
