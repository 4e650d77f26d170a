import sharp from 'sharp';
import { formatNumber } from '#lib/domain/rupiah.ts';

/** What is written on a nota. */
export interface Nota {
  readonly shop: string;
  /** `18-11-2026` */
  readonly date: string;
  /** What was bought, with its price; three at most. */
  readonly lines: readonly (readonly [name: string, rupiah: number])[];
  /** Degrees that the paper lies askew. */
  readonly askew: number;
}

const WIDTH = 900;
const HEIGHT = 1_200;
const INK = '#23306b';

/** A photo of a handwritten nota on a table, as a phone sends it: WebP. Drawn, so that it shows nobody. */
export async function drawNota(nota: Nota): Promise<Buffer> {
  return sharp(Buffer.from(picture(nota)))
    .webp({ quality: 70 })
    .toBuffer();
}

function picture({ shop, date, lines, askew }: Nota): string {
  const total = lines.reduce((sum, [, rupiah]) => sum + rupiah, 0);
  const rows = lines.map(([name, rupiah], i) => row(name, rupiah, 470 + i * 90)).join('');
  const rules = Array.from({ length: 7 }, (_, i) => `M190 ${String(395 + i * 90)}h520`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(WIDTH)}" height="${String(HEIGHT)}">
<path fill="#6f4d2f" d="M0 0h900v1200H0z"/>
<path d="M0 190h900M0 430h900M0 700h900M0 960h900" stroke="#5c3f26" stroke-width="6"/>
<g transform="rotate(${String(askew)} 450 600)" font-style="italic" fill="${INK}" font-family="Liberation Serif, Georgia, serif">
<path fill="#0003" d="M165 165h590v890H165z"/><path fill="#fbf5e6" d="M150 145h590v890H150z"/>
<text x="190" y="250" font-size="${shop.length > 18 ? '42' : '52'}" font-weight="700" fill="#7a1f1f">${escaped(shop)}</text>
<path d="${rules}" stroke="#b9ab8d" stroke-width="3"/>
<text x="190" y="375" font-size="42">${escaped(date)}</text>
${rows}
<text x="190" y="820" font-size="50" font-weight="700">Jumlah</text>
<text x="700" y="820" font-size="56" font-weight="700" text-anchor="end">${formatNumber(total)}</text>
<path d="M220 960c40-70 70 50 110-12s46 36 96-24" fill="none" stroke="${INK}" stroke-width="6"/>
</g></svg>`;
}

const row = (name: string, rupiah: number, y: number): string =>
  `<text x="190" y="${String(y)}" font-size="42">${escaped(name.slice(0, 20))}</text>` +
  `<text x="700" y="${String(y)}" font-size="42" text-anchor="end">${formatNumber(rupiah)}</text>`;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
