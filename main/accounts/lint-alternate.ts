import type { AccountDraft, Finding } from '../../shared/account.ts';
import { isLoopbackHost, normalizeHost, parseServerName } from './host-name.ts';

/**
 * Answers the remarks on the alternate server of a draft.
 *
 * @param hasPassword the account proves itself by a password
 */
export function alternateFindings(draft: AccountDraft, hasPassword: boolean): Finding[] {
  if (draft.alternateServer === '') return [];
  const field = 'alternateServer';
  const server = parseServerName(draft.alternateServer);
  if (!server) return [{ field, level: 'error', code: 'alternate-invalid' }];
  const isSame =
    normalizeHost(server.host) === normalizeHost(draft.host) && (server.port ?? draft.port) === draft.port;
  if (isSame) return [{ field, level: 'warning', code: 'alternate-invalid' }];
  // Where the first server is not on this computer, the same is said of TLS itself.
  const staysHere = draft.tls || !isLoopbackHost(draft.host) || isLoopbackHost(server.host);
  if (staysHere || !hasPassword) return [];
  const values = { allowed: draft.sendPasswordUnencrypted ? 1 : 0 };
  return [{ field, level: 'warning', code: 'password-without-tls', values }];
}
