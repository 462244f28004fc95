import type { Socket } from 'node:net';
import type { ProxyFor } from '../ports.ts';
import { isProxyFailure, proxyFailure } from './proxy-failure.ts';

/** A firewall that lets nothing around the proxy mostly swallows it without a word. */
const straightWithinMs = 20_000;

/** Refusals by proxy and server, for as long as whoever names the proxies lives. */
const known = new WeakMap<ProxyFor, Map<string, unknown>>();

/** Answers the refusal of a proxy for which the straight way was good; undefined: there is none. */
export function knownRefusal(proxyFor: ProxyFor | undefined, key: string): unknown {
  return proxyFor && known.get(proxyFor)?.get(key);
}

/**
 * Goes to a mail server straight, because the proxy of this computer does not open connections to it, and remembers that this
 * works.
 *
 * Proxies of companies are made for the web: most open port 443 and nothing else, and mail goes another way.
 *
 * @param key the proxy and the server
 * @throws {Error} the refusal of the proxy, which says what to mend, where the straight way leads nowhere either
 */
export async function goAround(
  { refusal, key, proxyFor, timeoutMs, signal }: Around,
  openStraight: (timeoutMs: number) => Promise<Socket>,
): Promise<Socket> {
  const refusals = known.get(proxyFor) ?? new Map<string, unknown>();
  known.set(proxyFor, refusals);
  try {
    const socket = await openStraight(Math.min(timeoutMs, straightWithinMs));
    refusals.set(key, refusal);
    return socket;
  } catch (cause) {
    refusals.delete(key);
    if (signal.aborted || !isProxyFailure(refusal)) throw cause;
    throw proxyFailure(refusal.code, `${refusal.message} Without it the server is not reached either.`);
  }
}

interface Around {
  readonly refusal: unknown;
  readonly key: string;
  readonly proxyFor: ProxyFor;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}
