/*
 * Long because every sentence is in its table once.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INSTRUKSI_9_2024 } from './instruksi-9-2024.ts';
import { BANDS, type Appointment } from './position.ts';
import { corrected, FLAGS, recorded, VERDICTS, withdrawn, type Purchase } from './purchase.ts';
import { assess, obligationIn, type Assessment, type Exemption } from './quota.ts';
import {
  countedReason,
  flagReason,
  lineIsAssumed,
  lineReason,
  obligationIsAssumed,
  obligationReason,
  shortfallReason,
  waitingReason,
} from './reason.ts';
import { EXEMPTION_KINDS } from './rulebook.ts';
import {
  day,
  month,
  sampleAppointment,
  sampleExemption,
  sampleFields,
  samplePurchase,
  sampleRule,
} from './samples.ts';

/* Longer than other files: here every sentence stands once, as people read it. */

const NOVEMBER = month('2026-11');
const RULE = sampleRule();
const judge = (purchases: Purchase[], appointment: Partial<Appointment> = {}): Assessment =>
  assess({
    month: NOVEMBER,
    service: { appointments: [sampleAppointment(appointment)], exemptions: [] },
    rulebook: INSTRUKSI_9_2024,
    purchases,
  });
const told = (purchase: Purchase): string => {
  const [line] = judge([purchase]).lines;
  return line ? lineReason(line) : '';
};

describe('the sentence of an obligation', () => {
  const say = (appointments: Appointment[], exemptions: Exemption[] = []) => {
    const obligation = obligationIn(NOVEMBER, { appointments, exemptions }, [RULE]);
    return [obligationReason(obligation, RULE), obligationIsAssumed(obligation, RULE)];
  };
  const decree = 'Dasar: Instruksi Bupati Probolinggo Nomor 9 Tahun 2024.';

  const cases: [posts: Appointment[], exemptions: Exemption[], sentence: string, assumed: boolean][] = [
    [[sampleAppointment()], [], `Wajib belanja Rp50.000 sebulan untuk pelaksana. ${decree}`, false],
    [
      [sampleAppointment({ band: 'pimpinan-tinggi' })],
      [],
      `Wajib belanja Rp200.000 sebulan untuk pejabat pimpinan tinggi pratama (eselon II). ${decree}`,
      false,
    ],
    [
      [
        sampleAppointment({ title: 'Camat', band: 'kepala-unit' }),
        sampleAppointment({ id: 'b', kind: 'plt' }),
      ],
      [],
      `Wajib belanja Rp150.000 sebulan untuk kepala OPD eselon III, kepala bagian, dan camat. ${decree} ` +
        'Dipakai jabatan Camat. Asumsi: Jabatan definitif mendahului Plt dan Plh.',
      true,
    ],
    [
      [
        sampleAppointment({ until: day('2026-11-09') }),
        sampleAppointment({ id: 'b', band: 'pengawas', from: day('2026-11-10') }),
      ],
      [],
      `Wajib belanja Rp50.000 sebulan untuk pelaksana. ${decree} ` +
        'Dipakai jabatan Pengadministrasi Umum. Asumsi: Jabatan pada hari pertama bulan.',
      true,
    ],
    [
      [sampleAppointment({ band: 'paruh-waktu' })],
      [],
      'Belum ada wajib belanja untuk PPPK paruh waktu. ' +
        'Asumsi: PPPK paruh waktu diangkat setelah instruksi terbit; belum diatur.',
      true,
    ],
    [
      [sampleAppointment()],
      [sampleExemption({ kind: 'tugas-belajar' })],
      'Bebas bulan ini: tugas belajar. ' +
        'Asumsi: Cuti di luar tanggungan negara, tugas belajar, cuti melahirkan, dan sakit lama.',
      true,
    ],
    [
      [sampleAppointment({ from: day('2026-11-16') })],
      [],
      'Bebas bulan ini: masa dinas tidak penuh sebulan. ' +
        'Asumsi: Bulan pertama atau terakhir dinas yang tidak utuh bebas.',
      true,
    ],
    [
      [],
      [],
      'Tidak ada wajib belanja: belum ada jabatan yang tercatat pada bulan ini. ' +
        'Asumsi: Jabatan pada hari pertama bulan.',
      true,
    ],
  ];
  it.each(cases.map((each) => [each[2], each] as const))(
    'is %j',
    (_title, [posts, exemptions, sentence, assumed]) => {
      expect(say(posts, exemptions)).toEqual([sentence, assumed]);
    },
  );

  it('before the decree says that there is none', () => {
    const obligation = obligationIn(month('2024-12'), { appointments: [], exemptions: [] }, [RULE]);
    expect(obligationReason(obligation, null)).toBe(
      'Tidak ada wajib belanja: instruksi belum berlaku pada bulan ini.',
    );
    expect(obligationIsAssumed(obligation, null)).toBe(false);
  });
});

