/* A file from this phone to its owner: into the downloads, or to another app. */

/** `text/plain` can be shared; JSON is not on the share list of browsers. */
export const textFile = (name: string, text: string, type = 'text/plain'): File =>
  new File([text], name, { type });

/** Whether other apps can be given this file. */
export const canShare = (file: File): boolean =>
  'canShare' in navigator && navigator.canShare({ files: [file] });

/** Gives the file to an app that the person chooses. False when they chose none, or it was refused. */
export async function share(file: File): Promise<boolean> {
  try {
    await navigator.share({ files: [file], title: file.name });
    return true;
  } catch {
    return false;
  }
}

/** ms that the browser has to begin the download. */
const BEGINS = 60_000;

/** Puts the file into the phone's downloads. Works without network. */
export function download(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, BEGINS);
}
