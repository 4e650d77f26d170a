import type { Reroute } from '@sveltejs/kit';
import { ofAccountPath } from '#lib/protocol/shared-phone.ts';

/** Every API route can be asked under an account's own session. Pages have no such paths. */
export const reroute: Reroute = ({ url }) => ofAccountPath(url.pathname).path;
