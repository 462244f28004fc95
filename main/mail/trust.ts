import type { SecureContext } from 'node:tls';
import { AppError } from '../../shared/errors.ts';
import { lateTls } from '../network/late-tls.ts';

/** How many different sets of added certificates are kept ready; there is one unless a policy file changes. */
const maxContexts = 4;
const contexts = new Map<string, SecureContext>();

/** The computer's own store where the runtime can read it, and the list that comes with the runtime. */
function ownCertificates(): readonly string[] {
  const tls = lateTls();
  if (typeof tls.getCACertificates !== 'function') return tls.rootCertificates;
  return [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
}

function createContext(certificateAuthorities: readonly string[]): SecureContext {
  try {
    return lateTls().createSecureContext({
      ca: [...new Set([...ownCertificates(), ...certificateAuthorities])],
      minVersion: 'TLSv1.2',
    });
  } catch (cause) {
    throw new AppError('tls-failed', 'The added certificate authorities are not PEM certificates.', {
      cause,
    });
  }
}

/**
 * Answers what outgoing connections are checked against: the computer's certificates, those of the runtime and the added ones.
 *
 * Building it takes some 20 ms, so it is kept per set of added certificates.
 *
 * @param certificateAuthorities PEM texts; each may hold several certificates
 * @throws {AppError} `tls-failed` — an added text is not a PEM certificate
 */
export function trustFor(certificateAuthorities: readonly string[]): SecureContext {
  const key = certificateAuthorities.join('\n');
  const known = contexts.get(key);
  if (known) return known;
  const context = createContext(certificateAuthorities);
  const oldest = contexts.keys().next();
  if (contexts.size >= maxContexts && !oldest.done) contexts.delete(oldest.value);
  contexts.set(key, context);
  return context;
}
