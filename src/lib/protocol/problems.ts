/**
 * Every code with which the office refuses, in one list. `http` is the status of a whole request that is
 * refused; codes with status 200 refuse one mutation inside an answered exchange.
 */
export const PROBLEMS = {
  // the whole request
  malformed: { http: 400, meaning: 'The request is not what the schema asks for.' },
  'too-large': { http: 413, meaning: 'The request is larger than the limits, packed or unpacked.' },
  'unsupported-encoding': { http: 415, meaning: 'The body is neither JSON nor gzipped JSON.' },
  'old-version': { http: 426, meaning: 'The phone speaks an exchange that is no longer answered. Update.' },
  'new-version': { http: 409, meaning: 'The phone speaks a newer exchange than this office. Try later.' },
  'signed-out': { http: 401, meaning: 'No valid session. Recording goes on, sending waits for sign-in.' },
  'other-account': { http: 403, meaning: 'The outbox belongs to another account than the session.' },
  'foreign-origin': { http: 403, meaning: 'The request comes from a page of another site.' },
  forbidden: { http: 403, meaning: 'The role does not allow it.' },
  'not-found': { http: 404, meaning: 'There is no such thing, or it is not yours to see.' },
  'wrong-credentials': { http: 401, meaning: 'Number or password is wrong, or the code is used or expired.' },
  'code-accepted': { http: 409, meaning: 'The one-time code is right; a new password must be chosen.' },
  'weak-password': {
    http: 422,
    meaning: 'The new password is shorter than eight characters or too easily guessed.',
  },
  'too-many-tries': { http: 429, meaning: 'Too many tries. Retry-After tells the seconds.' },
  busy: { http: 503, meaning: 'The office cannot write just now. Retry-After tells the seconds.' },
  defect: { http: 500, meaning: 'A defect at the office. It is logged; nothing was changed.' },
  // one mutation
  'unreadable-body': { http: 200, meaning: 'The mutation is not what its schema asks for.' },
  'body-differs': { http: 200, meaning: 'The id is known with another body. Both are kept for a person.' },
  'not-yours': { http: 200, meaning: 'The record belongs to somebody else.' },
  'not-permitted': { http: 200, meaning: 'The role does not allow this mutation.' },
  'unknown-record': { http: 200, meaning: 'The record to correct or withdraw is not known.' },
  'unknown-umkm': { http: 200, meaning: 'The UMKM id is not in the registry.' },
  stale: { http: 200, meaning: 'The record was changed since; look at it and ask anew.' },
  'already-withdrawn': { http: 200, meaning: 'The record is withdrawn.' },
  depends: { http: 200, meaning: 'The mutation it depends on was refused.' },
  'predecessor-unknown': { http: 200, meaning: 'The mutation it depends on has not arrived.' },
  'number-reused': { http: 200, meaning: 'Another mutation has this number; both are kept, flagged.' },
  'needs-a-look': { http: 200, meaning: 'Accepted; a person must look at it before it counts.' },
} as const satisfies Record<string, { http: number; meaning: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

// Not Object.hasOwn: Chrome 88 lacks it.
export const isProblemCode = (code: string): code is ProblemCode =>
  Object.prototype.hasOwnProperty.call(PROBLEMS, code);
