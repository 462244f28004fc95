// Most keys are: composing takes three times as long as the rest.
const plainAscii = /^[\x20-\x7e]*$/;

/**
 * Answers the form in which parts of keys are compared: NFC, trimmed, lower-cased without a locale.
 *
 * A locale would make "INVOICE" and "invoice" differ on a Turkish computer.
 */
export function normalizeKeyPart(text: string): string {
  if (plainAscii.test(text)) return text.trim().toLowerCase();
  // Lower-casing can leave letters and marks that compose again.
  return text.normalize('NFC').trim().toLowerCase().normalize('NFC');
}