describe('the sentence of a purchase', () => {
  const unsent = recorded('p', 'asn-1', sampleFields());
  const receivedAt = Date.parse('2026-12-07T02:00:00Z');

  const cases: [purchase: Purchase, sentence: string][] = [
    [samplePurchase({ verdict: 'sah' }), 'Sah.'],
    [samplePurchase(), 'Sudah dihitung, belum diperiksa.'],
    [unsent, 'Tersimpan di HP ini. Akan dikirim saat ada sinyal.'],
    [
      corrected(samplePurchase(), 'v2', sampleFields(), 'salah'),
      'Tersimpan di HP ini. Akan dikirim saat ada sinyal.',
    ],
    [
      samplePurchase({ flags: ['late'], receivedAt }),
      'Susulan. Dibeli 10 Nov 2026, diterima 7 Des 2026. Menunggu keputusan petugas.',
    ],
    [
      samplePurchase({ flags: ['late'], version: 'v2' }),
      'Susulan. Dibeli 10 Nov 2026, diperbaiki setelah batas kirim. Menunggu keputusan petugas.',
    ],
    [
      samplePurchase({ flags: ['unlisted-umkm'] }),
      'UMKM ini belum terdata. Catatan tetap disimpan; DKUPP akan memeriksa.',
    ],
    [samplePurchase({ flags: ['future-date'] }), 'Tanggal belum tiba. Mohon periksa kembali.'],
    [
      samplePurchase({ flags: ['future-date', 'unlisted-umkm'] }),
      'Tanggal belum tiba. Mohon periksa kembali. ' +
        'UMKM ini belum terdata. Catatan tetap disimpan; DKUPP akan memeriksa.',
    ],
    [
      samplePurchase({ verdict: 'perlu-dilengkapi', reason: 'foto buram. ' }),
      'Perlu dilengkapi: foto buram.',
    ],
    [samplePurchase({ verdict: 'perlu-dilengkapi' }), 'Perlu dilengkapi. Mohon hubungi petugas.'],
    [
      samplePurchase({ verdict: 'belum-dihitung', reason: 'produk dari luar kabupaten' }),
      'Belum dapat dihitung: produk dari luar kabupaten. Bisa diperbaiki atau diperiksa ulang.',
    ],
    [
      samplePurchase({ verdict: 'belum-dihitung' }),
      'Belum dapat dihitung. Bisa diperbaiki atau diperiksa ulang.',
    ],
    [withdrawn(samplePurchase(), 'v2', 'dobel'), 'Ditarik: dobel. Tidak ikut dihitung.'],
    [
      { ...unsent, refusal: 'unknown-umkm' },
      'Belum dapat dihitung: kantor belum dapat menerima catatan ini. Bisa diperbaiki.',
    ],
  ];
  it.each(cases.map(([purchase, sentence]) => [sentence, purchase] as const))(
    'is %j',
    (sentence, purchase) => {
      expect(told(purchase)).toBe(sentence);
    },
  );

  it('tells what rests on an assumption', () => {
    const assumed = (purchase: Purchase) => judge([purchase]).lines.map((line) => lineIsAssumed(line, RULE));
    expect(assumed(samplePurchase())).toEqual([true]);
    expect(assumed(samplePurchase({ flags: ['late'] }))).toEqual([true]);
    expect(assumed(samplePurchase({ flags: ['unlisted-umkm'] }))).toEqual([false]);
    expect(assumed(samplePurchase({ verdict: 'sah' }))).toEqual([false]);
  });

  it('is one for every flag there is', () => {
    for (const flag of FLAGS) expect(flagReason(flag, samplePurchase())).toMatch(/\.$/);
    expect(flagReason('late', unsent)).toBe('Susulan. Dibeli 10 Nov 2026. Menunggu keputusan petugas.');
  });
});

