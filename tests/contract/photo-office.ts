import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestEvent } from '@sveltejs/kit';
import { readConfig } from '#lib/server/config.ts';
import { office, openOffice, serveFrom } from '#lib/server/office.ts';
import { GET, POST } from '../../src/routes/api/foto/[hash]/+server.ts';

/*
 * An office in a process of its own that takes photos by the route itself, so that a test can see what they
 * cost it. Who asks is said in a header; everything else is as it is served. Says its port; `/memory` answers
 * the most memory it ever had and what it has now, in bytes.
 */

serveFrom(await openOffice(readConfig({ DATA_DIR: process.argv[2], LOG_LEVEL: 'silent' })));

const server = createServer((incoming, outgoing) => {
  void answer(incoming).then(async (response) => {
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
});
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${String((server.address() as AddressInfo).port)}\n`),
);
process.stdin.on('end', () => {
  server.close();
  void office().close();
});
process.stdin.resume();

async function answer(incoming: IncomingMessage): Promise<Response> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  if (url.pathname === '/memory') {
    const { maxRSS } = process.resourceUsage();
    return Response.json({ most: maxRSS * 1024, now: process.memoryUsage.rss() });
  }
  const body: Buffer[] = [];
  for await (const chunk of incoming) body.push(chunk as Buffer);
  const asked = new Request(url, {
    method: incoming.method ?? 'GET',
    headers: incoming.headers as Record<string, string>,
    ...(incoming.method === 'POST' ? { body: Buffer.concat(body) } : {}),
  });
  const userId = asked.headers.get('x-asker');
  const access =
    userId === null ? null : { userId, name: userId, roles: ['asn'], officeId: null, sessionId: 's' };
  const event = {
    request: asked,
    url,
    params: { hash: url.pathname.split('/').pop() ?? '' },
    locals: { access, requestId: 'r' },
  };
  const route = (incoming.method === 'POST' ? POST : GET) as (event: RequestEvent) => Promise<Response>;
  return route(event as unknown as RequestEvent);
}
