import type { SendThrough } from '../shared/account.ts';
import type { ProviderInfo } from '../shared/app-state.ts';
import { AppError } from '../shared/errors.ts';
import { defaultSettings } from '../shared/settings.ts';
import { createCustomProvider } from './identity/custom.ts';
import { createGoogleProvider } from './identity/google.ts';
import type { IdentityProvider } from './identity/identity-provider.ts';
import { createMicrosoftProvider } from './identity/microsoft.ts';
import { providerInfos } from './identity/provider-infos.ts';
import type { Registration } from './identity/registration.ts';
import { createRegistrations } from './identity/registrations.ts';
import type { ClientSettings, OwnClients } from './identity/registrations.ts';
import type { Clock, Fetch } from './ports.ts';
import type { PolicyFile } from './settings/policy-format.ts';

/** The providers of this profile, by ID. */
export interface Providers {
  /** What the window offers, as the registrations and secrets are now. */
  readonly infos: readonly ProviderInfo[];
  readonly registrations: () => readonly Registration[];
  /** Answers the registrations that there would be with other settings. */
  readonly withSettings: (settings: ClientSettings) => readonly Registration[];
  /** Follows the settings as they are now, and answers the IDs of the providers that changed, came or went. */
  readonly follow: () => ReadonlySet<string>;
  /** null: there is no such provider, or accounts of it have no sign-in. */
  readonly registration: (provider: string) => Registration | null;
  readonly of: (registration: Registration, sendThrough: SendThrough) => IdentityProvider;
  /** @throws {AppError} `invalid-request` — there is no such provider */
  readonly named: (provider: string, sendThrough: SendThrough) => IdentityProvider;
}

interface Deps {
  readonly policies: PolicyFile['providers'];
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Absent: nobody has clients of their own. */
  readonly settings?: () => ClientSettings;
  readonly isLocked?: OwnClients['isLocked'];
  /** Secrets that were entered for clients. */
  readonly secrets?: {
    readonly has: (registration: Registration) => boolean;
    readonly get: (registration: Registration) => Promise<string | null>;
  };
}

const makers = {
  google: createGoogleProvider,
  microsoft: createMicrosoftProvider,
  custom: createCustomProvider,
};

/** Answers the providers that the built-in registrations, the settings and the policy give. */
export function createProviders(deps: Deps): Providers {
  const { policies, fetch, clock, secrets, settings = () => defaultSettings, isLocked = () => false } = deps;
  const made = new WeakMap<Registration, Map<SendThrough, IdentityProvider>>();
  const withSettings = (own: ClientSettings) => createRegistrations(policies, { settings: own, isLocked });
  let byId = indexed(withSettings(settings()));

  function of(registration: Registration, sendThrough: SendThrough): IdentityProvider {
    const ways = made.get(registration) ?? new Map<SendThrough, IdentityProvider>();
    made.set(registration, ways);
    const entered = secrets && registration.clientSecret === null && registration.takesSecret;
    const provider =
      ways.get(sendThrough) ??
      makers[registration.kind]({
        ...{ registration, sendThrough, fetch, clock },
        ...(entered && { clientSecret: () => secrets.get(registration) }),
      });
    ways.set(sendThrough, provider);
    return provider;
  }

  return {
    get infos() {
      return providerInfos([...byId.values()], (registration) => secrets?.has(registration) ?? false);
    },
    registrations: () => [...byId.values()],
    withSettings,
    follow: () => {
      const before = byId;
      // What stays as it was stays the same object, and with it a sign-in that is on its way.
      byId = indexed(
        withSettings(settings()).map((each) => {
          const old = before.get(each.provider);
          return old && isSame(old, each) ? old : each;
        }),
      );
      const ids = new Set([...before.keys(), ...byId.keys()]);
      return new Set([...ids].filter((id) => before.get(id) !== byId.get(id)));
    },
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

const indexed = (registrations: readonly Registration[]) =>
  new Map(registrations.map((each) => [each.provider, each]));

const isSame = (one: Registration, other: Registration) => JSON.stringify(one) === JSON.stringify(other);
