import { PROBLEMS, type ProblemCode } from '#lib/protocol/problems.ts';
import { PROBLEM_WORDS } from './words.ts';

/** The answer that refuses a whole request: `{code, message}` under the code's status, or under another one. */
export function problemAnswer(
  code: ProblemCode,
  retryAfterSeconds?: number,
  status: number = PROBLEMS[code].http,
): Response {
  const body = JSON.stringify(problemBody(code));
  return new Response(body, {
    status,
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
  });
}

/** Seconds that a phone is asked to wait when the database cannot be reached or written. */
const BUSY_REST = 30;

/** The answer while the database cannot do its part, for a reason that passes. */
export const busyAnswer = (): Response => problemAnswer('busy', BUSY_REST);

/** `{code, message}`, for `error(status, problemBody(code))` on pages. */
export const problemBody = (code: ProblemCode): { code: ProblemCode; message: string } => ({
  code,
  message: PROBLEM_WORDS[code],
});

/** The code for an error that only has a status: SvelteKit's own 404, 405, 413. */
export function codeOfStatus(status: number): ProblemCode {
  if (status >= 500) return status === 503 ? 'busy' : 'defect';
  const codes: Partial<Record<number, ProblemCode>> = {
    401: 'signed-out',
    403: 'forbidden',
    404: 'not-found',
    413: 'too-large',
    415: 'unsupported-encoding',
    429: 'too-many-tries',
  };
  return codes[status] ?? 'malformed';
}
