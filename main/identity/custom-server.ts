import type { CustomFetch } from 'openid-client';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { isSafeEndpoint } from '../../shared/oauth-endpoints.ts';
import type { Registration } from './registration.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import { late } from '../../shared/late-schema.ts';

/** The authorization server of a custom provider, as it describes itself or as it was entered. */
export interface CustomServer {
  /** As the server spells it: what its id_tokens and responses are compared with. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
  /** Where a code for a person at another computer is given out (RFC 8628). */
  readonly deviceEndpoint: string | null;
  /** Where an access token is answered with who it is for. */
  readonly userinfoEndpoint: string | null;
  /** It says who it is in every authorization response; then one without is not its own (RFC 9207 §2.4). */
  readonly namesItself: boolean;
  /** It lets people choose another account. */
  readonly offersAccounts: boolean;
  /** Algorithms that its id_tokens are signed by. */
  readonly algorithms: readonly string[];
}

// Everything that the library can verify; which of them a server uses only its metadata would say.
const allAlgorithms = [
  ...['RS', 'PS', 'ES'].flatMap((family) => ['256', '384', '512'].map((size) => `${family}${size}`)),
  'EdDSA',
  'Ed25519',
];

/** @see RFC 8414 §2, OpenID Connect Discovery 1.0 §3 */
const metadataFormat = late(() =>
  z.object({
    issuer: z.string(),
    authorization_endpoint: z.string().nullish(),
    token_endpoint: z.string().nullish(),
    revocation_endpoint: z.string().nullish(),
    device_authorization_endpoint: z.string().nullish(),
    userinfo_endpoint: z.string().nullish(),
    authorization_response_iss_parameter_supported: z.boolean().nullish(),
    prompt_values_supported: z.array(z.string()).nullish(),
    id_token_signing_alg_values_supported: z.array(z.string()).nullish(),
  }),
);

/** Says where the metadata of an issuer lies. @see OpenID Connect Discovery 1.0 §4 */
export function metadataUrlOf(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** Answers the server whose endpoints were entered; null: some are to be looked up. */
export function enteredServer(registration: Registration): CustomServer | null {
  const { issuer, authorizationEndpoint, tokenEndpoint, revocationEndpoint } = registration;
  if (authorizationEndpoint === '' || tokenEndpoint === '') return null;
  return {
    ...{ issuer, authorizationEndpoint, tokenEndpoint, revocationEndpoint },
    deviceEndpoint: null,
    userinfoEndpoint: null,
    namesItself: false,
    offersAccounts: false,
    algorithms: allAlgorithms,
  };
}

/**
 * Asks the issuer for its endpoints; those that were entered count before.
 *
 * @throws {AppError} `issuer-mismatch` — another server answered
 * @throws {AppError} `client-rejected` — there is no metadata, or it names an endpoint that no secret may be sent to
 * @throws {AppError} `provider-unreachable`, `provider-response-invalid`
 */
export async function discoverServer(
  registration: Registration,
  endpoint: TokenEndpoint,
): Promise<CustomServer> {
  const { allowInsecureRequests, customFetch, discovery, None } = await import('openid-client');
  const found = await endpoint.run(() =>
    discovery(new URL(registration.issuer), registration.clientId, undefined, None(), {
      [customFetch]: fetchThrough(endpoint),
      // Its own rule would refuse this computer's own servers; ours (`isSafeEndpoint`) has let the issuer through.
      execute: [allowInsecureRequests],
    }),
  );
  const parsed = metadataFormat.safeParse(found.serverMetadata());
  if (!parsed.success) {
    throw new AppError('provider-response-invalid', 'The description of the provider cannot be used.');
  }
  const metadata = parsed.data;
  if (!isSamePlace(metadata.issuer, registration.issuer)) {
    throw new AppError('issuer-mismatch', 'The server at the issuer says that it is another one.');
  }
  const server: CustomServer = {
    issuer: metadata.issuer,
    authorizationEndpoint: registration.authorizationEndpoint || (metadata.authorization_endpoint ?? ''),
    tokenEndpoint: registration.tokenEndpoint || (metadata.token_endpoint ?? ''),
    revocationEndpoint: registration.revocationEndpoint ?? metadata.revocation_endpoint ?? null,
    deviceEndpoint: metadata.device_authorization_endpoint ?? null,
    userinfoEndpoint: metadata.userinfo_endpoint ?? null,
    namesItself: metadata.authorization_response_iss_parameter_supported ?? false,
    offersAccounts: metadata.prompt_values_supported?.includes('select_account') ?? false,
    algorithms: metadata.id_token_signing_alg_values_supported ?? allAlgorithms,
  };
  refuseUnsafe(server);
  return server;
}

/** People type an issuer with a slash at its end, or without; both are the same place. */
function isSamePlace(one: string, other: string): boolean {
  const href = URL.parse(one)?.href;
  return href !== undefined && href === URL.parse(other)?.href;
}

/** Only a server of this computer may send the app to http; one that is asked by https may not lead out of it. */
function refuseUnsafe(server: CustomServer): void {
  const { issuer, authorizationEndpoint, tokenEndpoint, revocationEndpoint } = server;
  const { deviceEndpoint, userinfoEndpoint } = server;
  const places = {
    ...{ authorizationEndpoint, tokenEndpoint, revocationEndpoint },
    ...{ deviceEndpoint, userinfoEndpoint },
  };
  for (const [name, url] of Object.entries(places)) {
    if (url === null) continue;
    const isClear = url.startsWith('http:') && issuer.startsWith('https:');
    if (isSafeEndpoint(url) && !isClear) continue;
    throw new AppError(
      'client-rejected',
      `The description of the provider names no ${name} that may be used; it must be an https URL.`,
      { detail: { endpoint: name } },
    );
  }
}

/**
 * Lets openid-client make its requests through our own rules for them.
 *
 * @param form changes a form before it is sent
 */
export function fetchThrough(
  endpoint: TokenEndpoint,
  form: (fields: URLSearchParams) => void = () => undefined,
): CustomFetch {
  return async (url, { method, headers, body }) => {
    if (method === 'GET') return answered((await endpoint.get(url, { headers })).body);
    const fields = new URLSearchParams(body instanceof URLSearchParams ? body : '');
    form(fields);
    return answered((await endpoint.post(url, { headers, body: fields.toString() })).body);
  };
}

/** Some servers write null where they mean nothing; the library takes it for a value of the wrong kind. */
function answered(body: Record<string, unknown> | null): Response {
  return Response.json(Object.fromEntries(Object.entries(body ?? {}).filter(([, value]) => value !== null)));
}
