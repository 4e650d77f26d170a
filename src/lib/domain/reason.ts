import { dayInWib, formatDay, formatMonth, monthName } from './day.ts';
import { BAND_NAMES, positionName } from './position.ts';
import type { Flag, Purchase } from './purchase.ts';
import type { Assessment, AssessmentLine, LineReason, Obligation } from './quota.ts';
import { EXEMPTION_NAMES, type Basis, type RuleVersion } from './rulebook.ts';
import { formatRupiah } from './rupiah.ts';

/*
 * Why every figure is what it is, in the words of the screen: the phone, the desk and the exports say the
 * same sentence. Whom it is said to, only the phone knows: it is the one that thanks. `rule` is the version that the month is lived under, null before the decree.
 */

/** Whether a line rests on an assumption: show the tag *asumsi* beside it. */
export const isAssumption = (basis: Basis | null): boolean => basis?.kind === 'assumption';

/** Whether the obligation rests on an assumption, be it the sum or the choice of the position. */
export const obligationIsAssumed = (obligation: Obligation, rule: RuleVersion | null): boolean =>
  isAssumption(obligation.basis) || isAssumption(choiceLine(obligation, rule)?.basis ?? null);

/** `Wajib belanja Rp50.000 sebulan untuk pelaksana. Dasar: Instruksi Bupati ...` */
export function obligationReason(obligation: Obligation, rule: RuleVersion | null): string {
  return sentences(mainReason(obligation), basisSentence(obligation.basis), choiceReason(obligation, rule));
}

function mainReason({ amount, appointment, reason }: Obligation): string {
  const band = appointment ? BAND_NAMES[appointment.band] : '';
  switch (reason) {
    case 'band':
      return `Wajib belanja ${formatRupiah(amount)} sebulan untuk ${band}.`;
    case 'no-rule':
      return 'Tidak ada wajib belanja: instruksi belum berlaku pada bulan ini.';
    case 'not-in-service':
      return 'Tidak ada wajib belanja: belum ada jabatan yang tercatat pada bulan ini.';
    case 'partial-service':
      return 'Bebas bulan ini: masa dinas tidak penuh sebulan.';
    case 'band-without-minimum':
      return `Belum ada wajib belanja untuk ${band}.`;
    case 'cuti-luar-tanggungan':
    case 'tugas-belajar':
    case 'cuti-melahirkan':
    case 'sakit-lama':
      return `Bebas bulan ini: ${EXEMPTION_NAMES[reason]}.`;
  }
}

function basisSentence(basis: Basis | null): string {
  if (basis === null) return '';
  return `${basis.kind === 'decree' ? 'Dasar' : 'Asumsi'}: ${clause(basis.source)}.`;
}

/** The rulebook's line that chose the position, when there was a choice. */
function choiceLine({ choice }: Obligation, rule: RuleVersion | null) {
  if (rule === null || choice === 'only-post') return null;
  return choice === 'double-post' ? rule.doublePost : rule.positionDay;
}

function choiceReason(obligation: Obligation, rule: RuleVersion | null): string {
  const line = choiceLine(obligation, rule);
  if (line === null || obligation.appointment === null) return '';
  return `Dipakai jabatan ${positionName(obligation.appointment)}. ${basisSentence(line.basis)}`;
}

const FLAG_REASONS: Readonly<Record<Flag, (purchase: Purchase) => string>> = {
  'future-date': () => 'Tanggal belum tiba. Mohon periksa kembali.',
  'before-decree': () => 'Tanggalnya sebelum instruksi berlaku. Mohon periksa kembali.',
  late: lateReason,
  'unlisted-umkm': () => 'UMKM ini belum terdata. Catatan tetap disimpan; DKUPP akan memeriksa.',
  'number-reused': () =>
    'Nomor catatan ini terpakai dua kali. Catatan tetap disimpan; petugas akan memeriksa.',
  carried: () =>
    'Sampai di kantor lewat berkas titipan. Dihitung setelah HP pemiliknya tersambung, atau setelah dilihat petugas.',
  other: () => 'Catatan ini menunggu dilihat petugas.',
};

/** A correction is judged late by itself: the record may have come in time. */
function lateReason({ id, version, day, receivedAt }: Purchase): string {
  const bought = `Dibeli ${formatDay(day)}`;
  if (version !== id)
    return `Susulan. ${bought}, diperbaiki setelah batas kirim. Menunggu keputusan petugas.`;
  if (receivedAt === null) return `Susulan. ${bought}. Menunggu keputusan petugas.`;
  return `Susulan. ${bought}, diterima ${formatDay(dayInWib(receivedAt))}. Menunggu keputusan petugas.`;
}

