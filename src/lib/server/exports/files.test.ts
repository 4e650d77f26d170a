import { buffer } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { recapCsv } from './csv.ts';
import { recapXlsx } from './xlsx.ts';
import { recapForm, type RecapForm } from '../recap/form.ts';
import { KRUCIL, morning, november, openWorld, type OpenWorld } from '../recap/recap.fixture.ts';

const EVIL = '=HYPERLINK("http://x.id";"klik")';
let world: OpenWorld;
let form: RecapForm;
beforeAll(async () => {
  const names = {
    camat: EVIL,
    sekretaris: '\u202eSri\u0007 <Rahayu> & "Putri"',
    kopi: '+Kopi; Krucil',
    petis: 'Warung,=HYPERLINK(A1)',
    diam: 'D'.repeat(10_240),
  };
  world = await openWorld({ ...KRUCIL, names: { ...names, krucil: 'Kecamatan Krucil' } });
  const rulebook = INSTRUKSI_9_2024;
  const made = await recapForm({
    db: world.store.db,
    rulebook,
    officeId: 'krucil',
    month: november,
    now: morning,
  });
  if (!made) throw new Error('no form');
  form = made;
});
afterAll(() => world.close());

/** Whether the bell or the right-to-left override came through. */
const hidden = (text: string) => text.includes('\u0007') || text.includes('\u202e');

/** The files of a zip archive, read by its central directory (APPNOTE 4.3.12). */
function unzip(zip: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    files.set(name, (zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

const plain = (xml: string) =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** A sheet's rows: text as text, numbers as numbers. */
function rowsOf(files: Map<string, string>, sheet: number): (string | number | null)[][] {
  const strings = [
    ...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si><t[^>]*>(.*?)<\/t><\/si>/gs),
  ].map((match) => plain(match[1] ?? ''));
  const xml = files.get(`xl/worksheets/sheet${sheet}.xml`) ?? '';
  return [...xml.matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map((row) =>
    [...(row[1] ?? '').matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map((cell) => {
      const value = /<v>(.*?)<\/v>/s.exec(cell[2] ?? '')?.[1];
      if (value === undefined) return null;
      return (cell[1] ?? '').includes('t="s"') ? (strings[Number(value)] ?? '') : Number(value);
    }),
  );
}

it('writes a workbook whose people and totals are those of the form', async () => {
  const files = unzip(await recapXlsx(form));
  const rows = rowsOf(files, 1);
  expect(rows[0]).toEqual(['Rekap belanja produk UMKM oleh ASN, November 2026']);
  expect(rows[1]?.[0]).toMatch(/^Kecamatan Krucil. Kepada Yth. Kepala Dinas Koperasi/);
  expect(rows[2]?.[0]).toMatch(/Sementara, keadaan 24 Nov 2026, 07.10 WIB/);
  expect(rows[3]?.slice(0, 3)).toEqual(['No.', 'Nama', 'NIP']);
  const people = rows.slice(4, 4 + form.people.length);
  expect(people.map((row) => row[2])).toEqual(form.people.map(({ nip }) => nip));
  for (const [column, key] of [
    [5, 'obligation'],
    [6, 'counted'],
    [7, 'waiting'],
    [8, 'shortfall'],
  ] as const) {
    expect(people.map((row) => row[column])).toEqual(form.people.map((person) => person[key]));
    const total = rows[4 + form.people.length]?.[column];
    expect(total).toBe(form.totals[key]);
    expect(total).toBe(people.reduce((sum, row) => sum + Number(row[column]), 0));
  }
});

it('writes a line a purchase, with days as dates and the reason', async () => {
  const rows = rowsOf(unzip(await recapXlsx(form)), 2).slice(4);
  expect(rows).toHaveLength(form.purchases.length);
  // 2 November 2026 is day 46328 of the spreadsheet's calendar.
  expect(rows[0]?.slice(3)).toEqual([
    46_328,
    '+Kopi; Krucil',
    'Tiris, Tiris',
    100_000,
    'belum ada bukti',
    'Dihitung',
    'Sah.',
  ]);
  const sum = (status: string) =>
    rows.filter((row) => row[8] === status).reduce((total, row) => total + Number(row[6]), 0);
  expect(sum('Dihitung')).toBe(form.totals.counted);
  expect(sum('Menunggu')).toBe(form.totals.waiting);
});

it('keeps what people typed as text, never as a formula, and shows nothing that cannot be seen', async () => {
  const files = unzip(await recapXlsx(form));
  const names = rowsOf(files, 1).map((row) => row[1]);
  expect(names).toContain(EVIL);
  expect(names).toContain('Sri <Rahayu> & "Putri"');
  for (const [name, xml] of files) {
    expect(xml, name).not.toMatch(/<f[ >]/);
    expect(hidden(xml), name).toBe(false);
    expect(xml.length, name).toBeLessThan(100_000);
  }
});

it('writes names that mean something to JavaScript like any other', async () => {
  const named = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  const [someone] = form.people;
  if (!someone) throw new Error('nobody');
  const people = named.map((name) => ({ ...someone, name }));
  const files = unzip(await recapXlsx({ ...form, people }));
  expect(
    rowsOf(files, 1)
      .slice(4, 8)
      .map((row) => String(row[1]).trim()),
  ).toEqual(named);
});

it('is set up for paper: A4 landscape, as wide as the page, the head on every page', async () => {
  const files = unzip(await recapXlsx(form));
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
  const order = [
    '<sheetPr>',
    '<sheetViews>',
    '<cols>',
    '<sheetData>',
    '<pageMargins ',
    '<pageSetup ',
    '<headerFooter>',
  ];
  const found = order.map((tag) => sheet.indexOf(tag));
  expect(found.every((at, index) => at > (found[index - 1] ?? 0))).toBe(true);
  expect(sheet).toContain('orientation="landscape" fitToWidth="1" fitToHeight="0"');
  expect(sheet).toContain('ySplit="4"');
  expect(files.get('xl/workbook.xml')).toContain("'Rekap'!$1:$4</definedName>");
});

it('writes CSV that Excel of an Indonesian desk opens as a table, with every text made safe', async () => {
  const csv = (await buffer(recapCsv(form))).toString('utf8');
  expect(csv.startsWith('\ufeffNo.;Nama;NIP;')).toBe(true);
  const lines = csv.split('\r\n');
  expect(lines).toHaveLength(form.people.length + 2);
  expect(
    lines[1]?.startsWith(
      `1;"'=HYPERLINK(""http://x.id"";""klik"")";19800101 200501 1 001;Camat;Kecamatan Krucil;150000;165000;0;0;`,
    ),
  ).toBe(true);
  expect(lines[1]).toContain(
    `"'+Kopi; Krucil (Tiris, Tiris); madu (Tiris, Tiris)";"2, 20 Nov";2 sah;Memenuhi`,
  );
  // Split at commas or at semicolons, no cell is a formula.
  expect(csv).toContain(`"Warung,'=HYPERLINK(A1) (Tiris, Tiris)"`);
  expect(csv.split(/[\r\n,;]/).filter((cell) => /^[\s"]*[=+@|%-]/.test(cell))).toEqual([]);
  expect(hidden(csv)).toBe(false);
});
