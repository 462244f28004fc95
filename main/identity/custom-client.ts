import type { Clock } from '../ports.ts';
import { fetchThrough } from './custom-server.ts';
import type { CustomServer } from './custom-server.ts';
import type { Registration } from './registration.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

// Clocks of business computers are minutes off more often than one would think.
const clockToleranceSeconds = 5 * 60;

/** As much of a server as a conversation needs. */
export type ServerPlace = Pick<CustomServer, 'issuer' | 'tokenEndpoint'> & Partial<CustomServer>;

interface Conversation {
  readonly registration: Registration;
  readonly clock: Clock;
  readonly endpoint: TokenEndpoint;
  /** null: the client does not prove itself. */
  readonly secret: string | null;
  /** Of the code that is redeemed. */
  readonly redirectUri: string | undefined;
}

/** Loads openid-client at the first sign-in or refresh, so that the app's start does not pay for it, and points it at a server. */
export async function connectTo(at: ServerPlace, conversation: Conversation) {
  const { registration, clock, endpoint, secret, redirectUri } = conversation;
  const library = await import('openid-client');
  const proofs = { none: library.None, post: library.ClientSecretPost, basic: library.ClientSecretBasic };
  const configuration = new library.Configuration(
    {
      issuer: at.issuer,
      token_endpoint: at.tokenEndpoint,
      ...(at.authorizationEndpoint && { authorization_endpoint: at.authorizationEndpoint }),
      ...(at.revocationEndpoint && { revocation_endpoint: at.revocationEndpoint }),
      ...(at.deviceEndpoint && { device_authorization_endpoint: at.deviceEndpoint }),
      ...(at.userinfoEndpoint && { userinfo_endpoint: at.userinfoEndpoint }),
      ...(at.namesItself && { authorization_response_iss_parameter_supported: true }),
      ...(at.algorithms && { id_token_signing_alg_values_supported: [...at.algorithms] }),
    },
    registration.clientId,
    {
      // The library counts from the computer's clock; the app's own may stand elsewhere.
      [library.clockSkew]: Math.round((clock.nowMs() - Date.now()) / 1000),
      [library.clockTolerance]: clockToleranceSeconds,
    },
    secret === null ? library.None() : proofs[registration.clientAuthentication](secret),
  );
  configuration[library.customFetch] = fetchThrough(endpoint, (fields) => {
    // The library spells the URI anew, and servers compare it letter by letter.
    if (redirectUri !== undefined && fields.has('redirect_uri')) fields.set('redirect_uri', redirectUri);
  });
  // Its own rule would refuse this computer's own servers; ours (`isSafeEndpoint`) has let the endpoints through.
  library.allowInsecureRequests(configuration);
  return { library, configuration };
}
