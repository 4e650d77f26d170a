import type { Month } from './day.ts';
import type { Basis, Rulebook } from './rulebook.ts';

const decree: Basis = {
  kind: 'decree',
  source: 'Instruksi Bupati Probolinggo Nomor 9 Tahun 2024',
};
const assume = (source: string): Basis => ({ kind: 'assumption', source });

/**
 * Instruksi Bupati Probolinggo Nomor 9 Tahun 2024, *Gerakan Bela dan Beli Produk UMKM Kabupaten
 * Probolinggo*, in force from January 2025. What the decree does not settle is an assumption, so that it
 * is shown as one until somebody in charge decides.
 */
export const INSTRUKSI_9_2024: Rulebook = [
  {
    id: 'instruksi-9-2024',
    from: '2025-01' as Month,
    title: 'Instruksi Bupati Probolinggo Nomor 9 Tahun 2024',
    minimum: {
      pelaksana: { value: 50_000, basis: decree },
      pengawas: { value: 75_000, basis: decree },
      fungsional: { value: 75_000, basis: decree },
      administrator: { value: 100_000, basis: decree },
      'kepala-unit': { value: 150_000, basis: decree },
      'pimpinan-tinggi': { value: 200_000, basis: decree },
      'paruh-waktu': {
        value: 0,
        basis: assume('PPPK paruh waktu diangkat setelah instruksi terbit; belum diatur'),
      },
    },
    positionDay: { value: 1, basis: assume('Jabatan pada hari pertama bulan') },
    doublePost: { value: 'definitif', basis: assume('Jabatan definitif mendahului Plt dan Plh') },
    countsOnArrival: {
      value: true,
      basis: assume('Belanja yang diterima dan tidak bermasalah langsung dihitung'),
    },
    arrivalDay: { value: 5, basis: assume('Tenggat kirim tanggal 5 bulan berikutnya, 23.59 WIB') },
    reviewDays: { value: [6, 8], basis: assume('Setiap ASN memeriksa bulannya pada tanggal 6 sampai 8') },
    recapDay: { value: 10, basis: assume('Rekap OPD dikirim paling lambat tanggal 10') },
    exemptions: {
      value: ['cuti-luar-tanggungan', 'tugas-belajar', 'cuti-melahirkan', 'sakit-lama'],
      basis: assume('Cuti di luar tanggungan negara, tugas belajar, cuti melahirkan, dan sakit lama'),
    },
    exemptionShare: {
      value: 0.5,
      basis: assume('Bebas bila pengecualian meliputi setengah bulan atau lebih'),
    },
    partialServiceFree: {
      value: true,
      basis: assume('Bulan pertama atau terakhir dinas yang tidak utuh bebas'),
    },
    concern: {
      value: [
        { misses: 1, step: 'pengingat' },
        { misses: 2, step: 'teguran lisan' },
        { misses: 3, step: 'teguran tertulis' },
      ],
      basis: assume('Usulan kepada pejabat yang berwenang (PP 94/2021), tidak pernah otomatis'),
    },
    rewardMonths: {
      value: 12,
      basis: assume('Dua belas bulan penuh berturut-turut, tersebar di banyak UMKM'),
    },
  },
];