/** What a flag means for this purchase, in one or two sentences. */
export const flagReason = (flag: Flag, purchase: Purchase): string => FLAG_REASONS[flag](purchase);

const LINE_REASONS: Readonly<Record<LineReason, (purchase: Purchase) => string>> = {
  checked: () => 'Sah.',
  unchecked: () => 'Sudah dihitung, belum diperiksa.',
  unsent: () => 'Tersimpan di HP ini. Akan dikirim saat ada sinyal.',
  flagged: (purchase) => sentences(...purchase.flags.map((flag) => flagReason(flag, purchase))),
  incomplete: ({ reason }) =>
    reason === '' ? 'Perlu dilengkapi. Mohon hubungi petugas.' : `Perlu dilengkapi: ${clause(reason)}.`,
  'not-yet-looked-at': () => 'Sudah diterima kantor. Dihitung setelah diperiksa petugas.',
  rejected: ({ reason }) =>
    `Belum dapat dihitung${reason === '' ? '' : `: ${clause(reason)}`}. Bisa diperbaiki atau diperiksa ulang.`,
  withdrawn: ({ reason }) => `Ditarik${reason === '' ? '' : `: ${clause(reason)}`}. Tidak ikut dihitung.`,
  refused: () => 'Belum dapat dihitung: kantor belum dapat menerima catatan ini. Bisa diperbaiki.',
};

/** Why a purchase counts, waits or does not count. What the office's refusal code means, the phone adds. */
export function lineReason({ purchase, reason }: AssessmentLine): string {
  return LINE_REASONS[reason](purchase);
}

/** Whether that a line counts rests on an assumption of the rulebook, or that it came too late does. */
export function lineIsAssumed({ purchase, reason }: AssessmentLine, rule: RuleVersion | null): boolean {
  if (rule === null) return false;
  if (reason === 'unchecked') return isAssumption(rule.countsOnArrival.basis);
  return reason === 'flagged' && purchase.flags.includes('late') && isAssumption(rule.arrivalDay.basis);
}

/** `Dari 3 belanja: 1 sah, 2 belum diperiksa.` */
export function countedReason({ lines }: Assessment): string {
  const counted = lines.filter((line) => line.effect === 'counted');
  if (counted.length === 0) return 'Belum ada belanja yang dihitung.';
  return tally(counted, [
    ['sah', ['checked']],
    ['belum diperiksa', ['unchecked']],
  ]);
}

/** `Dari 2 belanja: 1 belum terkirim, 1 menunggu petugas.` */
export function waitingReason({ lines }: Assessment): string {
  const waiting = lines.filter((line) => line.effect === 'waiting');
  if (waiting.length === 0) return 'Tidak ada belanja yang menunggu.';
  return tally(waiting, [
    ['belum terkirim', ['unsent']],
    ['menunggu petugas', ['flagged', 'not-yet-looked-at']],
    ['perlu dilengkapi', ['incomplete']],
  ]);
}

function tally(lines: readonly AssessmentLine[], parts: readonly [string, readonly LineReason[]][]): string {
  const told = parts
    .map(([name, reasons]) => [lines.filter((line) => reasons.includes(line.reason)).length, name] as const)
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`);
  return `Dari ${lines.length} belanja: ${told.join(', ')}.`;
}

/** How the month stands: free, met, met once what waits is counted, or short and by how much. */
export function shortfallReason({ month, obligation, counted, waiting, shortfall, met }: Assessment): string {
  const recordedSum = formatRupiah(counted + waiting);
  if (obligation.amount === 0) return `Tidak ada wajib belanja untuk ${formatMonth(month)}.`;
  if (met) return `Belanja ${monthName(month)} penuh.`;
  if (shortfall === 0) {
    return `Belum penuh: ${formatRupiah(waiting)} masih menunggu. Bila semua dihitung, ${monthName(month)} penuh.`;
  }
  return `Kurang ${formatRupiah(shortfall)}: yang tercatat ${recordedSum} dari ${formatRupiah(obligation.amount)}.`;
}

const sentences = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

/** A person's or a rule's words as part of a sentence: without the full stop they may end in. */
const clause = (text: string): string => text.trim().replace(/[.\s]+$/, '');
