import type { Configuration, INetworkModule } from '@azure/msal-node';
import { AppError } from '../../shared/errors.ts';
import type { Registration } from './registration.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

/**
 * Loads MSAL at the first sign-in or refresh, so that the app's start does not pay for it.
 *
 * @param clientSecret null: the client is a public one
 */
export async function loadMsalApplication(
  registration: Registration,
  endpoint: TokenEndpoint,
  clientSecret: string | null,
) {
  if (clientSecret === null) return loadPublicMsalApplication(registration, endpoint);
  const { ConfidentialClientApplication } = await import('@azure/msal-node');
  const configuration = configurationOf(registration, endpoint);
  return new ConfidentialClientApplication({
    ...configuration,
    auth: { ...configuration.auth, clientSecret },
  });
}

/** Loads MSAL, as above, for a client that has no secret: only such a one signs people in by code. */
export async function loadPublicMsalApplication(
  registration: Registration,
  endpoint: Pick<TokenEndpoint, 'post'>,
) {
  const { PublicClientApplication } = await import('@azure/msal-node');
  return new PublicClientApplication(configurationOf(registration, endpoint));
}

function configurationOf(registration: Registration, endpoint: Pick<TokenEndpoint, 'post'>): Configuration {
  const authority = registration.authority ?? '';
  const named = {
    // Without these MSAL would ask Microsoft's public cloud about the authority.
    knownAuthorities: [new URL(authority).host],
    authorityMetadata: JSON.stringify({
      issuer: registration.issuer,
      authorization_endpoint: registration.authorizationEndpoint,
      token_endpoint: registration.tokenEndpoint,
      jwks_uri: registration.jwksUri ?? '',
      end_session_endpoint: registration.authorizationEndpoint,
    }),
  };
  return {
    auth: { clientId: registration.clientId, authority, ...(registration.endpointsFromPolicy && named) },
    system: { networkClient: networkClientOf(endpoint) },
  };
}

function networkClientOf(endpoint: Pick<TokenEndpoint, 'post'>): INetworkModule {
  return {
    sendGetRequestAsync: () =>
      Promise.reject(new AppError('client-rejected', 'The endpoints of this provider are not complete.')),
    sendPostRequestAsync: async (url, options) => {
      const { status, headers, body } = await endpoint.post(url, {
        headers: options?.headers,
        body: options?.body,
      });
      // MSAL lets its caller choose the type of the body, so only `never` fits; it parses the members that it uses.
      return { status, headers, body: body as never };
    },
  };
}
