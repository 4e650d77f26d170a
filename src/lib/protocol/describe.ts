import * as z from 'zod/mini';
import { change } from './change.ts';
import { exchangeAnswer, exchangeRequest, problem } from './exchange.ts';
import * as limits from './limits.ts';
import { mutationBody } from './mutation.ts';
import { pack } from './pack.ts';
import { photoAnswer } from './photo.ts';
import { PROBLEM_MEANINGS } from './problem-meanings.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import { carryAnswer, officeKey } from './rescue.ts';
import { OLDEST_PROTOCOL, PROTOCOL } from './version.ts';

/** A schema as JSON Schema (draft 2020-12). */
type JsonSchema = Record<string, unknown>;

export interface ProtocolDescription {
  readonly version: number;
  /** The oldest exchange that is still answered. */
  readonly oldest: number;
  /** Sizes in the unit that the name tells. */
  readonly limits: Readonly<Record<string, number>>;
  readonly problems: Readonly<Record<string, { readonly http: number; readonly meaning: string }>>;
  /** The body of POST /api/sync, and of its answer; `problem` is the body of every refused request. */
  readonly request: JsonSchema;
  readonly answer: JsonSchema;
  readonly problem: JsonSchema;
  /** What `body` of a sent mutation holds as JSON text, one row of an answer's changes, and a pack. */
  readonly mutation: JsonSchema;
  readonly change: JsonSchema;
  readonly pack: JsonSchema;
  /** What is answered to a part of a photo: POST /api/foto/{hash}?dari={from}&ukuran={size}, bytes as its body. */
  readonly photo: JsonSchema;
  /** What POST /api/titipan answers to who carries a rescue file, `{text}`; and GET /api/kunci to who makes one. */
  readonly carried: JsonSchema;
  readonly key: JsonSchema;
}

/** The exchange, described for whoever writes another client. For the office alone: phones never load it. */
export function describeProtocol(): ProtocolDescription {
  return {
    version: PROTOCOL,
    oldest: OLDEST_PROTOCOL,
    limits: { ...limits },
    problems: Object.fromEntries(
      entriesOf(PROBLEM_MEANINGS).map(([code, meaning]) => [code, { ...PROBLEMS[code], meaning }]),
    ),
    request: describe(exchangeRequest),
    answer: describe(exchangeAnswer),
    problem: describe(problem),
    mutation: describe(mutationBody),
    change: describe(change),
    pack: describe(pack),
    photo: describe(photoAnswer),
    carried: describe(carryAnswer),
    key: describe(officeKey),
  };
}

/** What travels is the input of a schema: what its transforms make of it stays with the reader. */
const describe = (schema: z.ZodMiniType): JsonSchema => ({ ...z.toJSONSchema(schema, { io: 'input' }) });

const entriesOf = (meanings: typeof PROBLEM_MEANINGS) => Object.entries(meanings) as [ProblemCode, string][];
