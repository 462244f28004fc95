import type { ProxyWay } from '../ports.ts';
import { systemCode } from '../system-code.ts';

/** What a proxy did not do, in the style of Chromium's names. */
export type ProxyTrouble =
  /** Nobody answers at its address. */
  | 'ERR_PROXY_CONNECTION_FAILED'
  /** It wants a name and password, or others. */
  | 'ERR_PROXY_AUTH_REQUESTED'
  /** It does not open this connection: it must not, or the server does not answer it. */
  | 'ERR_TUNNEL_CONNECTION_FAILED'
  /** What answers there is no proxy of this kind. */
  | 'ERR_PROXY_PROTOCOL'
  /** What is set up names no proxy. */
  | 'ERR_PROXY_INVALID';

/** Answers what a person calls a proxy, e.g. `http://proxy.example:3128`; its credentials are not in it. */
export function proxyName({ kind, host, port }: ProxyWay): string {
  return `${kind}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Answers the error of a proxy: `code` says what it is, and the message may be shown as it is. */
export function proxyFailure(code: ProxyTrouble, message: string): Error & { readonly code: ProxyTrouble } {
  return Object.assign(new Error(message), { code });
}

/** Says whether a proxy answered that it does not open this connection, rather than that it could not. */
export function isPortRefusal(error: unknown): boolean {
  return error instanceof Error && 'refusesPort' in error && error.refusesPort === true;
}

/** Says whether an error comes from a proxy, so that its message may be shown. */
export function isProxyFailure(error: unknown): error is Error & { readonly code: ProxyTrouble } {
  return /^ERR_(PROXY|TUNNEL)_/.test(systemCode(error));
}
