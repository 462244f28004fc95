import * as z from 'zod';

// RFC 5321 §4.5.3.1: 64 octets of local part, 255 of domain, 254 in a path without its angle brackets.
const maxLocalPart = 64;
const maxAddress = 254;
const localPart = /^[^\s"(),:;<>@[\\\]\p{Cc}]+$/u;
const asciiLabel = /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/;
const domainLabel = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * Says whether a domain can be asked for, in ASCII. Some letters make no domain together (RFC 5893), some become a comma or a
 * parenthesis on the way, and what ends in a number is taken for an IPv4 address.
 */
function isInDns(domain: string): boolean {
  const host = URL.parse(`http://${domain}/`)?.hostname ?? '';
  return /[a-z]/.test(host) && host.split('.').every((label) => asciiLabel.test(label));
}

/**
 * Says whether a text is one e-mail address: a dot-atom local part and a domain of labels, no display name, no quotes.
 *
 * Quoted local parts and address literals are refused: people type them by mistake only.
 *
 * @see RFC 5321 §4.1.2, RFC 6531 §3.3
 */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > maxAddress) return false;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (local.length > maxLocalPart || !localPart.test(local)) return false;
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  const hasLabels = domain.length <= 255 && domain.split('.').every((label) => domainLabel.test(label));
  return hasLabels && isInDns(domain);
}

export const emailAddress = z.string().refine(isEmailAddress, 'must be one e-mail address');
