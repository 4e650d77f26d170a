import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

describe('base64url', () => {
  it('is what every other program writes', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        expect(toBase64url(some)).toBe(Buffer.from(some).toString('base64url'));
      }),
    );
  });

  it('gives the bytes back', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        expect([...(fromBase64url(toBase64url(some)) ?? [])]).toEqual([...some]);
      }),
    );
  });

  it('has one text for one row of bytes: whatever else is written is refused', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const read = fromBase64url(text);
        expect(read === null || toBase64url(read) === text).toBe(true);
      }),
    );
  });

  it.each(['A', 'AAAAA', 'AA=', 'A+AA', 'AB', 'AAB', 'A A', 'é'])('refuses %j', (text) => {
    expect(fromBase64url(text)).toBeNull();
  });
});
