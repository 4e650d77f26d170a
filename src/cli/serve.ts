import { createServer, type RequestListener } from 'node:http';
import { REQUEST_BYTES } from '#lib/protocol/limits.ts';
import { ConfigError, readConfig, type Config } from '#lib/server/config.ts';
import { headersFor } from '#lib/server/headers.ts';

/*
 * Serves the built app: node build/cli/serve.js. A server of our own around the adapter's handler, because
 * static and prerendered files need headers that only stand in front of it.
 */

/** Phones come back within a minute or not for long; behind a proxy it must outlast the proxy's own. In ms. */
const KEEP_ALIVE = 65_000;
/** How long answers may take to finish after a stop was asked for. In ms. */
const LAST_ANSWERS = 20_000;
/** With no ORIGIN given, the adapter is told by this header how the request came. */
const PROTOCOL_HEADER = 'x-forwarded-proto';
/**
 * How the proxy tells who asks; of several addresses the last one is its own word (XFF_DEPTH=1). Without it
 * everybody has the proxy's address, and whoever fails to sign in often enough locks all others out.
 */
const ADDRESS_HEADER = 'x-forwarded-for';

/** This program speaks plain http, so an office with https stands behind a proxy. */
const isProxied = ({ origin }: Config): boolean => origin?.startsWith('https:') ?? false;

type Handler = (...to: [...Parameters<RequestListener>, next: () => void]) => void;

/** The adapter reads its settings from the environment when it is imported. Opens the office. */
async function importHandler(config: Config): Promise<Handler> {
  process.env['BODY_SIZE_LIMIT'] ??= String(REQUEST_BYTES);
  if (config.origin === null) process.env['PROTOCOL_HEADER'] = PROTOCOL_HEADER;
  if (isProxied(config)) process.env['ADDRESS_HEADER'] ??= ADDRESS_HEADER;
  // Built by the adapter beside this program, so it is no import that a bundler could follow.
  const path = '../handler.js';
  const { handler } = (await import(/* @vite-ignore */ path)) as { handler: Handler };
  return handler;
}

function answerWith(handler: Handler, config: Config): RequestListener {
  const https = isProxied(config);
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    for (const [name, value] of Object.entries(headersFor(path, https))) response.setHeader(name, value);
    // A connection of HTTP/1.1 lasts unless something else is said; saying so costs 48 bytes an answer.
    response.removeHeader('connection');
    if (config.origin === null) request.headers[PROTOCOL_HEADER] ??= 'http';
    // The adapter throws where the header is missing: a proxy that does not send it, a look past the proxy.
    if (https) request.headers[ADDRESS_HEADER] ??= request.socket.remoteAddress ?? '';
    handler(request, response, () => response.writeHead(404).end());
  };
}

async function serve(): Promise<void> {
  const config = readConfig(process.env);
  const server = createServer(answerWith(await importHandler(config), config));
  server.keepAliveTimeout = KEEP_ALIVE;
  server.headersTimeout = KEEP_ALIVE + 1_000;

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    // The office closes its store when it hears this (hooks.server.ts), after the last answer.
    server.close(() => process.emit('sveltekit:shutdown' as 'exit', 0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), LAST_ANSWERS).unref();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  server.on('request', (_, response) => {
    response.on('close', () => {
      if (stopping) server.closeIdleConnections();
    });
  });

  server.on('error', fail);
  server.listen(config.port, config.host, () => {
    const bound = server.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : config.port;
    console.log(`SiMadu: ${config.origin ?? `http://localhost:${String(port)}`}`);
  });
}

function fail(error: unknown): void {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (inUse) console.error('The port is in use by another program. Choose another one: PORT=3001 npm start');
  else console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}

serve().catch(fail);
