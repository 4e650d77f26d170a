import { afterEach } from 'vitest';

/* Notes that the phone keeps in localStorage (short of room, bytes of the month) are of one test only. */
afterEach(() => {
  localStorage.clear();
});
