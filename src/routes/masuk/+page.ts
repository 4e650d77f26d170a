// One page for everybody, made once: it shows before any script has arrived.
export const prerender = true;
