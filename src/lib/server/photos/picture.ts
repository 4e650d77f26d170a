import sharp from 'sharp';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { PHOTO_PIXELS } from '#lib/protocol/limits.ts';
import { readHeader } from './header.ts';

/** A photo as it is kept: WebP, upright, without anything but the picture. */
export interface Picture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

export type PictureRefusal = 'photo-unreadable' | 'photo-too-many-pixels';

/** Pixels of the longer side: the small print of an A5 nota stays readable. */
const LONGEST_SIDE = 1_600;
/** Of WebP. What phones send was already shrunk: more would keep what shrinking broke. */
const QUALITY = 75;
/** Nobody waits longer for a picture that a decoder cannot finish with. */
const SECONDS = 30;

/**
 * The decoder of this process, held to what it is for: JPEG and WebP, one thread, nothing kept between photos.
 * To be called before the first photo of a stranger is decoded.
 */
export function limitDecoder(): void {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadWebp'] });
}

/**
 * What the decoders of JPEG and WebP say of a file that is cut or broken. Everything else may be no fault of the
 * photo: memory, time, a decoder that was put together otherwise.
 */
const isBroken = (error: unknown): boolean =>
  error instanceof Error &&
  /^(?:Input buffer has corrupt header|VipsJpeg: |webp2vips: unable to read pixels)/.test(error.message) &&
  !/memory|allocat/i.test(error.message);

/**
 * Makes a photo anew: decoded, turned upright, shrunk, and written without camera, place and time, so that
 * nothing of the file that came is kept but what can be seen. Refused are what is no JPEG or WebP, what is cut
 * or broken, and more pixels than {@link PHOTO_PIXELS}, by its header alone.
 * Rejects when decoding failed for a reason that may be none of the photo's.
 */
export async function makeAnew(bytes: Buffer): Promise<Result<Picture, PictureRefusal>> {
  const header = readHeader(bytes);
  if (header === null || header.width === 0 || header.height === 0) return refuse('photo-unreadable');
  if (header.width * header.height > PHOTO_PIXELS) return refuse('photo-too-many-pixels');
  try {
    const { data, info } = await sharp(bytes, {
      failOn: 'error',
      limitInputPixels: PHOTO_PIXELS,
      sequentialRead: true,
    })
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .webp({ quality: QUALITY, smartSubsample: true })
      .timeout({ seconds: SECONDS })
      .toBuffer({ resolveWithObject: true });
    return accept({ bytes: data, width: info.width, height: info.height });
  } catch (error) {
    if (isBroken(error)) return refuse('photo-unreadable');
    throw error;
  }
}
