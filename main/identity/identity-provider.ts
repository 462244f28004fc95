import type { SendThrough } from '../../shared/account.ts';
import type { Clock, Fetch } from '../ports.ts';
import type { ValidatedResponse } from './authorization-response.ts';
import type { ExtraPermission, RedirectPlace, Registration } from './registration.ts';
import type { SignedInAs } from './signed-in-as.ts';

/** What the authorization request is made of, apart from what the registration says. */
export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** S256. */
  readonly codeChallenge: string;
  /** Address that the provider's page starts with; empty: none. */
  readonly loginHint: string;
  /** Lets the person choose, also where the browser is signed in already. */
  readonly selectAccount: boolean;
  /** What the provider wants to see proved, as it said itself when it refused; absent or empty: nothing. */
  readonly claims?: string;
  /** What is asked for besides sending as oneself; absent: nothing. */
  readonly permissions?: readonly ExtraPermission[];
}

/** What the code is redeemed with; all of it belongs to one attempt. */
export interface CodeRedemption {
  readonly response: ValidatedResponse;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  readonly nonce: string;
  /** As the authorization request asked for. */
  readonly permissions?: readonly ExtraPermission[];
}

/** What a sign-in brings, before anybody compared who it was. */
export interface FreshGrant {
  readonly identity: SignedInAs;
  /** As granted, which may be less than asked for. */
  readonly scopes: readonly string[];
  /** Opaque text that only this provider reads; holds the refresh token. */
  readonly state: string;
}

/** An access token and what became of the grant while it was obtained. */
export interface ObtainedToken {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number;
  /** To be kept before the token is used: the refresh token may be a new one. */
  readonly state: string;
  readonly refreshed: boolean;
}

/** What a provider is made of. */
export interface ProviderDeps {
  readonly registration: Registration;
  readonly sendThrough: SendThrough;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /**
   * Answers the secret of the client where it has one; asked right before it is sent. Absent: the registration says it.
   *
   * @throws {AppError} `vault-unavailable`, `vault-unreadable` — there is one, but it cannot be read
   */
  readonly clientSecret?: () => Promise<string | null>;
}

/** What a sign-in at another computer is asked for with. */
export interface DeviceCodeRequest {
  /** As in an authorization request. */
  readonly claims: string;
  readonly permissions: readonly ExtraPermission[];
  /** Ends the asking. */
  readonly signal: AbortSignal;
}

/** A code that somebody types in a browser anywhere, and what comes of it. */
export interface DeviceSignIn {
  readonly userCode: string;
  /** The page that takes the code. */
  readonly verificationUri: string;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number;
  /**
   * What the sign-in brings, as `redeem` answers it; the provider is being asked already.
   *
   * @throws {AppError} `authorization-denied`, `sign-in-timed-out`, `sign-in-cancelled`, and as `redeem` does
   */
  readonly granted: Promise<FreshGrant>;
}

/** The port to one authorization server, for one registration and one way of sending. */
export interface IdentityProvider {
  readonly registration: Registration;
  readonly sendThrough: SendThrough;
  /** Where the browser comes back to. */
  readonly redirect: RedirectPlace;
  /** Who has to have answered, once an authorization URL was built; absent: the issuer of the registration. */
  readonly responseIssuer?: () => string;
  /** How the authorization response arrives. */
  readonly responseMode: 'query' | 'form_post';
  /**
   * @throws {AppError} `client-rejected` — no client ID is configured, or the endpoints are not usable
   * @throws {AppError} `provider-unreachable`, `issuer-mismatch` — where the endpoints have to be looked up first
   */
  readonly authorizationUrl: (request: AuthorizationRequest) => Promise<string>;
  /**
   * Redeems the code and says who signed in; the id_token is validated, the identity is not compared.
   *
   * @throws {AppError} `scope-missing` — the permission to send was not given
   * @throws {AppError} `authorization-failed` — the code was refused, or what came back is of no use
   * @throws {AppError} `issuer-mismatch`, `state-mismatch` — the id_token belongs to another server or attempt
   * @throws {AppError} `client-rejected`, `consent-required`, `provider-unreachable`, `provider-response-invalid`
   */
  readonly redeem: (redemption: CodeRedemption) => Promise<FreshGrant>;
  /**
   * Gets a code for a person at another computer (RFC 8628), and asks until that person has signed in; absent: the provider
   * offers none for mail.
   *
   * @throws {AppError} `client-rejected` — this client, or this server, signs nobody in by code
   * @throws {AppError} `provider-unreachable`, `provider-response-invalid`, `issuer-mismatch`
   */
  readonly deviceCode?: (request: DeviceCodeRequest) => Promise<DeviceSignIn>;
  /**
   * Refreshes with a token that was obtained elsewhere and says whose it is; the identity is not compared.
   *
   * @throws {AppError} as `redeem` does
   */
  readonly adopt: (refreshToken: string) => Promise<FreshGrant>;
  /**
   * Answers an access token that is good for `minimumValidityMs`, refreshing it when needed or when `force` is set.
   *
   * @param wish `sendThrough`: where the token goes, for a grant that serves both ways; absent: the way of this provider
   * @throws {AppError} `grant-revoked` — only a new sign-in helps
   * @throws {AppError} `provider-unreachable`, `provider-response-invalid` — the grant is still good
   * @throws {AppError} `client-rejected`, `consent-required`
   */
  readonly accessToken: (
    state: string,
    wish: {
      readonly force: boolean;
      readonly minimumValidityMs: number;
      /** What an API wants to see proved by the token; absent: nothing. Only a provider that knows such challenges looks at it. */
      readonly claims?: string | undefined;
      readonly sendThrough?: SendThrough;
    },
  ) => Promise<ObtainedToken>;
  /**
   * Takes the grant back at the provider, if it can; never throws, since forgetting goes on either way.
   *
   * @returns whether it is gone there, and else the page where the person can remove the consent
   */
  readonly revoke: (
    state: string,
  ) => Promise<{ readonly revoked: boolean; readonly consentPageUrl: string | null }>;
}
