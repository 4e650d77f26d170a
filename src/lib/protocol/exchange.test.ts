import { describe, expect, it } from 'vitest';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { briefly, exchangeAnswer, exchangeRequest } from './exchange.ts';
import { BODY_CHARS, MUTATIONS_A_REQUEST, SCOPES_A_REQUEST } from './limits.ts';
import { ID, OTHER_ID, sampleAnswer, sampleFieldsJson, sampleRequest } from './samples.ts';

type Json = Record<string, unknown>;
const sent = (change: Json = {}): Json => ({ id: ID, n: 1, body: '{}', ...change });
const cursor = (change: Json = {}): Json => ({ scope: 'own', at: 7, hash: 'abcdefghijkl', ...change });
const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('what a replica asks', () => {
  it.each<[title: string, request: Json]>([
    ['nothing new', sampleRequest()],
    ['with a mutation', sampleRequest({ mutations: [sent()], unsent: 1 })],
    ['with a mutation that follows another', sampleRequest({ mutations: [sent({ after: OTHER_ID })] })],
    ['with all it may send', sampleRequest({ mutations: many(MUTATIONS_A_REQUEST, sent()) })],
    ['with cursors', sampleRequest({ epoch: 'e1', cursors: [cursor(), cursor({ at: 0, hash: '' })] })],
    ['with a clock of 1970', sampleRequest({ clock: 0 })],
    ['in a version of the future', sampleRequest({ v: 99 })],
  ])('is read: %s', (_title, request) => {
    expect(exchangeRequest.parse(request)).toEqual(request);
  });

  it.each<[title: string, request: unknown]>([
    ['nothing', null],
    ['a list', [sampleRequest()]],
    ['no version', sampleRequest({ v: undefined })],
    ['a version as text', sampleRequest({ v: '1' })],
    ['no owner', sampleRequest({ owner: '' })],
    ['an owner that is no id', sampleRequest({ owner: "' OR 1=1 --" })],
    ['a replica that is no id', sampleRequest({ replica: 'x' })],
    ['a long epoch', sampleRequest({ epoch: 'x'.repeat(41) })],
    ['a number before one', sampleRequest({ mutations: [sent({ n: 0 })] })],
    ['half a number', sampleRequest({ mutations: [sent({ n: 1.5 })] })],
    ['a number beyond what is exact', sampleRequest({ mutations: [sent({ n: 2 ** 53 })] })],
    ['a body that is no text', sampleRequest({ mutations: [sent({ body: {} })] })],
    ['a body that is too long', sampleRequest({ mutations: [sent({ body: 'x'.repeat(BODY_CHARS + 1) })] })],
    ['a predecessor that is no id', sampleRequest({ mutations: [sent({ after: 'x' })] })],
    ['too many mutations', sampleRequest({ mutations: many(MUTATIONS_A_REQUEST + 1, sent()) })],
    ['a huge list of cursors', sampleRequest({ cursors: many(100_000, cursor()) })],
    ['one cursor too many', sampleRequest({ cursors: many(SCOPES_A_REQUEST + 1, cursor()) })],
    ['a cursor before the start', sampleRequest({ cursors: [cursor({ at: -1 })] })],
    ['a long scope', sampleRequest({ cursors: [cursor({ scope: 'x'.repeat(41) })] })],
    ['a long hash', sampleRequest({ cursors: [cursor({ hash: 'x'.repeat(13) })] })],
    ['less than nothing acknowledged', sampleRequest({ acked: -1 })],
    ['more unsent than anybody can have', sampleRequest({ unsent: Number.MAX_SAFE_INTEGER })],
    ['less than nothing unsent', sampleRequest({ unsent: -1 })],
    ['nothing kept from nought', sampleRequest({ kept: 0 })],
    ['half a millisecond', sampleRequest({ clock: 0.5 })],
  ])('is refused: %s', (_title, request) => {
    expect(exchangeRequest.safeParse(request).success).toBe(false);
  });
});

