const firstPlain = 0x20;
const lastPlain = 0x7e;

// Most keys are: composing takes three times as long as the rest, and so does a regular expression that looks for it.
function isPlainAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < firstPlain || code > lastPlain) return false;
  }
  return true;
}

/**
 * Answers the form in which parts of keys are compared: NFC, trimmed, lower-cased without a locale.
 *
 * A locale would make "INVOICE" and "invoice" differ on a Turkish computer.
 */
export function normalizeKeyPart(text: string): string {
  if (isPlainAscii(text)) return text.trim().toLowerCase();
  // Lower-casing can leave letters and marks that compose again.
  return text.normalize('NFC').trim().toLowerCase().normalize('NFC');
}
