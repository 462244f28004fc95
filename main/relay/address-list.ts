import { isEmailAddress } from '../../shared/email-address.ts';

// A display name, its quoted parts included. Each character has one way to match, so that no text takes long.
const name = String.raw`(?:[^"(),:;<>@[\\\]\p{Cc}\u2028\u2029]|"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*")*`;
const address = String.raw`[^\s"(),:;<>@[\\\]\p{Cc}]+@[^\s"(),:;<>@[\\\]\p{Cc}]+`;
// Without what a careless reader would take for another address.
const comment = String.raw`(?:\([^"(),:;<>@[\\\]\p{Cc}]*\) *)?`;
const mailbox = new RegExp(
  ` *(?:${name}< *(?<inAngles>${address}) *>|(?<bare>${address})) *${comment}`,
  'uy',
);
const groupStart = new RegExp(`${name}:`, 'uy');
const emptyElement = / */y;

/**
 * Answers the addresses of a To, Cc or Bcc field, those of groups too; null where two programs could read it in two ways.
 *
 * RFC 5322 §3.4 as all programs read it: no quoted local parts, no routes, comments only behind an address, and no encoded words
 * in one. Empty elements are left out.
 *
 * @param text unfolded
 */
export function parseAddressList(text: string): readonly string[] | null {
  const line = text.replaceAll('\t', ' ');
  const found: string[] = [];
  let isInGroup = false;
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    at += match?.[0].length ?? 0;
    return match;
  };
  for (;;) {
    if (!isInGroup) {
      const start = take(groupStart);
      if (start && start[0].trim() === ':') return null;
      isInGroup = start !== null;
    }
    const each = take(mailbox);
    if (each) {
      const address = goodAddress(each);
      if (address === null) return null;
      found.push(address);
    } else take(emptyElement);
    if (isInGroup && line[at] === ';') {
      isInGroup = false;
      at += 1;
      take(emptyElement);
    }
    if (at === line.length) return isInGroup ? null : found;
    if (line[at] !== ',') return null;
    at += 1;
  }
}

/**
 * Answers the address of a From or Sender field; null where it is not one address and nothing else but its name.
 *
 * @param text unfolded
 */
export function parseOneAddress(text: string): string | null {
  const line = text.replaceAll('\t', ' ');
  mailbox.lastIndex = 0;
  const match = mailbox.exec(line);
  return match && match[0].length === line.length ? goodAddress(match) : null;
}

function goodAddress({ groups }: RegExpExecArray): string | null {
  const address = groups?.['inAngles'] ?? groups?.['bare'] ?? '';
  // Some programs decode before they look for the addresses.
  return isEmailAddress(address) && !address.includes('=?') ? address : null;
}
