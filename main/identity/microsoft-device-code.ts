import type { AuthenticationResult } from '@azure/msal-node';
import type { SendThrough } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock, Fetch } from '../ports.ts';
import { parseDeviceAnswer, pollForTokens } from './device-code.ts';
import type { DeviceCode } from './device-code.ts';
import type { DeviceCodeRequest } from './identity-provider.ts';
import { loadPublicMsalApplication } from './msal-application.ts';
import { extraScopes, mailScope } from './registration.ts';
import type { Registration } from './registration.ts';
import { openTokenEndpoint } from './token-endpoint.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

interface Conversation {
  readonly registration: Registration;
  readonly sendThrough: SendThrough;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Of the client; null: it has none. */
  readonly secret: string | null;
  readonly request: DeviceCodeRequest;
}

/** A code of Microsoft's for a person, and what MSAL makes of the answer in the end. */
interface MicrosoftCode extends Pick<DeviceCode, 'userCode' | 'verificationUri' | 'expiresAtMs'> {
  readonly tokens: Promise<{ readonly result: AuthenticationResult; readonly cache: string }>;
}

/**
 * Gets a code from Microsoft and asks until somebody has signed in with it.
 *
 * MSAL makes the requests and reads the answers. How often is asked is decided here, on the app's own clock, below MSAL: by
 * itself it gives up at `slow_down`, at a lost connection and at a 5xx, and cannot be stopped while it waits.
 *
 * @throws {AppError} as `IdentityProvider.deviceCode` does
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export async function signInByCode(conversation: Conversation): Promise<MicrosoftCode> {
  const { registration, sendThrough, fetch, clock, request } = conversation;
  if (conversation.secret !== null) {
    throw new AppError(
      'client-rejected',
      `The client of ${registration.name} has a secret, and Microsoft signs people in by code for public clients only: sign in in the browser, or enter a client without a secret.`,
      { field: 'deviceCode', detail: { provider: registration.provider } },
    );
  }
  const { tokenEndpoint } = registration;
  // As MSAL finds it.
  const deviceEndpoint = tokenEndpoint.replace('/token', '/devicecode');
  const endpoints = [tokenEndpoint, deviceEndpoint];
  const endpoint = openTokenEndpoint({ fetch, clock, endpoints, deviceEndpoint, step: 'device' });
  const given = Promise.withResolvers<DeviceCode>();

  const exchange: TokenEndpoint['post'] = async (url, form) => {
    const ask = () => endpoint.post(url, form);
    if (new URL(url).pathname === new URL(tokenEndpoint).pathname) {
      return pollForTokens({ clock, signal: request.signal, code: await given.promise, ask });
    }
    const answer = await ask();
    given.resolve(parseDeviceAnswer(answer.body, clock.nowMs()));
    return answer;
  };
  let failure: { readonly reason: unknown } | null = null;
  // MSAL puts errors of its own in the place of ours.
  const post: TokenEndpoint['post'] = async (url, form) => {
    try {
      return await exchange(url, form);
    } catch (error) {
      failure = { reason: error };
      throw error;
    }
  };

  const work = async () => {
    const app = await loadPublicMsalApplication(registration, { post });
    const result = await app.acquireTokenByDeviceCode({
      scopes: scopesOfOneResource(registration, sendThrough, request),
      deviceCodeCallback: () => undefined,
      ...(request.claims && { claims: request.claims }),
    });
    if (!result) throw new AppError('authorization-failed', 'Microsoft did not say who signed in.');
    return { result, cache: app.getTokenCache().serialize() };
  };
  const tokens = endpoint.run(work).catch((error: unknown) => {
    throw failure?.reason ?? error;
  });
  tokens.catch((error: unknown) => given.reject(error));
  const { userCode, verificationUri, expiresAtMs } = await given.promise;
  return { userCode, verificationUri, expiresAtMs, tokens };
}

/**
 * Answers what a code is asked for: the way of sending alone, not the other one besides as in the browser.
 *
 * Entra shows the consent for scopes of two resources and then refuses to redeem the code (AADSTS28000,
 * https://github.com/MicrosoftDocs/azure-docs/issues/42565).
 */
function scopesOfOneResource(
  registration: Registration,
  sendThrough: SendThrough,
  { permissions }: DeviceCodeRequest,
): string[] {
  const send = mailScope(registration, sendThrough);
  const resource = send.slice(0, send.lastIndexOf('/') + 1);
  const extra = extraScopes(registration, sendThrough, permissions);
  return [...registration.scopes[sendThrough], ...extra.filter((scope) => scope.startsWith(resource))];
}
