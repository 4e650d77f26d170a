/** A nota drawn on a table, as a camera of so many pixels would see it; `noise` as in poor light. */
export function drawnNota({
  width,
  height,
  noise = 0,
}: {
  width: number;
  height: number;
  noise?: number;
}): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const paper = canvas.getContext('2d');
  if (paper === null) throw new Error('No canvas');
  const unit = width / 100;
  paper.fillStyle = '#6f4d2f';
  paper.fillRect(0, 0, width, height);
  for (let y = 0; y < height; y += unit * 6) {
    paper.fillStyle = '#5c3f26';
    paper.fillRect(0, y, width, unit / 3);
  }
  paper.save();
  paper.rotate(0.03);
  paper.fillStyle = '#fbf5e6';
  paper.fillRect(unit * 12, unit * 8, unit * 70, height - unit * 24);
  paper.fillStyle = '#7a1f1f';
  paper.font = `bold ${String(unit * 5)}px serif`;
  paper.fillText('Warung Bu Contoh', unit * 16, unit * 18);
  paper.fillStyle = '#23306b';
  paper.font = `${String(unit * 1.8)}px sans-serif`;
  for (let line = 0; unit * (26 + line * 3.4) < height - unit * 30; line += 1) {
    paper.fillText(
      `${String(line + 1)}. Kerupuk petis ikan 2 bungkus, Rp${String(8_000 + line * 250)}`,
      unit * 16,
      unit * (26 + line * 3.4),
    );
  }
  paper.restore();
  for (let i = 0; i < noise; i += 1) {
    const shade = (i * 7919) % 255;
    paper.fillStyle = `rgba(${String(shade)},${String((shade * 3) % 255)},${String((shade * 7) % 255)},0.35)`;
    paper.fillRect((i * 104729) % width, (i * 15485863) % height, 3, 3);
  }
  return canvas;
}

/** As a file of the camera app: a JPEG with notes that tell which way is up and where it was taken. */
export async function cameraFile(canvas: HTMLCanvasElement, orientation: number): Promise<Blob> {
  const jpeg = await new Promise<Blob>((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No JPEG'))), 'image/jpeg', 0.92);
  });
  return new Blob([jpeg.slice(0, 2), exif(orientation), jpeg.slice(2)], { type: 'image/jpeg' });
}

/** An Exif block with two entries: the orientation, and where the place stands, as letters to look for. */
function exif(orientation: number): Uint8Array<ArrayBuffer> {
  const place = [...GPS].map((letter) => letter.charCodeAt(0));
  const tiff = [
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 2],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38],
    ...[0, 0, 0, 0],
    // The place: its one entry is the map datum, a text.
    ...[0, 1, 0, 0x12, 0, 2, 0, 0, 0, place.length, 0, 0, 0, 56],
    ...[0, 0, 0, 0],
    ...place,
  ];
  const length = tiff.length + 8;
  return new Uint8Array([0xff, 0xe1, length >> 8, length & 255, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]);
}

export const GPS = 'KRUCIL-7.9S-113.5E';
