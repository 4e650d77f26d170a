import { PROBLEMS, type ProblemCode } from '#lib/protocol/problems.ts';
import { PROBLEM_WORDS } from './words.ts';

/** The answer that refuses a whole request: `{code, message}` under the code's status. */
export function problemAnswer(code: ProblemCode, retryAfterSeconds?: number): Response {
  return Response.json(problemBody(code), {
    status: PROBLEMS[code].http,
    ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
  });
}

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
