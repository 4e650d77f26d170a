import { describe, expect, it } from 'vitest';
import { FLAGS } from '#lib/domain/purchase.ts';
import { PROBLEM_MEANINGS } from './problem-meanings.ts';
import { isProblemCode, PROBLEMS } from './problems.ts';

describe('every problem', () => {
  it.each(Object.entries(PROBLEMS))('%s has a status', (code, { http }) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(http === 200 || (http >= 400 && http < 600)).toBe(true);
  });

  it('means something of its own, in a sentence', () => {
    const meanings = Object.values(PROBLEM_MEANINGS);
    for (const meaning of meanings) expect(meaning).toMatch(/^[A-Z].{15,}\.$/);
    expect(Object.keys(PROBLEM_MEANINGS)).toEqual(Object.keys(PROBLEMS));
    expect(new Set(meanings).size).toBe(meanings.length);
  });
});

describe('a code', () => {
  it.each(Object.keys(PROBLEMS))('%s is known', (code) => {
    expect(isProblemCode(code)).toBe(true);
  });

  it.each(
    ['', 'Malformed', 'toString', 'constructor', '__proto__', 'hasOwnProperty', ...FLAGS].filter(
      (code) => !Object.keys(PROBLEMS).includes(code),
    ),
  )('%j is not', (code) => {
    expect(isProblemCode(code)).toBe(false);
  });
});
