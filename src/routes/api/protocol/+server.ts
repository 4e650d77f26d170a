import { json } from '@sveltejs/kit';
import { describeProtocol } from '#lib/protocol/describe.ts';
import type { RequestHandler } from './$types';

/** The exchange for other programs: its schemas, and every code with which the office refuses. */
export const GET: RequestHandler = () => json(describeProtocol());
