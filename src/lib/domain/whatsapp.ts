/**
 * The address that opens a chat with a seller; the text may be changed there before it is sent. Without a number
 * WhatsApp asks whom to send it to.
 */
export const whatsappLink = (phone: string, text: string): string =>
  `https://wa.me/${phone.replace(/\D/g, '')}?text=${encodeURIComponent(text)}`;
