import { domainToASCII } from 'node:url';

/** A domain that is the same in ASCII. */
const asciiDomain = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]+$/;
const unsafe = /[\s<>\p{Cc}]/u;
/** Some digits and letters become a comma or a parenthesis in ASCII. */
const plainDomain = /^[\w.-]+$/;

/** Whether a text holds only ASCII. */
export function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/**
 * Answers an address as commands carry it: the domain in ASCII, the local part as it is.
 *
 * @returns null where the text cannot stand between angle brackets: it would be more than one argument
 * @see RFC 5321 §4.1.2, RFC 5890 §2.3.2.1
 */
export function wireAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  if (at < 1 || unsafe.test(address)) return null;
  const written = address.slice(at + 1);
  const domain = asciiDomain.test(written) ? written : domainToASCII(written);
  return plainDomain.test(domain) ? `${address.slice(0, at)}@${domain}` : null;
}
