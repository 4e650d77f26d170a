import type { ProblemCode } from '#lib/protocol/problems.ts';

/**
 * What the office says when it refuses a whole request, or one mutation. Plain, polite, short: what
 * happened and what to do. The phone has its own sentences; these are for pages and other programs.
 */
export const PROBLEM_WORDS: Record<ProblemCode, string> = {
  malformed: 'Permintaan tidak terbaca. Mohon muat ulang halaman, lalu coba lagi.',
  'too-large': 'Kiriman terlalu besar. Mohon kirim sebagian demi sebagian.',
  'unsupported-encoding': 'Bentuk kiriman tidak dikenal.',
  'old-version': 'Versi SiMadu di HP ini sudah lama. Mohon perbarui; catatan tetap aman di HP.',
  'new-version': 'Versi SiMadu di HP ini lebih baru daripada kantor. Mohon coba lagi nanti.',
  'signed-out': 'Sesi sudah berakhir. Silakan masuk lagi.',
  'other-account': 'Catatan ini milik akun lain. Silakan masuk dengan akun itu untuk mengirimnya.',
  'foreign-origin': 'Permintaan datang dari situs lain dan tidak diteruskan.',
  forbidden:
    'Akun ini tidak berwenang membuka bagian ini. Bila seharusnya berwenang, mohon hubungi admin SiMadu.',
  'not-found': 'Yang dicari tidak ada, atau bukan untuk akun ini.',
  'wrong-credentials': 'Nomor atau kata sandi belum sesuai. Mohon periksa kembali.',
  'code-accepted': 'Kode benar. Silakan buat kata sandi baru.',
  'weak-password':
    'Kata sandi terlalu mudah ditebak. Pakai 8 huruf atau lebih, bukan NIP, tanggal lahir, atau kata yang umum.',
  'too-many-tries': 'Sudah beberapa kali mencoba. Mohon tunggu sebentar, lalu coba lagi.',
  'photo-unwanted': 'Foto ini tidak disebut dalam catatan mana pun dari akun ini.',
  'photo-day-full': 'Kiriman foto hari ini sudah banyak sekali. Foto menunggu di HP dan dikirim lagi besok.',
  'photo-differs': 'Foto yang diterima tidak sama dengan yang disebut. Mohon kirim lagi dari awal.',
  'photo-unreadable': 'Foto ini tidak dapat dibaca. Mohon foto ulang; yang diterima: JPEG atau WebP.',
  'photo-too-many-pixels': 'Foto ini terlalu besar. Paling besar 25 megapiksel.',
  'file-unreadable':
    'Berkas ini tidak terbaca: bukan berkas titipan SiMadu, atau isinya berubah di perjalanan. Mohon minta dikirim ulang sebagai berkas (dokumen).',
  'file-cut': 'Berkas ini terpotong di perjalanan. Mohon minta dikirim ulang.',
  'file-newer': 'Berkas ini dari versi SiMadu yang lebih baru daripada kantor. Mohon coba lagi nanti.',
  'file-foreign': 'Berkas ini ditujukan untuk kantor SiMadu yang lain, jadi tidak dapat dibuka di sini.',
  'file-unproven':
    'Pemilik berkas ini tidak dapat dipastikan. Tidak ada yang dicatat; mohon pemiliknya menyimpan berkas baru.',
  busy: 'Kantor sedang sibuk. Mohon coba lagi sebentar lagi.',
  defect: 'Ada kesalahan di sistem kami, dan sudah kami catat. Tidak ada yang berubah. Mohon maaf.',
  'unreadable-body': 'Isi catatan tidak terbaca.',
  'body-differs': 'Catatan ini sudah pernah diterima dengan isi lain. Petugas akan memeriksa keduanya.',
  'not-yours': 'Catatan ini milik orang lain.',
  'not-permitted': 'Akun ini tidak berwenang melakukannya.',
  'unknown-record': 'Catatan yang dimaksud tidak ditemukan.',
  'unknown-umkm': 'UMKM ini tidak ada dalam daftar.',
  stale: 'Catatan ini sudah berubah. Mohon lihat kembali, lalu ulangi.',
  'already-withdrawn': 'Catatan ini sudah ditarik.',
  depends: 'Catatan yang mendahuluinya belum dapat diterima.',
  'predecessor-unknown': 'Catatan yang mendahuluinya belum tiba.',
  'number-reused': 'Nomor catatan ini sudah terpakai. Petugas akan memeriksa keduanya.',
  'needs-a-look': 'Catatan diterima dan akan diperiksa petugas.',
};
