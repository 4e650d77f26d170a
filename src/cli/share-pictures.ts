import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { ARTS, type Art } from '#lib/domain/catalogue.ts';

/*
 * npm run share-pictures: draws static/gambar/bagikan/ anew, the picture that a messenger shows beside a link: the
 * stand-in of every product, and the brand for the market itself. Messengers take no SVG, and want 1.91 to 1.
 */

const WIDTH = 1_200;
const HEIGHT = 630;
const GROUND = '#fff4d6';
const FOLDER = 'static/gambar';
const CLOTHS: readonly Art[] = ['batik', 'tenun'];

/** The colour that a drawing fills its ground with: its first path covers all of it. */
const groundOf = (svg: string): string =>
  /<path fill="(#[0-9a-f]+)" d="M0 0h160v160H0z"/.exec(svg)?.[1] ?? GROUND;

interface Drawing {
  readonly source: string;
  readonly name: string;
  readonly ground: string;
  /** Cloth goes on beyond its piece; everything else stands in the middle. */
  readonly cloth?: boolean;
  /** px between the drawing and the upper and lower edge. */
  readonly margin?: number;
}

async function draw({ source, name, ground, cloth = false, margin = 0 }: Drawing): Promise<void> {
  const side = HEIGHT - 2 * margin;
  const square = await sharp(readFileSync(source), { density: 400 }).resize(side, side).png().toBuffer();
  const png = await sharp(square)
    .extend({
      top: margin,
      bottom: margin,
      left: (WIDTH - side) / 2,
      right: (WIDTH - side) / 2,
      background: ground,
      extendWith: cloth ? 'repeat' : 'background',
    })
    .flatten({ background: ground })
    .png({ palette: true, colours: 32, effort: 10, compressionLevel: 9 })
    .toBuffer();
  const file = join(FOLDER, 'bagikan', `${name}.png`);
  writeFileSync(file, png);
  console.log(`${file}  ${String(png.length)} bytes`);
}

mkdirSync(join(FOLDER, 'bagikan'), { recursive: true });
for (const art of ARTS) {
  const source = join(FOLDER, `${art}.svg`);
  const ground = groundOf(readFileSync(source, 'utf8'));
  await draw({ source, name: art, ground, cloth: CLOTHS.includes(art) });
}
await draw({ source: 'static/icon.svg', name: 'pasar', ground: GROUND, margin: 75 });
