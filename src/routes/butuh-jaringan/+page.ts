export const prerender = true;
// It must work alone: without network none of its scripts may be there.
export const csr = false;
