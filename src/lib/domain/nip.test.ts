import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNip, maskNip, nipKind, parseNip, type NipKind, type NipRefusal } from './nip.ts';

const accepted: readonly (readonly [typed: string, nip: string, kind: NipKind])[] = [
  ['198001012005011007', '198001012005011007', 'pns'],
  ['19800101 200501 1 007', '198001012005011007', 'pns'],
  ['19800101.200501.1.007', '198001012005011007', 'pns'],
  ['19800101-200501-1-007', '198001012005011007', 'pns'],
  ['19800101\u2013200501\u20131\u2013007', '198001012005011007', 'pns'],
  [' 19800101\u00a0200512 2 014 ', '198001012005122014', 'pns'],
  ['\u202a198001012005011007\u202c', '198001012005011007', 'pns'],
  ['１９８００１０１２００５０１１００７', '198001012005011007', 'pns'],
  ['199002282023212001', '199002282023212001', 'pppk'],
  ['19960229 202421 1 033', '199602292024211033', 'pppk'],
  ['20000101 202513 1 001', '200001012025131001', 'pppk'],
];

const refused: readonly (readonly [typed: string, refusal: NipRefusal])[] = [
  ['', 'not-18-digits'],
  ['19800101200501100', 'not-18-digits'],
  ['1980010120050110077', 'not-18-digits'],
  ['19800101200501100x', 'not-18-digits'],
  ['081234567890', 'not-18-digits'],
  ['٠٩٨٠٠١٠١٢٠٠٥٠١١٠٠٧', 'not-18-digits'],
  ['198013012005011007', 'not-a-nip'],
  ['199002292023211001', 'not-a-nip'],
  ['198001001200501107', 'not-a-nip'],
  ['198001010000011007', 'not-a-nip'],
  ['198001012005013007', 'not-a-nip'],
  ['198001012005010007', 'not-a-nip'],
  ['000000000000000000', 'not-a-nip'],
];

describe('a NIP as people type it', () => {
  it.each(accepted)('reads %j as %s, %s', (typed, nip, kind) => {
    const read = parseNip(typed);
    expect(read).toEqual({ ok: true, value: nip });
    if (read.ok) expect(nipKind(read.value)).toBe(kind);
  });

  it.each(refused)('refuses %j as %s', (typed, refusal) => {
    expect(parseNip(typed)).toEqual({ ok: false, error: refusal });
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(typeof parseNip(typed).ok).toBe('boolean');
      }),
    );
  });
});

describe('a NIP on the screen', () => {
  it('is read back from the way letters write it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), (serial) => {
        const nip = `19800101200501${(serial % 2) + 1}${String(serial).padStart(3, '0')}`;
        const read = parseNip(nip);
        expect(read.ok && parseNip(formatNip(read.value))).toEqual(read);
      }),
    );
  });

  it('is masked without birth date and sex', () => {
    expect(maskNip('198001012005011007')).toBe('••• 007');
    expect(formatNip('198001012005011007')).toBe('19800101 200501 1 007');
  });
});
