import type { KeyObject } from 'node:crypto';
import type { ClientMetadata, Configuration, JWK } from 'oidc-provider';
import type { Brand, FaultState } from './fault-state.ts';
import type { WritableLog } from './log.ts';
import type { Directory, Person } from './people.ts';
import type { Wording } from './sign-in-pages.ts';
import type { TokenStore } from './token-store.ts';

/** The grant of a code for another computer (RFC 8628 §3.4). */
export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** The key that signs id tokens, once as Node takes it and once as `oidc-provider` does. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly jwk: JWK;
}

/** An answer in the dress of the provider. */
export interface DressedAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What went wrong at the token endpoint, before the provider's own words are put on. */
export interface TokenFailure {
  /** The registered error name, e.g. `invalid_grant`. */
  readonly error: string;
  /** The reason that `oidc-provider` keeps out of its answer. */
  readonly reason: string;
  readonly form: URLSearchParams;
  readonly correlationId: string | undefined;
}

/** Everything in which the providers differ. */
export interface Dress {
  readonly brand: Brand;
  readonly issuer: string;
  readonly clients: readonly ClientMetadata[];
  readonly scopes: readonly string[];
  readonly claims: NonNullable<Configuration['claims']>;
  /** Whether id_tokens leave out what the userinfo endpoint says (OpenID Connect Core §5.4); by default they do not. */
  readonly conformsIdTokens?: boolean;
  /** Parts of `oidc-provider` that are on besides its core. */
  readonly features?: NonNullable<Configuration['features']>;
  readonly claimsOf: (person: Person) => Record<string, unknown>;
  readonly routes: NonNullable<Configuration['routes']>;
  /** Codes for people at another computer (RFC 8628); absent: there are none. */
  readonly deviceCodes?: {
    /** Stars where a character of the code stands. */
    readonly mask: string;
    /** Another name that the grant goes by at the token endpoint. */
    readonly grantTypeToo?: string;
    /** Puts the answer that carries a code into the provider's dress. */
    readonly dressAnswer: (answer: Record<string, unknown>) => Record<string, unknown>;
  };
  readonly extraParameters: readonly string[];
  readonly wording: Wording;
  readonly rotatesRefreshTokens: boolean;
  /** Length of opaque secrets in bits, so that they are as long as real ones. */
  readonly secretBits: (model: string) => number;
  /** Whether this redirect URI is one of the client's; the port of a loopback URI never counts (RFC 8252 §7.3). */
  readonly allowsRedirect: (redirectUri: string, clientId: string) => boolean;
  /** Whether a sign-in with these parameters and scopes leaves a refresh token behind. */
  readonly leavesRefreshToken: (
    parameters: Readonly<Record<string, unknown>>,
    scopes: Set<string>,
  ) => boolean;
  /** The authorization response when the person says no. */
  readonly declined: () => { readonly error: string; readonly error_description?: string };
  /** Refuses a token request before anything is used up. */
  readonly refuseTokenRequest: (
    form: URLSearchParams,
    correlationId: string | undefined,
  ) => DressedAnswer | undefined;
  readonly dressTokens: (
    tokens: Record<string, unknown>,
    form: URLSearchParams,
    person: Person,
  ) => Record<string, unknown>;
  readonly dressFailure: (failure: TokenFailure) => DressedAnswer;
  readonly faultAnswers: Readonly<Record<'429' | '500', DressedAnswer>>;
  /** Changes the parameters of an authorization response. */
  readonly dressResponse: (response: URLSearchParams, parameters: Readonly<Record<string, unknown>>) => void;
  readonly errorPage: (error: string, description: string) => string;
}

/** What a provider is built on. */
export interface IdentityDeps {
  readonly origin: string;
  readonly signingKey: SigningKey;
  readonly directory: Directory;
  readonly store: TokenStore;
  readonly faults: () => Readonly<FaultState>;
  readonly log: WritableLog;
}
