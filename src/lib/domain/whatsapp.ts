/**
 * The address that opens a chat with a seller; the text may be changed there before it is sent. Without a number
 * WhatsApp asks whom to send it to.
 */
export const whatsappLink = (phone: string, text: string): string =>
  `https://wa.me/${phone.replace(/\D/g, '')}?text=${encodeURIComponent(text)}`;

/**
 * An Indonesian number as people write it (`0812-3456-7890`, `+62 812 …`) in international form without the plus:
 * `6281234567890`. Empty stays empty; null for what is no such number.
 */
export function readPhone(typed: string): string | null {
  const digits = typed.replace(/[\s().+-]/g, '');
  if (digits === '') return '';
  const international = digits.replace(/^0/, '62');
  return /^62\d{7,13}$/.test(international) ? international : null;
}
