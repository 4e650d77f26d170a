/* How a file leaves the phone. It is `.txt`, because browsers hand on no other kind that fits. */

export const fileOf = (text: string, name: string): File => new File([text], name, { type: 'text/plain' });

/** Whether this browser hands files on to other apps. */
export const canHandOn = (): boolean =>
  'canShare' in navigator && navigator.canShare({ files: [fileOf('', 'titipan.txt')] });

/** Offers the file to the apps of this phone. False when the person chose none, or the browser refused. */
export async function handOn(file: File): Promise<boolean> {
  try {
    await navigator.share({ files: [file] });
    return true;
  } catch {
    return false;
  }
}

/** ms that the browser has to begin the download. */
const BEGINS = 60_000;

/** Puts the file among the phone's downloads. Works without network. */
export function save(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, BEGINS);
}
