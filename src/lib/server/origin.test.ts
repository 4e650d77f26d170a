import { expect, test } from 'vitest';
import { isForeign } from './origin.ts';

const OWN = 'https://simadu.example';

const cases: readonly [title: string, method: string, headers: Record<string, string>, foreign: boolean][] = [
  ['a program that says nothing', 'POST', {}, false],
  ['a page of ours', 'POST', { origin: OWN, 'sec-fetch-site': 'same-origin' }, false],
  ['a page of ours in an older browser', 'POST', { origin: OWN }, false],
  ['another site', 'POST', { origin: 'https://evil.example' }, true],
  ['another site that hides its name', 'POST', { origin: 'null' }, true],
  ['our name over plain http', 'POST', { origin: 'http://simadu.example' }, true],
  ['our name on another port', 'POST', { origin: `${OWN}:8443` }, true],
  ['a name that begins like ours', 'POST', { origin: `${OWN}.evil.example` }, true],
  ['another site without an origin', 'POST', { 'sec-fetch-site': 'cross-site' }, true],
  ['a neighbour under the same domain', 'POST', { 'sec-fetch-site': 'same-site' }, true],
  [
    'another site that claims to be ours',
    'POST',
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    true,
  ],
  ['another site that deletes', 'DELETE', { origin: 'https://evil.example' }, true],
  ['a link on another site', 'GET', { 'sec-fetch-site': 'cross-site' }, false],
];

test.each(cases)('%s, with %s', (_, method, headers, foreign) => {
  expect(isForeign(new Request(`${OWN}/api/sync`, { method, headers }), OWN)).toBe(foreign);
});
