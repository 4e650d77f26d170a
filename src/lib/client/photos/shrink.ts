import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { PHOTO_BYTES } from '#lib/protocol/limits.ts';
import { PHOTO_TYPES, type PhotoType } from '../phone.ts';
import { HEADER_BYTES, pictureHeader } from './header.ts';

/** A photo as it will be sent: drawn anew, so that nothing of the file's notes (place, phone) is left in it. */
export interface Shrunk {
  readonly bytes: ArrayBuffer;
  readonly type: PhotoType;
  readonly width: number;
  readonly height: number;
}

/**
 * Why there is no photo. empty: nothing in the file. heic: a format that this browser cannot read. unreadable:
 * no picture, or a broken one. too-many-pixels: more than this phone has memory for. failed: the phone could
 * not draw it.
 */
export type ShrinkRefusal = 'empty' | 'heic' | 'unreadable' | 'too-many-pixels' | 'failed';

/**
 * Pixels of the long side, tried in turn. Print of 2 mm on a nota of 20 cm is 16 pixels high at 1600, and still
 * 8 at 800: the least at which a person reads it.
 */
const SIDES = [1600, 1280, 1024, 800] as const;

/** Qualities at each size, tried in turn. Below the last one letters get halos: a smaller picture reads better. */
const QUALITIES = [0.8, 0.62, 0.45] as const;

/**
 * Pixels that a phone decodes, by its memory in GB: four bytes each, beside everything else that runs. A browser
 * that does not tell its memory is taken for a phone of 4 GB.
 */
const pixelsFor = (memory: number): number =>
  memory <= 2 ? 32_000_000 : memory <= 4 ? 70_000_000 : 130_000_000;

/** What the browser says of the phone's memory, GB. */
const phoneMemory = (): number => (navigator as { deviceMemory?: number }).deviceMemory ?? 4;

/**
 * Shrinks a file from the gallery or the camera app to at most {@link PHOTO_BYTES}. It is decoded by an `<img>`:
 * that turns it the right way up in every browser we know (createImageBitmap does not in those of 2021), and
 * a large JPEG is decoded small where the browser can. Never throws for the file's sake.
 */
export async function shrinkFile(
  file: Blob,
  memory: number = phoneMemory(),
): Promise<Result<Shrunk, ShrinkRefusal>> {
  if (file.size === 0) return refuse('empty');
  const head = await bytesOf(file.slice(0, HEADER_BYTES));
  if (head === null) return refuse('unreadable');
  const { format, pixels } = pictureHeader(new Uint8Array(head));
  // What is none of these, an SVG for instance, may be a program: it is not even decoded.
  if (format === 'other') return refuse('unreadable');
  if (pixels !== null && pixels > pixelsFor(memory)) return refuse('too-many-pixels');
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return await shrink(image, { width: image.naturalWidth, height: image.naturalHeight });
  } catch {
    return refuse(format === 'heic' ? 'heic' : 'unreadable');
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Shrinks what the camera shows now. */
export const shrinkFrame = (video: HTMLVideoElement): Promise<Result<Shrunk, ShrinkRefusal>> =>
  shrink(video, { width: video.videoWidth, height: video.videoHeight }).catch(() => refuse('failed'));

interface Sides {
  readonly width: number;
  readonly height: number;
}

/** Draws it smaller and smaller until it fits. The first drawing is kept: a camera's picture moves on. */
async function shrink(source: CanvasImageSource, sides: Sides): Promise<Result<Shrunk, ShrinkRefusal>> {
  if (sides.width === 0 || sides.height === 0) return refuse('unreadable');
  const first = drawn(source, sides, SIDES[0]);
  if (first === null) return refuse('failed');
  for (const side of SIDES) {
    const canvas = side === SIDES[0] ? first : drawn(first, first, side);
    if (canvas === null) break;
    for (const quality of QUALITIES) {
      const blob = await encoded(canvas, quality);
      if (blob === null) return refuse('failed');
      if (blob.size > PHOTO_BYTES) continue;
      const bytes = await bytesOf(blob);
      if (bytes === null) return refuse('failed');
      const { width, height } = canvas;
      return accept({ bytes, type: blob.type as PhotoType, width, height });
    }
  }
  return refuse('failed');
}

/** On white, because a picture with holes would turn black; null when the phone has no memory for it. */
function drawn(source: CanvasImageSource, { width, height }: Sides, side: number): HTMLCanvasElement | null {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const paper = canvas.getContext('2d', { alpha: false });
  if (paper === null) return null;
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.imageSmoothingQuality = 'high';
  paper.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** WebP, or JPEG where the browser has none: asked for what it cannot, it gives PNG without a word. */
async function encoded(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  for (const type of PHOTO_TYPES) {
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, type, quality);
    });
    if (blob?.type === type) return blob;
  }
  return null;
}

/** Null when the phone cannot read them: a file from a cloud may not be on it. */
const bytesOf = (blob: Blob): Promise<ArrayBuffer | null> => blob.arrayBuffer().catch(() => null);
