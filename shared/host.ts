// Underscores are no part of a host name by RFC 1123, but names of Windows computers have them.
const label = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?$/u;
const byte = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${byte}(?:\\.${byte}){3}$`);
const maxName = 253;

/** Answers a host without the brackets of an IPv6 address. */
export function withoutBrackets(text: string): string {
  return /^\[.*:.*\]$/.test(text) ? text.slice(1, -1) : text;
}

/**
 * Says whether a text is a host: a name, an IPv4 address, or an IPv6 address with or without brackets. Nothing is looked up.
 *
 * @see RFC 1123 §2.1
 */
export function isHost(text: string): boolean {
  const address = withoutBrackets(text);
  if (ipv4.test(address) || isIPv6(address)) return true;
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  const labels = name.split('.');
  // Four numbers out of range are a mistyped address, never a name.
  if (name.length > maxName || /^\p{N}+$/u.test(labels.at(-1) ?? '')) return false;
  return labels.every((each) => label.test(each));
}

/** Without `node:net`, which a page has not; a zone is no part of a URL. */
function isIPv6(text: string): boolean {
  const address = text.replace(/%[0-9A-Za-z]{1,16}$/, '');
  return /^[0-9a-f:.]+$/i.test(address) && address.includes(':') && URL.canParse(`http://[${address}]`);
}
