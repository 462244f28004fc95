import { AppError } from '../shared/errors.ts';
import { managedFault } from './accounts/managed-accounts.ts';
import type { Presets } from './accounts/presets.ts';
import type { AppOptions } from './app-port.ts';
import { providerInfos } from './identity/provider-infos.ts';
import { createRegistrations } from './identity/registrations.ts';
import { parseCertificateAuthorities } from './settings/certificate-authorities.ts';
import { findPolicy, noLastGood, readPolicy } from './settings/policy.ts';
import type { LastGood, Policy } from './settings/policy.ts';
import type { PolicyFile } from './settings/policy-format.ts';
import { keepSealed, noSealedCopy, openSealed, parseSealedCopy } from './settings/sealed-copy.ts';
import type { SealedCopy } from './settings/sealed-copy.ts';
import { readFileLimitedSync } from './limited-read.ts';
import type { Ports, Store } from './ports.ts';

/** Which policy file is looked for. */
type Search = Pick<AppOptions, 'policyPath' | 'isDevelopment'>;

/**
 * Answers the policy that counts for a profile, with all added certificates.
 *
 * @throws {AppError} `locked-by-policy`, `invalid-request` — `--policy` does not count on this computer
 * @throws {AppError} `invalid-request` — the file of `--ca-file` cannot be read, or holds no certificates
 */
export async function loadPolicy(options: AppOptions): Promise<Policy> {
  const { caFile } = options;
  const policy = await searchWithCopy(options);
  const added = caFile === null ? [] : readCertificates(caFile);
  return { ...policy, certificateAuthorities: [...policy.certificateAuthorities, ...added] };
}

/** The copy is sealed, so it is opened only where the policy file is refused: a key store may ask the person something. */
async function searchWithCopy({ ports, policyPath, isDevelopment }: AppOptions): Promise<Policy> {
  const store = openCopy(ports.openStore);
  const seen: LastGood[] = [];
  const found = search(
    { policyPath, isDevelopment },
    { get: () => noLastGood, set: (copy) => void seen.push(copy) },
  );
  const [good] = seen;
  if (store && good) await keepSealed(store, ports.cipher, good);
  if (!store || found.status !== 'refused') return found;
  const copy = await openSealed(store, ports.cipher);
  return search({ policyPath, isDevelopment }, { get: () => copy, set: () => undefined });
}

/** Says whether the policy allows to seal secrets with a key file, where Linux has no keyring. */
export function allowsKeyFile(where: Search & Pick<Ports, 'openStore'>): boolean {
  try {
    const { status, policy } = search(where, null);
    if (status !== 'refused') return policy?.allowKeyFile ?? false;
    const { source, allowed } = openCopy(where.openStore)?.get().keyFile ?? noSealedCopy.keyFile;
    return allowed && source === sourceOf(where).path;
  } catch {
    // The app finds the same fault when it starts, and says it.
    return false;
  }
}

function sourceOf({ policyPath, isDevelopment }: Search) {
  const { platform, env } = process;
  return findPolicy({ platform, env, givenPath: policyPath, isDevelopment });
}

function search(where: Search, lastGood: Store<LastGood> | null): Policy {
  return readPolicy({
    source: sourceOf(where),
    lastGood,
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
function openCopy(openStore: Ports['openStore']): Store<SealedCopy> | null {
  try {
    return openStore('policy-last-good', parseSealedCopy, noSealedCopy);
  } catch {
    return null;
  }
}

/** Every root of a browser takes a quarter of a megabyte. */
const maxCertificatesBytes = 16 * 1024 * 1024;

/**
 * Answers the certificates of the file of `--ca-file`, as PEM.
 *
 * @throws {AppError} `invalid-request` — it cannot be read, or holds none
 */
export function readCertificates(path: string): readonly string[] {
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
    const reason = cause instanceof RangeError ? cause.message : 'holds no PEM certificate';
    throw refused(`${reason}; it wants certificates as PEM (Base-64)`, cause);
  }
}