describe('what the office answers', () => {
  const heard = (rows: unknown[]) => {
    const answer = exchangeAnswer.parse(sampleAnswer({ changes: [{ scope: 'own', rows }] }));
    return answer.changes[0]?.rows ?? [];
  };
  const purchase = (change: Json = {}): Json => ({
    kind: 'purchase',
    id: ID,
    ...sampleFieldsJson(),
    verdict: 'belum-diperiksa',
    receivedAt: 1_795_500_000_000,
    version: ID,
    ...change,
  });
  const profile = (change: Json = {}): Json => ({
    kind: 'profile',
    asnId: ID,
    name: 'Contoh',
    nipTail: '007',
    opd: 'Kecamatan Krucil',
    unit: 'Seksi Pelayanan',
    kecamatan: '35.13.08',
    appointments: [],
    exemptions: [],
    ...change,
  });

  it('is heard whole', () => {
    const answer = sampleAnswer({
      outcomes: [{ id: ID, hash: 'h', outcome: 'refused', code: 'stale' }],
      runs: [{ from: 1, to: 9, digest: 'd' }],
      offer: 3,
      anew: ['umum'],
      cursors: [cursor()],
    });
    expect(exchangeAnswer.parse(answer)).toEqual(answer);
  });

  it('tells a rulebook that says what the domain’s says', () => {
    const rows = heard(INSTRUKSI_9_2024.map((rule) => ({ kind: 'rule', rule })));
    expect(rows).toEqual(INSTRUKSI_9_2024.map((rule) => ({ kind: 'rule', rule })));
  });

  it('says the same when what there is none of is left out', () => {
    const answer = exchangeAnswer.parse(sampleAnswer());
    expect(Object.keys(briefly(answer))).not.toContain('runs');
    expect(exchangeAnswer.parse(briefly(answer))).toEqual(answer);
  });

  it('names shops as the registry does, longer than anybody may type', () => {
    const umkm = { kind: 'listed', id: 'imported-7', name: 'Kopi '.repeat(40) };
    expect(heard([purchase({ umkm })])).toMatchObject([{ umkm }]);
  });

  it('is heard by a phone that does not know every key, kind, flag, exemption and band', () => {
    const span = { id: ID, from: '2026-11-01', until: null };
    const [rule] = INSTRUKSI_9_2024;
    const rows = heard([
      purchase({ flags: ['late', 'photo-differs'], payment: 'kripto', likes: 3 }),
      { kind: 'greeting', text: 'Selamat tahun 2027' },
      { kind: 'toString' },
      profile({
        exemptions: [
          { ...span, kind: 'cuti-baru' },
          { ...span, kind: 'sakit-lama' },
        ],
        later: {},
      }),
      {
        kind: 'product',
        id: ID,
        shop: ID,
        name: 'Kopi',
        unit: '150 g',
        price: 1,
        category: 'baru',
        art: 'baru',
      },
      {
        kind: 'rule',
        rule: {
          ...rule,
          minimum: { ...rule?.minimum, 'jabatan-baru': { value: 1, basis: rule?.positionDay.basis } },
          exemptions: { ...rule?.exemptions, value: ['cuti-baru', 'sakit-lama'] },
          later: true,
        },
      },
    ]);
    expect(rows).toMatchObject([
      { kind: 'purchase', flags: ['late', 'other'], payment: 'tunai', items: [], note: '', reason: '' },
      { kind: 'profile', exemptions: [{ kind: 'sakit-lama' }] },
      { kind: 'product', category: 'makanan', art: 'camilan' },
      { kind: 'rule', rule: { minimum: rule?.minimum, exemptions: { value: ['sakit-lama'] } } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('later');
    expect(JSON.stringify(rows)).not.toContain('jabatan-baru');
  });

  it.each<[title: string, answer: unknown]>([
    ['a captive portal’s page', '<html>Selamat datang</html>'],
    ['nothing', null],
    ['an empty object', {}],
    ['a problem', { code: 'busy', message: 'Mohon coba lagi.' }],
    ['an answer without its epoch', sampleAnswer({ epoch: undefined })],
    ['an answer without a head', sampleAnswer({ head: null })],
    ['an outcome of an unknown sort', sampleAnswer({ outcomes: [{ id: ID, hash: 'h', outcome: 'lost' }] })],
    [
      'a purchase without an amount',
      sampleAnswer({ changes: [{ scope: 'own', rows: [purchase({ amount: null })] }] }),
    ],
    ['a row without a kind', sampleAnswer({ changes: [{ scope: 'own', rows: [{}] }] })],
  ])('is not taken for an answer: %s', (_title, answer) => {
    expect(exchangeAnswer.safeParse(answer).success).toBe(false);
  });
});
