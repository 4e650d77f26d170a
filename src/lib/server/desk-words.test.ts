import { describe, expect, it } from 'vitest';
import { headTitle, moment, quietReason, totalsSentence } from './desk-words.ts';

/** 24 November 2026, 07.10 WIB. */
const now = Date.parse('2026-11-24T00:10:00Z');

describe('when something was heard', () => {
  const cases: readonly [string, string][] = [
    ['2026-11-23T23:40:00Z', 'hari ini, 06.40'],
    ['2026-11-23T17:00:00Z', 'hari ini, 00.00'],
    ['2026-11-23T16:59:59Z', 'kemarin, 23.59'],
    ['2026-11-22T06:44:00Z', '22 Nov, 13.44'],
    ['2026-01-01T00:00:00Z', '1 Jan, 07.00'],
    ['2025-12-31T16:59:00Z', '31 Des 2025'],
  ];
  it.each(cases)('%s is %s', (at, said) => {
    expect(moment(Date.parse(at), now)).toBe(said);
  });
});

describe('the head of an office in full', () => {
  const cases: readonly [string, string, string][] = [
    ['Camat', 'Kecamatan Krucil', 'Camat Krucil'],
    ['Plt. Camat', 'Kecamatan Krucil', 'Plt. Camat Krucil'],
    ['Camat Krucil', 'Kecamatan Krucil', 'Camat Krucil'],
    ['Kepala Dinas', 'Dinas Kesehatan', 'Kepala Dinas Kesehatan'],
    ['Kepala Dinas Kesehatan', 'Dinas Kesehatan', 'Kepala Dinas Kesehatan'],
    ['Direktur', 'RSUD Waluyo Jati', 'Direktur RSUD Waluyo Jati'],
    ['Lurah', 'Kelurahan Patokan', 'Lurah Patokan'],
    ['Inspektur', 'Inspektorat Daerah', 'Inspektur Daerah'],
    ['Kepala Satuan', 'Satuan Polisi Pamong Praja', 'Kepala Satuan Polisi Pamong Praja'],
    ['Sekretaris DPRD', 'Sekretariat DPRD', 'Sekretaris DPRD'],
    ['Kepala', 'Bappelitbangda', 'Kepala Bappelitbangda'],
  ];
  it.each(cases)('%s of %s is %s', (title, office, said) => {
    expect(headTitle(title, office)).toBe(said);
  });
});

it('never calls silence a miss', () => {
  expect(quietReason({ contact: null, silent: true }, now)).toBe('Belum pernah ada kabar dari HP.');
  const long = { at: Date.parse('2026-11-09T03:20:00Z'), unsent: 3 };
  expect(quietReason({ contact: long, silent: true }, now)).toBe(
    'Belum ada kabar dari HP sejak 9 Nov, 10.20. 3 catatan belum terkirim.',
  );
});

it('does not call silent who was heard and still holds something', () => {
  const lately = { at: Date.parse('2026-11-23T23:40:00Z'), unsent: 3 };
  expect(quietReason({ contact: lately, silent: false }, now)).toBe(
    'Kabar terakhir hari ini, 06.40. 3 catatan belum terkirim.',
  );
});

it('says an office’s month in a sentence', () => {
  const sums = { people: 20, obligation: 0, counted: 0, waiting: 0, shortfall: 0, umkmCount: 0 };
  expect(
    totalsSentence({ ...sums, obliged: 18, met: 11, below: 7, pending: 2, exempt: 2, percentMet: 61.1 }),
  ).toBe('11 dari 18 ASN yang wajib memenuhi (61,1 persen), 5 kurang, 2 menunggu pemeriksaan, 2 bebas.');
  expect(
    totalsSentence({ ...sums, obliged: 0, met: 0, below: 0, pending: 0, exempt: 2, percentMet: 0 }),
  ).toBe('Tidak ada ASN yang wajib belanja; 2 bebas.');
});
