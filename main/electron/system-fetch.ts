import type { Session } from 'electron';
import type { Fetch } from '../ports.ts';

interface Deps {
  /** A session of its own, without cookies and cache; it knows the system's proxy and certificates. */
  readonly session: Pick<Session, 'fetch'>;
  /** Node's own: it trusts the certificates that the administrator added. */
  readonly nodeFetch: Fetch;
}

/**
 * Answers `fetch` over Chromium's network: the system's proxy, its certificates, no cookies and no cache.
 *
 * Chromium cannot be told to trust one more authority, so a request that it ends because of an unknown one is made by Node,
 * which checks the certificate itself. Nothing of the request has been sent by then.
 */
export function createSystemFetch({ session, nodeFetch }: Deps): Fetch {
  return async (input, init) => {
    try {
      return await session.fetch(input instanceof URL ? input.href : input, {
        credentials: 'omit',
        cache: 'no-store',
        ...init,
      });
    } catch (error) {
      if (!isUnknownAuthority(error)) throw error;
      return nodeFetch(input, init);
    }
  };
}

function isUnknownAuthority(error: unknown): boolean {
  return error instanceof Error && error.message.includes('ERR_CERT_AUTHORITY_INVALID');
}
