// The shell: an empty page, made once, that the service worker answers every navigation of the phone with.
// The screen that the address names is drawn by the scripts it loads.
export const ssr = false;
export const prerender = true;
