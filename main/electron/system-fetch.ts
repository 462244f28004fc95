import type { Session } from 'electron';
import { proxyFailure, proxyName } from '../network/proxy-failure.ts';
import type { Fetch, ProxyFor } from '../ports.ts';

interface Deps {
  /** A session of its own, without cookies and cache; it knows the system's proxy and certificates. */
  readonly session: Pick<Session, 'fetch'>;
  /** Node's own, by the same proxies: it trusts the certificates that the administrator added. */
  readonly nodeFetch: Fetch;
  readonly proxyFor: ProxyFor;
}

const proxyAuthenticationRequired = 407;

/**
 * Answers `fetch` over Chromium's network: the system's proxy, its certificates, no cookies and no cache.
 *
 * Chromium cannot be told to trust one more authority, so a request that it ends because of an unknown one is made by Node,
 * which checks the certificate itself. Nothing of the request has been sent by then. Nor can it be told a name and password for a
 * proxy: Electron cancels the question, so Node goes through a proxy of which they are known.
 *
 * @throws {Error} `ERR_PROXY_AUTH_REQUESTED` — the proxy wants a name and password that nobody knows
 * @see https://github.com/electron/electron/issues/44249
 */
export function createSystemFetch({ session, nodeFetch, proxyFor }: Deps): Fetch {
  return async (input, init) => {
    const [way] = await proxyFor(input instanceof Request ? input.url : String(input));
    if (way && way.kind !== 'direct' && way.credentials) return nodeFetch(input, init);
    try {
      const answer = await session.fetch(input instanceof URL ? input.href : input, {
        credentials: 'omit',
        cache: 'no-store',
        ...init,
      });
      // Only a proxy answers so, and what it shows behind that cannot be read.
      if (answer.status === proxyAuthenticationRequired) {
        const name = way && way.kind !== 'direct' ? ` ${proxyName(way)}` : '';
        throw proxyFailure('ERR_PROXY_AUTH_REQUESTED', `The proxy${name} wants a name and password (407).`);
      }
      return answer;
    } catch (error) {
      if (!isUnknownAuthority(error)) throw error;
      return nodeFetch(input, init);
    }
  };
}

function isUnknownAuthority(error: unknown): boolean {
  return error instanceof Error && error.message.includes('ERR_CERT_AUTHORITY_INVALID');
}
