import type { ExportedFile } from '../../shared/transfer.ts';

// The browser reads the file after the click; there is no word when it is done.
const readWithinMs = 60_000;

/** Hands a file to the person as a download; where it goes is decided by the browser, or asked by the app's window. */
export function saveFile({ fileName, mediaType, text }: ExportedFile): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), readWithinMs);
}
