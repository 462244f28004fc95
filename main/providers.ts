import type { SendThrough } from '../shared/account.ts';
import type { ProviderInfo } from '../shared/app-state.ts';
import { AppError } from '../shared/errors.ts';
import { createGoogleProvider } from './identity/google.ts';
import type { IdentityProvider } from './identity/identity-provider.ts';
import { createMicrosoftProvider } from './identity/microsoft.ts';
import { createRegistrations, providerInfos } from './identity/registrations.ts';
import type { Registration } from './identity/registrations.ts';
import type { Clock, Fetch } from './ports.ts';
import type { PolicyFile } from './settings/policy-format.ts';

/** The providers of this profile, by ID. */
export interface Providers {
  readonly infos: readonly ProviderInfo[];
  /** null: there is no such provider, or accounts of it have no sign-in. */
  readonly registration: (provider: string) => Registration | null;
  readonly of: (registration: Registration, sendThrough: SendThrough) => IdentityProvider;
  /** @throws {AppError} `invalid-request` — there is no such provider */
  readonly named: (provider: string, sendThrough: SendThrough) => IdentityProvider;
}

/** Answers the providers that the built-in registrations and the policy give. */
export function createProviders(deps: {
  readonly policies: PolicyFile['providers'];
  readonly fetch: Fetch;
  readonly clock: Clock;
}): Providers {
  const registrations = createRegistrations(deps.policies);
  const byId = new Map<string, Registration>(registrations.map((each) => [each.provider, each]));
  const made = new Map<string, IdentityProvider>();
  const { fetch, clock } = deps;

  function of(registration: Registration, sendThrough: SendThrough): IdentityProvider {
    const key = `${registration.provider} ${sendThrough}`;
    const create = registration.provider === 'google' ? createGoogleProvider : createMicrosoftProvider;
    const provider = made.get(key) ?? create({ registration, sendThrough, fetch, clock });
    made.set(key, provider);
    return provider;
  }

  return {
    infos: providerInfos(registrations),
    registration: (provider) => byId.get(provider) ?? null,
    of,
    named: (provider, sendThrough) => {
      const registration = byId.get(provider);
      if (registration) return of(registration, sendThrough);
      throw new AppError('invalid-request', `There is no provider "${provider}" to sign in with.`, {
        field: 'provider',
      });
    },
  };
}
