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

/** Reads addresses as people write them: `Name <a@b>`, commas, semicolons, new lines, `mailto:`. */
export function parseRecipients(text: string): Recipients {
  const found = splitParts(text).flatMap((part) =>
    addressesIn(part).map((address) => (isEmailAddress(address) ? { address } : { wrong: part })),
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
