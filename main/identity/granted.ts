import type { SendThrough } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import { mailScope } from './registrations.ts';
import type { Registration } from './registrations.ts';

/**
 * Refuses to begin without a client of this app at the provider.
 *
 * @throws {AppError} `client-rejected`
 */
export function refuseWithoutClient({ clientId, name, provider }: Registration): void {
  if (clientId !== '') return;
  throw new AppError(
    'client-rejected',
    `No client ID is configured for ${name}; an administrator sets providers.${provider}.clientId in the policy file.`,
    { field: 'provider', detail: { provider } },
  );
}

/** Microsoft answers a scope with or without its resource, and in its own case. */
const comparable = (scope: string) =>
  scope.toLowerCase().replace(/^https:\/\/outlook\.office(?:365)?\.com\//, '');

/**
 * Refuses a sign-in that may not send: people can untick permissions on the provider's page.
 *
 * @throws {AppError} `scope-missing`
 */
export function refuseWithoutScope(
  granted: readonly string[],
  registration: Registration,
  sendThrough: SendThrough,
): void {
  const wanted = mailScope(registration, sendThrough);
  if (granted.some((scope) => comparable(scope) === comparable(wanted))) return;
  throw new AppError('scope-missing', 'The permission to send e-mail was not given.', {
    detail: { scope: wanted },
  });
}
