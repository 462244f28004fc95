import { isEmailAddress } from '../../shared/email-address.ts';

/** What a recipients field says. */
export interface Recipients {
  /** Each once, in the order in which they stand there. */
  readonly addresses: readonly string[];
  /** Parts that are no address, as typed. */
  readonly invalid: readonly string[];
}

// Commas and semicolons inside quotes or angle brackets belong to the name or address there.
function splitParts(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let isQuoted = false;
  let isBracketed = false;
  for (const letter of text) {
    if (letter === '"' && !isBracketed) isQuoted = !isQuoted;
    else if (letter === '<' && !isQuoted) isBracketed = true;
    else if (letter === '>' && !isQuoted) isBracketed = false;
    const isEnd =
      letter === '\n' || letter === '\r' || ((letter === ',' || letter === ';') && !isQuoted && !isBracketed);
    if (isEnd) {
      parts.push(part);
      part = '';
      isQuoted = false;
      isBracketed = false;
    } else part += letter;
  }
  return [...parts, part].map((each) => each.trim()).filter(Boolean);
}

function addressesIn(part: string): string[] {
  const bracketed = /<([^<>]*)>\s*$/.exec(part)?.[1];
  if (bracketed !== undefined) return [bracketed.trim()];
  const words = part.split(/\s+/).map((word) => word.replace(/^mailto:/i, ''));
  // Addresses with only a space between them, as a list of some programs is copied.
  return words.every((word) => word.includes('@')) ? words : [part];
}

const faxPart = /^fax:([\d\s()+./-]*)$/i;

/** Says whether a part of a recipients field means a fax: `fax:NUMBER`, also in angle brackets. */
export function isFax(part: string): boolean {
  return addressesIn(part).some((address) => /^fax:/i.test(address));
}

/**
 * Answers the address that a fax number is sent to: "Email To Fax Format String" with the digits of the number for `{0}`.
 *
 * @param part `fax:NUMBER`; spaces and the signs that people write in numbers do not count
 * @returns null where it is no number, or where the format makes no address of it
 */
export function faxAddress(part: string, faxFormat: string): string | null {
  const digits = faxPart.exec(part)?.[1]?.replace(/\D/g, '') ?? '';
  if (digits === '' || !faxFormat.includes('{0}')) return null;
  const address = faxFormat.trim().replaceAll('{0}', digits);
  return isEmailAddress(address) ? address : null;
}

/**
 * Reads addresses as people write them: `Name <a@b>`, commas, semicolons, new lines, `mailto:`, `fax:`.
 *
 * @param faxFormat the setting "Email To Fax Format String"; while it is empty a fax number is no address
 */
export function parseRecipients(text: string, faxFormat = ''): Recipients {
  const found = splitParts(text).flatMap((part) =>
    addressesIn(part).map((address) => {
      const target = faxAddress(address, faxFormat) ?? address;
      return isEmailAddress(target) ? { address: target } : { wrong: part };
    }),
  );
  const addresses = new Map<string, string>();
  const invalid: string[] = [];
  for (const each of found) {
    if (each.address === undefined) invalid.push(each.wrong);
    else if (!addresses.has(each.address.toLowerCase()))
      addresses.set(each.address.toLowerCase(), each.address);
  }
  return { addresses: [...addresses.values()], invalid };
}
