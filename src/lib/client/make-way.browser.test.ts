import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeWay } from './make-way.ts';
import { PhoneDb } from './phone.ts';

const network = globalThis.fetch;
const phone = new PhoneDb();
let asked: string[] = [];

const officeAnswers = (answer: () => Promise<Response>) => {
  globalThis.fetch = (path) => {
    asked.push(typeof path === 'string' ? path : '');
    return answer();
  };
};

beforeEach(() => {
  asked = [];
  officeAnswers(() => Promise.resolve(new Response(null, { status: 204 })));
});

afterEach(async () => {
  globalThis.fetch = network;
  await phone.settings.clear();
});

test('whose session is in front keeps it under a path of its own before somebody else signs in', async () => {
  await phone.settings.put({ key: 'current', value: 'ani' });
  await makeWay(null);
  await makeWay('budi');
  expect(asked).toEqual(['/api/akun/ani/depan', '/api/akun/ani/depan']);
});

test('nothing is asked when nobody is in front, or who is signs in again', async () => {
  await makeWay(null);
  await phone.settings.put({ key: 'current', value: 'ani' });
  await makeWay('ani');
  expect(asked).toEqual([]);
});

test('the newcomer is let in all the same when the office does not answer', async () => {
  await phone.settings.put({ key: 'current', value: 'ani' });
  officeAnswers(() => Promise.reject(new TypeError('no network')));
  await makeWay(null);
  expect(asked).toHaveLength(1);
});
