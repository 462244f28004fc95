import type { SendThrough } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import { comparableScope, mailScope } from './registration.ts';
import type { Registration } from './registration.ts';

/**
 * Refuses to begin without a client of this app at the provider.
 *
 * @throws {AppError} `client-rejected`
 */
export function refuseWithoutClient({ clientId, name, provider }: Registration): void {
  if (clientId !== '') return;
  throw new AppError(
    'client-rejected',
    `No client ID is configured for ${name}; enter one in the settings (${provider}Client), or an administrator sets providers.${provider}.clientId in the policy file.`,
    { field: 'provider', detail: { provider } },
  );
}

// OpenID Connect Core §5.4 and §11: they say who signed in and for how long, not what may be done.
const identityScopes = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access']);

/**
 * Refuses a sign-in that may not send: people can untick permissions on the provider's page.
 *
 * Which of its scopes lets an app send only a custom provider knows, so there all of them are wanted.
 *
 * @throws {AppError} `scope-missing`
 */
export function refuseWithoutScope(
  granted: readonly string[],
  registration: Registration,
  sendThrough: SendThrough,
): void {
  const wanted =
    registration.kind === 'custom'
      ? registration.scopes[sendThrough].filter((scope) => !identityScopes.has(scope))
      : [mailScope(registration, sendThrough)];
  const given = new Set(granted.map(comparableScope));
  const missing = wanted.find((scope) => !given.has(comparableScope(scope)));
  if (missing === undefined) return;
  throw new AppError('scope-missing', 'The permission to send e-mail was not given.', {
    detail: { scope: missing },
  });
}
