/**
 * Every code with which the office refuses, in one list. `http` is the status of a whole request that is
 * refused; codes with status 200 refuse one mutation inside an answered exchange.
 */
export const PROBLEMS = {
  // the whole request
  malformed: { http: 400 },
  'too-large': { http: 413 },
  'unsupported-encoding': { http: 415 },
  'old-version': { http: 426 },
  'new-version': { http: 409 },
  'signed-out': { http: 401 },
  'other-account': { http: 403 },
  'foreign-origin': { http: 403 },
  forbidden: { http: 403 },
  'not-found': { http: 404 },
  'wrong-credentials': { http: 401 },
  'code-accepted': { http: 409 },
  'weak-password': { http: 422 },
  'too-many-tries': { http: 429 },
  'photo-unwanted': { http: 404 },
  'photo-day-full': { http: 429 },
  'photo-differs': { http: 422 },
  'photo-unreadable': { http: 422 },
  'photo-too-many-pixels': { http: 422 },
  'file-unreadable': { http: 422 },
  'file-cut': { http: 422 },
  'file-newer': { http: 409 },
  'file-foreign': { http: 422 },
  'file-unproven': { http: 422 },
  busy: { http: 503 },
  defect: { http: 500 },
  // one mutation
  'unreadable-body': { http: 200 },
  'body-differs': { http: 200 },
  'not-yours': { http: 200 },
  'not-permitted': { http: 200 },
  'unknown-record': { http: 200 },
  'unknown-umkm': { http: 200 },
  stale: { http: 200 },
  'already-withdrawn': { http: 200 },
  depends: { http: 200 },
  'predecessor-unknown': { http: 200 },
  'number-reused': { http: 200 },
  'needs-a-look': { http: 200 },
} as const satisfies Record<string, { http: number }>;

export type ProblemCode = keyof typeof PROBLEMS;

// Not Object.hasOwn: Chrome 88 lacks it.
export const isProblemCode = (code: string): code is ProblemCode =>
  Object.prototype.hasOwnProperty.call(PROBLEMS, code);
