import { expect, test } from 'vitest';
import { readPhone, whatsappLink } from './whatsapp.ts';

test.each([
  ['0812-3456-7890', '6281234567890'],
  ['+62 812 3456 7890', '6281234567890'],
  ['(0335) 421 234', '62335421234'],
  ['', ''],
  ['  ', ''],
])('%j is the number %j', (typed, number) => {
  expect(readPhone(typed)).toBe(number);
});

test.each(['812', '0812abc', '+1 212 555 0100', '0'.repeat(20)])('%j is no number', (typed) => {
  expect(readPhone(typed)).toBeNull();
});

test('a chat opens with the text as it was written', () => {
  expect(whatsappLink('62 812', 'Kopi & madu?')).toBe('https://wa.me/62812?text=Kopi%20%26%20madu%3F');
});
