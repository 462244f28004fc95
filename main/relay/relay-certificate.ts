import { X509Certificate } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { createLoopbackCertificate } from './loopback-certificate.ts';
import type { LoopbackCertificate } from './loopback-certificate.ts';

const vaultId = 'relay-certificate';
const fileName = 'relay-certificate.pem';
/** What ends so soon is made anew at a start. */
const leftMs = 30 * 86_400_000;

interface Deps {
  readonly profileFolder: string;
  readonly vault: Pick<TokenVault, 'get' | 'put'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** The relay's certificate, where clients find it, and what they compare it by. */
export interface RelayCertificate extends LoopbackCertificate {
  /** Absolute; the certificate alone. */
  readonly file: string;
  /** SHA-256. */
  readonly fingerprint: string;
}

/**
 * Answers the certificate of the relay: made once, its key sealed in the vault, and without it written beside for clients to trust.
 *
 * One that cannot be opened here is made anew, as on another computer; then programs have to trust the new one.
 *
 * @throws {AppError} `vault-unavailable` — the key store is locked; the old one stays
 * @throws {AppError} `storage-full`, `profile-unreadable` — it cannot be kept
 */
export async function relayCertificate({ profileFolder, vault, clock }: Deps): Promise<RelayCertificate> {
  const nowMs = clock.nowMs();
  const known = await vault.get(vaultId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'vault-unreadable') return null;
    throw error;
  });
  let pair: LoopbackCertificate;
  if (known?.kind === 'relay' && isGood(known, nowMs)) pair = known;
  else {
    pair = await createLoopbackCertificate(nowMs);
    await vault.put({ kind: 'relay', id: vaultId, ...pair });
  }
  const file = join(profileFolder, fileName);
  await writePublic(file, pair.certificatePem);
  const { certificatePem, keyPem } = pair;
  return { certificatePem, keyPem, file, fingerprint: new X509Certificate(certificatePem).fingerprint256 };
}

function isGood({ certificatePem }: LoopbackCertificate, nowMs: number): boolean {
  try {
    return Date.parse(new X509Certificate(certificatePem).validTo) > nowMs + leftMs;
  } catch {
    return false;
  }
}

async function writePublic(path: string, text: string): Promise<void> {
  const there = await readFile(path, 'utf8').catch(() => '');
  if (there === text) return;
  const temporary = `${path}.tmp`;
  try {
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new AppError('profile-unreadable', 'The certificate of the relay cannot be written.', { cause });
  }
}
