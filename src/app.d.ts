import type { Access } from '#lib/server/access.ts';

declare global {
  namespace App {
    interface Locals {
      /** Who is asking, null when signed out. Set for every request that is not for a static file. */
      access: Access | null;
      /** Names this request in the log and, for a defect, in the answer. */
      requestId: string;
    }
    interface PageData {
      /** What a desk page calls itself in the browser's title. */
      title?: string;
    }
    interface Error {
      code: string;
      message: string;
    }
  }
}

export {};
