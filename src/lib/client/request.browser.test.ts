import { describe, expect, it } from 'vitest';
import { request } from './request.ts';

/** An answer that needs no server: `data:` says its type and body itself. */
const answer = (type: string, body: string) => request(`data:${type},${encodeURIComponent(body)}`);

describe('a request to the office', () => {
  const bodies: { title: string; type: string; text: string; body: unknown }[] = [
    { title: 'reads JSON', type: 'application/json', text: '{"a":1}', body: { a: 1 } },
    { title: 'reads a kind of JSON', type: 'application/problem+json', text: '[2]', body: [2] },
    { title: 'sees nothing in a portal’s page', type: 'text/html', text: '{"a":1}', body: null },
    { title: 'sees nothing in JSON that was cut', type: 'application/json', text: '{"a":', body: null },
  ];
  it.each(bodies)('$title', async ({ type, text, body }) => {
    expect(await answer(type, text)).toEqual({ kind: 'answered', status: 200, body, retryAfter: null });
  });

  it('is unreachable, and never throws, when nobody answers', async () => {
    expect(await request('http://localhost:1/api/sync')).toEqual({ kind: 'unreachable' });
  });

  it('ends at once when it is given up from outside', async () => {
    const given = new AbortController();
    const reply = request('http://localhost:1/api/sync', {
      method: 'POST',
      body: '{}',
      signal: given.signal,
    });
    given.abort();
    expect(await reply).toEqual({ kind: 'unreachable' });
  });

  it('is not even sent when it was given up before', async () => {
    const given = new AbortController();
    given.abort();
    expect(await request('data:application/json,1', { signal: given.signal })).toEqual({
      kind: 'unreachable',
    });
  });
});