describe('the sentences of a month', () => {
  const buy = (amount: number, change: Partial<Purchase> = {}) =>
    samplePurchase({ id: `${amount}`, amount, ...change });

  it.each<[title: string, assessment: Assessment, sentence: string]>([
    ['nothing yet', judge([]), 'Kurang Rp50.000: yang tercatat Rp0 dari Rp50.000.'],
    [
      'short',
      judge([buy(20_000), buy(12_000, { delivery: 'tersimpan' })]),
      'Kurang Rp18.000: yang tercatat Rp32.000 dari Rp50.000.',
    ],
    [
      'covered by what waits',
      judge([buy(20_000), buy(30_000, { flags: ['late'] })]),
      'Belum penuh: Rp30.000 masih menunggu. Bila semua dihitung, November penuh.',
    ],
    ['met', judge([buy(56_000)]), 'Belanja November penuh.'],
    ['free', judge([], { band: 'paruh-waktu' }), 'Tidak ada wajib belanja untuk November 2026.'],
  ])('that is %s', (_title, assessment, sentence) => {
    expect(shortfallReason(assessment)).toBe(sentence);
  });

  it('say what the counted and the waiting sum are made of', () => {
    const assessment = judge([
      buy(1, { verdict: 'sah' }),
      buy(2),
      buy(3),
      buy(4, { delivery: 'tersimpan' }),
      buy(5, { flags: ['late'] }),
      buy(6, { verdict: 'perlu-dilengkapi' }),
    ]);
    expect(countedReason(assessment)).toBe('Dari 3 belanja: 1 sah, 2 belum diperiksa.');
    expect(waitingReason(assessment)).toBe(
      'Dari 3 belanja: 1 belum terkirim, 1 menunggu petugas, 1 perlu dilengkapi.',
    );
    expect(countedReason(judge([]))).toBe('Belum ada belanja yang dihitung.');
    expect(waitingReason(judge([]))).toBe('Tidak ada belanja yang menunggu.');
  });
});

describe('any sentence', () => {
  it('ends in a full stop, once, and never says Anda', () => {
    const purchase = fc
      .record({
        delivery: fc.constantFrom('tersimpan', 'terkirim', 'lengkap'),
        verdict: fc.constantFrom(...VERDICTS),
        flags: fc.subarray([...FLAGS]),
        refusal: fc.constantFrom(null, 'stale'),
        reason: fc.constantFrom('', 'foto buram', 'Foto buram.', 'buram... '),
      })
      .map((change) => samplePurchase(change));
    const service = fc.record({
      appointments: fc.constantFrom(...BANDS).map((band) => [sampleAppointment({ band })]),
      exemptions: fc.subarray(EXEMPTION_KINDS.map((kind) => sampleExemption({ id: kind, kind }))),
    });
    fc.assert(
      fc.property(purchase, service, (bought, record) => {
        const facts = { month: NOVEMBER, service: record, rulebook: INSTRUKSI_9_2024 };
        const assessment = assess({ ...facts, purchases: [bought] });
        const said = [
          obligationReason(assessment.obligation, RULE),
          ...assessment.lines.map(lineReason),
          countedReason(assessment),
          waitingReason(assessment),
          shortfallReason(assessment),
        ];
        for (const sentence of said) {
          expect(sentence).toMatch(/[^.\s]\.$/);
          expect(sentence).not.toMatch(/Anda|\.\.|undefined|null|NaN| {2}/);
        }
      }),
    );
  });
});
