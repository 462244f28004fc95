import type { OAuth2Client } from 'google-auth-library';
import type { Registration } from './registration.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

/** Loads the library at the first sign-in or refresh, so that the app's start does not pay for it. */
export async function loadGoogleClient(
  registration: Registration,
  endpoint: TokenEndpoint,
  clientSecret: string | null,
) {
  const library = await import('google-auth-library');
  const { ClientAuthentication, CodeChallengeMethod } = library;
  const client: OAuth2Client = new library.OAuth2Client({
    clientId: registration.clientId,
    ...(clientSecret !== null && { clientSecret }),
    clientAuthentication:
      clientSecret === null ? ClientAuthentication.None : ClientAuthentication.ClientSecretPost,
    endpoints: {
      oauth2AuthBaseUrl: registration.authorizationEndpoint,
      oauth2TokenUrl: registration.tokenEndpoint,
      ...(registration.revocationEndpoint !== null && { oauth2RevokeUrl: registration.revocationEndpoint }),
    },
    // Its interceptors write whole token answers to standard error where an environment variable says so.
    useAuthRequestParameters: false,
    transporterOptions: {
      retryConfig: { retry: 0, noResponseRetries: 0 },
      fetchImplementation: async (url, init) => {
        const { text } = await endpoint.post(url instanceof Request ? url.url : url, {
          headers: init?.headers,
          body: formText(init?.body),
        });
        return new Response(text, { headers: { 'content-type': 'application/json' } });
      },
    },
  });
  return { client, s256: CodeChallengeMethod.S256 };
}

function formText(body: unknown): string | undefined {
  if (body instanceof URLSearchParams) return body.toString();
  return typeof body === 'string' ? body : undefined;
}
