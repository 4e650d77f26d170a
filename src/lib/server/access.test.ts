import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROLES, type Role } from '#lib/protocol/account.ts';
import { admit, RULES, type Access } from './access.ts';

/** Route ids as SvelteKit makes them: a folder with a page or an endpoint. */
const routes = readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
  .filter((path) => /(^|\/)\+(page|server)(\.server)?\.(svelte|ts)$/.test(path))
  .map((path) => `/${path.split('/').slice(0, -1).join('/')}`);

const as = (...roles: Role[]): Access => ({ userId: 'u', name: 'N', roles, officeId: null, sessionId: 's' });

test('every route of the tree has a rule', () => {
  expect(routes.length).toBeGreaterThan(5);
  expect([...new Set(routes)].filter((route) => !Object.hasOwn(RULES, route))).toEqual([]);
});

test('a route without a rule is refused to everybody', () => {
  expect(admit(undefined, null)).toBe('forbidden');
  expect(admit(undefined, as(...ROLES))).toBe('forbidden');
});

test('the phone\u2019s screens come without a session, the desk\u2019s never do', () => {
  for (const [route, rule] of Object.entries(RULES)) {
    if (route.startsWith('/(asn)')) expect(admit(rule, null)).toBe('ok');
    if (route.startsWith('/(opd)') && route !== '/(opd)/keluar') expect(admit(rule, null)).toBe('signed-out');
  }
});

test.each(ROLES)('%s opens the routes of its role and no others', (role) => {
  for (const rule of Object.values(RULES)) {
    const expected = typeof rule === 'string' || rule.includes(role) ? 'ok' : 'forbidden';
    expect(admit(rule, as(role))).toBe(expected);
  }
});

test('one of several roles is enough, and none is enough for what is only signed in', () => {
  expect(admit(['admin'], as('asn', 'admin'))).toBe('ok');
  expect(admit('signed-in', as())).toBe('ok');
  expect(admit(['admin'], as())).toBe('forbidden');
});
