import { describe, expect, it } from 'vitest';
import { KECAMATAN, kecamatanName } from './kecamatan.ts';

describe('the kecamatan of the regency', () => {
  it('are 24, numbered as the Kemendagri numbers them', () => {
    expect(KECAMATAN).toHaveLength(24);
    expect(new Set(KECAMATAN.map(({ code }) => code)).size).toBe(24);
    expect(KECAMATAN.every(({ code }, index) => Number(code.slice(6)) === index + 1)).toBe(true);
  });

  it.each([
    ['35.13.01', 'Sukapura'],
    ['35.13.08', 'Krucil'],
    ['35.13.14', 'Kraksaan'],
    ['35.13.24', 'Lumbang'],
    ['35.74.01', '35.74.01'],
  ])('%s is %s', (code, name) => {
    expect(kecamatanName(code)).toBe(name);
  });
});
