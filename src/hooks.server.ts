import { building } from '$app/environment';
import {
  error,
  isHttpError,
  isRedirect,
  redirect,
  type Handle,
  type HandleServerError,
  type RequestEvent,
  type ServerInit,
} from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { ofAccountPath } from '#lib/protocol/shared-phone.ts';
import { admit, RULES } from '#lib/server/access.ts';
import { readConfig } from '#lib/server/config.ts';
import { office, openOffice, serveFrom } from '#lib/server/office.ts';
import { isForeign } from '#lib/server/origin.ts';
import { busyAnswer, codeOfStatus, problemAnswer, problemBody } from '#lib/server/problem.ts';
import { asksForPin, standsOpen, stayOpen } from '#lib/server/accounts/open-screens.ts';
import { SESSION_COOKIE } from '#lib/server/accounts/session-cookie.ts';
import { isBusy } from '#lib/server/store/busy.ts';

/** Opens the office before the first request; closes it when the server has answered the last one. */
export const init: ServerInit = async () => {
  if (building) return;
  const opened = await openOffice(readConfig(process.env));
  serveFrom(opened);
  process.once('sveltekit:shutdown', () => void opened.close());
};

type Resolve = Parameters<Handle>[0]['resolve'];

export const handle: Handle = async ({ event, resolve }) => {
  event.locals.access = null;
  event.locals.requestId = building ? '' : randomUUID().slice(0, 8);
  if (building) return resolve(event);
  const began = performance.now();
  let status = 500;
  try {
    const response = await answer(event, resolve);
    status = response.status;
    return response;
  } catch (thrown) {
    if (isHttpError(thrown) || isRedirect(thrown)) status = thrown.status;
    throw thrown;
  } finally {
    office().log.info({
      request: event.locals.requestId,
      method: event.request.method,
      route: event.route.id,
      status,
      ms: Math.round((performance.now() - began) * 10) / 10,
    });
  }
};

/** Where it comes from, who it is, whether they may: only then the route is asked. */
async function answer(event: RequestEvent, resolve: Resolve): Promise<Response> {
  const isApi = event.url.pathname.startsWith('/api/');
  if (isForeign(event.request, event.url.origin)) {
    if (isApi) return problemAnswer('foreign-origin');
    error(403, problemBody('foreign-origin'));
  }
  const cookie = event.cookies.get(SESSION_COOKIE);
  try {
    const access = cookie === undefined ? null : await office().sessions.find(cookie);
    // Under an account's path only that account is anybody: another one's cookie may stand in for a lost one.
    const { userId } = ofAccountPath(event.url.pathname);
    event.locals.access = userId === null || access?.userId === userId ? access : null;
  } catch (cause) {
    // Not signed out, and no defect: phones must neither stop nor doubt what they send.
    if (!isBusy(cause)) throw cause;
    office().log.error({ request: event.locals.requestId, err: cause });
    if (isApi) return busyAnswer();
    error(503, problemBody('busy'));
  }

  if (!isApi) lookAtScreens(event);
  if (event.route.id !== null) {
    const verdict = admit(RULES[event.route.id], event.locals.access);
    if (verdict !== 'ok' && isApi) return problemAnswer(verdict);
    if (verdict === 'signed-out')
      redirect(303, asksForPin(event) ? frontDoor(event.url) : signInPage(event.url));
    if (verdict === 'forbidden') error(403, problemBody('forbidden'));
  }
  const response = await resolve(event, isOpenPage(event) ? { transformPageChunk: withoutScripts } : {});
  return isApi ? asProblem(response) : kept(response, event);
}

const isOpenPage = ({ route }: RequestEvent): boolean => route.id?.startsWith('/(publik)/') ?? false;

/** Pages of the market need no script: they load none, and ask nobody to switch scripts on. */
const withoutScripts = ({ html }: { readonly html: string }): string =>
  html.replace(/<script src="\/periksa\.js"[^>]*><\/script>|<noscript>[^]*?<\/noscript>/g, '');

/** A page is for whoever's screens stand open; leaving is for whoever's page it was. */
function lookAtScreens(event: RequestEvent): void {
  const { access } = event.locals;
  if (access === null || event.route.id === '/(opd)/keluar') return;
  if (!standsOpen(event, access.userId)) event.locals.access = null;
  else if (RULES[event.route.id ?? ''] !== 'public') stayOpen(event, access.userId);
}

/** The phone's own door, which knows who is in front, asks for the PIN if need be, and leads back. */
const frontDoor = ({ pathname, search }: URL) => `/?lanjut=${encodeURIComponent(pathname + search)}`;

/** The sign-in page, which afterwards leads back to where this person wanted to go: always a path of ours. */
const signInPage = ({ pathname, search }: URL) => `/masuk?lanjut=${encodeURIComponent(pathname + search)}`;

/** SvelteKit refuses in text or HTML what never reached an endpoint; programs are told in JSON. */
function asProblem(response: Response): Response {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (response.status < 400 || isJson) return response;
  return problemAnswer(codeOfStatus(response.status), undefined, response.status);
}

/** What a signed-in person saw stays in no cache: the next one at this desk presses *back*. */
function kept(response: Response, event: RequestEvent): Response {
  if (event.locals.access !== null && !response.headers.has('cache-control')) {
    response.headers.set('cache-control', 'private, no-store');
  }
  return response;
}

/** A defect is logged under the request's id, and told without its insides. */
export const handleError: HandleServerError = ({ error: cause, event, status }) => {
  if (status < 500) return problemBody(codeOfStatus(status));
  const { requestId } = event.locals;
  if (building) throw cause;
  office().log.error({ request: requestId, route: event.route.id, err: cause });
  const { code, message } = problemBody('defect');
  return { code, message: `${message} (${requestId})` };
};
