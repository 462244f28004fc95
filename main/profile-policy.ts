import { readFileSync } from 'node:fs';
import { AppError } from '../shared/errors.ts';
import type { AppOptions } from './app-port.ts';
import { parseCertificateAuthorities } from './settings/certificate-authorities.ts';
import { findPolicy, noLastGood, parseLastGood, readPolicy } from './settings/policy.ts';
import type { LastGood, Policy } from './settings/policy.ts';
import type { Store } from './ports.ts';

/**
 * Answers the policy that counts for a profile, with all added certificates.
 *
 * @throws {AppError} `locked-by-policy`, `invalid-request` — `--policy` does not count on this computer
 * @throws {AppError} `invalid-request` — the file of `--ca-file` cannot be read, or holds no certificates
 */
export function loadPolicy({ ports, policyPath, caFile, isDevelopment }: AppOptions): Policy {
  const { platform, env } = process;
  const source = findPolicy({ platform, env, givenPath: policyPath, isDevelopment });
  const policy = readPolicy({ source, lastGood: openLastGood(ports) });
  const added = caFile === null ? [] : readCertificates(caFile);
  return { ...policy, certificateAuthorities: [...policy.certificateAuthorities, ...added] };
}

/** A copy that is damaged is no copy; the policy file itself decides. */
function openLastGood(ports: AppOptions['ports']): Store<LastGood> | null {
  try {
    return ports.openStore('policy-last-good', parseLastGood, noLastGood);
  } catch {
    return null;
  }
}

function readCertificates(path: string): readonly string[] {
  const refused = (reason: string, cause: unknown) =>
    new AppError('invalid-request', `The file of --ca-file ${reason}.`, { cause, field: 'ca-file' });
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch (cause) {
    throw refused('does not exist or may not be read', cause);
  }
  try {
    return parseCertificateAuthorities(text);
  } catch (cause) {
    throw refused('holds no PEM certificates', cause);
  }
}
