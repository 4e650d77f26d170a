import { describe, expect, it } from 'vitest';
import { describeProtocol } from './describe.ts';
import { PROBLEMS } from './problems.ts';
import { OLDEST_PROTOCOL, PROTOCOL } from './version.ts';

describe('the description of the exchange', () => {
  const description = describeProtocol();
  const text = JSON.stringify(description);

  it('names versions, limits and every problem', () => {
    expect(description).toMatchObject({ version: PROTOCOL, oldest: OLDEST_PROTOCOL, problems: PROBLEMS });
    expect(description.limits).toMatchObject({ MUTATIONS_A_REQUEST: 250, MEMORY_DAYS: 45 });
  });

  it.each(['request', 'answer', 'problem', 'mutation', 'change', 'pack', 'photo', 'carried', 'key'] as const)(
    'has a JSON Schema of %s',
    (part) => {
      expect(description[part]).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
      expect(Object.keys(description[part]).length).toBeGreaterThan(1);
    },
  );

  it('is plain JSON, and tells what a request needs and what may be left out', () => {
    expect(JSON.parse(text)).toEqual(description);
    expect(description.request).toMatchObject({
      required: ['v', 'owner', 'replica', 'epoch', 'cursors', 'acked', 'kept', 'clock', 'unsent'],
    });
    expect(description.photo).toMatchObject({ required: ['hash', 'have', 'stored'] });
    expect(description.carried).toMatchObject({ required: ['file', 'taken', 'known', 'refused', 'later'] });
    for (const type of ['purchase.record', 'purchase.correct', 'purchase.withdraw']) {
      expect(JSON.stringify(description.mutation)).toContain(`"const":"${type}"`);
    }
  });
});
