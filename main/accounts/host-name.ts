import { isIPv4, isIPv6 } from 'node:net';
import { isHost, withoutBrackets } from '../../shared/host.ts';

/**
 * Says whether a host is this computer by its spelling: `localhost`, 127.0.0.0/8 or ::1, the addresses also in brackets.
 *
 * Names below `localhost` are not: some resolvers ask the network for them, and whoever answers would get the password.
 *
 * @see RFC 6761 §6.3
 */
export function isLoopbackHost(text: string): boolean {
  const host = withoutBrackets(text).toLowerCase();
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** Answers the form in which hosts are compared: without brackets, final dot and case. */
export function normalizeHost(text: string): string {
  return withoutBrackets(text.trim()).toLowerCase().replace(/\.$/, '');
}

/** A server as an account names it beside its host; `port` is null where the account's own counts. */
export interface ServerName {
  /** Without brackets. */
  readonly host: string;
  readonly port: number | null;
}

/**
 * Reads a host with or without a port: `mail.example.com`, `mail.example.com:2525`, `192.0.2.7:25`, `2001:db8::1`,
 * `[2001:db8::1]:25`.
 *
 * @returns null where the text is neither
 */
export function parseServerName(text: string): ServerName | null {
  if (isHost(text)) return { host: withoutBrackets(text), port: null };
  const [, host = '', digits = ''] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  // An IPv6 address needs brackets before a port, or its last group would be one.
  const isWhole = isHost(host) && !isIPv6(host) && port >= 1 && port <= 65_535;
  return isWhole ? { host: withoutBrackets(host), port } : null;
}
