import { AppError } from '../shared/errors.ts';
import { managedFault } from './accounts/managed-accounts.ts';
import type { Presets } from './accounts/presets.ts';
import type { AppOptions } from './app-port.ts';
import { providerInfos } from './identity/provider-infos.ts';
import { createRegistrations } from './identity/registrations.ts';
import { parseCertificateAuthorities } from './settings/certificate-authorities.ts';
import { findPolicy, noLastGood, parseLastGood, readPolicy } from './settings/policy.ts';
import type { LastGood, Policy } from './settings/policy.ts';
import type { PolicyFile } from './settings/policy-format.ts';
import { readFileLimitedSync } from './limited-read.ts';
import type { Ports, Store } from './ports.ts';

/** Which policy file is looked for, and where its last good copy is kept. */
type Search = Pick<AppOptions, 'policyPath' | 'isDevelopment'> & Pick<Ports, 'openStore'>;

/**
 * Answers the policy that counts for a profile, with all added certificates.
 *
 * @throws {AppError} `locked-by-policy`, `invalid-request` — `--policy` does not count on this computer
 * @throws {AppError} `invalid-request` — the file of `--ca-file` cannot be read, or holds no certificates
 */
export function loadPolicy({ ports, policyPath, caFile, isDevelopment }: AppOptions): Policy {
  const policy = search({ openStore: ports.openStore, policyPath, isDevelopment });
  const added = caFile === null ? [] : readCertificates(caFile);
  return { ...policy, certificateAuthorities: [...policy.certificateAuthorities, ...added] };
}

/** Says whether the policy allows to seal secrets with a key file, where Linux has no keyring. */
export function allowsKeyFile(where: Search): boolean {
  try {
    return search(where).policy?.allowKeyFile ?? false;
  } catch {
    // The app finds the same fault when it starts, and says it.
    return false;
  }
}

function search({ openStore, policyPath, isDevelopment }: Search): Policy {
  const { platform, env } = process;
  return readPolicy({
    source: findPolicy({ platform, env, givenPath: policyPath, isDevelopment }),
    lastGood: openLastGood(openStore),
    accountFault: (policy) => managedFault(policy.accounts ?? [], presetsOf(policy)),
  });
}

/** Answers what the providers of a policy fill in; of those in a person's settings its accounts know nothing. */
function presetsOf({ providers, settings = {} }: PolicyFile): readonly Presets[] {
  const { googleClient = null, microsoftClient = null, customProviders = [] } = settings;
  const own = { settings: { googleClient, microsoftClient, customProviders }, isLocked: () => true };
  return providerInfos(createRegistrations(providers, own));
}

/** A copy that is damaged is no copy; the policy file itself decides. */
function openLastGood(openStore: Ports['openStore']): Store<LastGood> | null {
  try {
    return openStore('policy-last-good', parseLastGood, noLastGood);
  } catch {
    return null;
  }
}

/** Every root of a browser takes a quarter of a megabyte. */
const maxCertificatesBytes = 16 * 1024 * 1024;

function readCertificates(path: string): readonly string[] {
  const refused = (reason: string, cause: unknown) =>
    new AppError('invalid-request', `The file of --ca-file ${reason}.`, { cause, field: 'ca-file' });
  let bytes: Uint8Array | null;
  try {
    bytes = readFileLimitedSync(path, maxCertificatesBytes);
  } catch (cause) {
    throw refused('does not exist or may not be read', cause);
  }
  if (bytes === null) throw refused('is too long', undefined);
  try {
    return parseCertificateAuthorities(Buffer.from(bytes).toString('latin1'));
  } catch (cause) {
    throw refused('holds no PEM certificates', cause);
  }
}
