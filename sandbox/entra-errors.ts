import { randomUUID } from 'node:crypto';
import type { DressedAnswer, TokenFailure } from './dress.ts';
import type { Fate } from './token-store.ts';

interface EntraError {
  readonly status?: number;
  readonly error: string;
  readonly code: number;
  readonly text: string;
  readonly suberror?: string;
  /** What a new sign-in has to prove, as JSON text. */
  readonly claims?: string;
}

const missing = (member: string): EntraError => ({
  error: 'invalid_request',
  code: 900_144,
  text: `The request body must contain the following parameter: '${member}'.`,
});

/** The long form of an error text: `AADSTS…: … Trace ID: … Correlation ID: … Timestamp: …`. */
const longText = (
  code: number,
  text: string,
  trace: string,
  correlation: string,
  timestamp: string,
): string =>
  `AADSTS${code}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;

const timestampNow = (): string => `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** Answers an error text as it stands in a redirect. */
export const entraText = (code: number, text: string): string =>
  longText(code, text, randomUUID(), randomUUID(), timestampNow());

/** Answers the text for an error that `oidc-provider` sends back in a redirect. */
export const entraRedirectText = (error: string, description: string): string => {
  if (error === 'login_required') {
    return entraText(50_058, 'A silent sign-in request was sent but no user is signed in.');
  }
  if (description.includes('PKCE'))
    return entraText(missing('code_challenge').code, missing('code_challenge').text);
  return entraText(90_023, description);
};

/**
 * Answers an error as Entra's token endpoint writes it.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const entraError = (problem: EntraError, correlationId: string | undefined): DressedAnswer => {
  const trace = randomUUID();
  const correlation = correlationId ?? randomUUID();
  const timestamp = timestampNow();
  return {
    status: problem.status ?? 400,
    body: {
      error: problem.error,
      error_description: longText(problem.code, problem.text, trace, correlation, timestamp),
      error_codes: [problem.code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${problem.code}`,
      ...(problem.suberror !== undefined && { suberror: problem.suberror }),
      ...(problem.claims !== undefined && { claims: problem.claims }),
    },
  };
};

const malformed: EntraError = {
  error: 'invalid_grant',
  code: 9_002_313,
  text: 'Invalid request. Request is malformed or invalid.',
};

const deadRefreshToken: Record<Fate, EntraError> = {
  revoked: {
    error: 'invalid_grant',
    code: 50_173,
    suberror: 'bad_token',
    text: 'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
  },
  expired: {
    error: 'invalid_grant',
    code: 700_082,
    text: 'The refresh token has expired due to inactivity.',
  },
  // Not from Entra, which lets old refresh tokens live: see the token store.
  used: {
    error: 'invalid_grant',
    code: 70_000,
    text: "The provided value for the input parameter 'refresh_token' is not valid.",
  },
  unknown: malformed,
  alive: malformed,
};

const deadCode: Record<Fate, EntraError> = {
  used: {
    error: 'invalid_grant',
    code: 54_005,
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  expired: {
    error: 'invalid_grant',
    code: 70_008,
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  },
  revoked: deadRefreshToken.revoked,
  unknown: malformed,
  alive: malformed,
};

/**
 * What becomes of asking with a device code. Microsoft documents the four names ("Expected errors" of v2-oauth2-device-code);
 * the numbers and words are seen: 70016 in msal-common's own tests, 70020 in MicrosoftDocs/azure-docs issue 92366. Those of a
 * declined sign-in and of an unknown code are not; here they are the ones of a declined consent and of
 * reference-error-codes (BadVerificationCode).
 */
const deviceProblems: Readonly<Record<string, EntraError>> = {
  authorization_pending: {
    error: 'authorization_pending',
    code: 70_016,
    text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  },
  expired_token: {
    error: 'expired_token',
    code: 70_020,
    text: "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
  },
  access_denied: {
    error: 'authorization_declined',
    code: 65_004,
    text: 'User declined to consent to access the app.',
  },
  invalid_grant: {
    error: 'bad_verification_code',
    code: 70_018,
    text: 'Invalid verification code due to User typing in wrong user code for device code flow.',
  },
};

const problemOf = ({ error, reason, form }: TokenFailure, fateOf: (secret: string) => Fate): EntraError => {
  const clientId = form.get('client_id') ?? '';
  // Only a request for a code has it.
  const isCodeRequest = form.has('prompt');
  if (form.get('grant_type') === null && !isCodeRequest) return missing('grant_type');
  if (clientId === '') return missing('client_id');
  if (error === 'invalid_client') {
    return {
      error: 'unauthorized_client',
      code: 700_016,
      text: `Application with identifier '${clientId}' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
    };
  }
  if (form.has('device_code') && deviceProblems[error] !== undefined) return deviceProblems[error];
  if (error === 'unsupported_grant_type') {
    return { error, code: 70_003, text: 'The app requested an unsupported grant type.' };
  }
  if (error === 'invalid_scope') {
    return {
      error: 'invalid_grant',
      code: 65_001,
      suberror: 'consent_required',
      text: `The user or administrator has not consented to use the application with ID '${clientId}' named 'SMTP Setup'. Send an interactive authorization request for this user and resource.`,
    };
  }
  if (error !== 'invalid_grant') return { error, code: 90_023, text: reason };
  if (form.get('grant_type') === 'refresh_token') {
    return deadRefreshToken[fateOf(form.get('refresh_token') ?? '')];
  }
  if (reason.includes('redirect_uri')) {
    return {
      error,
      code: 500_112,
      text: `The reply address '${form.get('redirect_uri') ?? ''}' does not match the reply address provided when requesting Authorization code.`,
    };
  }
  if (reason.includes('must be provided')) return missing('code_verifier');
  if (reason.includes('code_verifier')) {
    return {
      error,
      code: 501_481,
      text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    };
  }
  return deadCode[fateOf(form.get('code') ?? '')];
};

/** Answers Entra's words for what `oidc-provider` found. */
export const dressEntraFailure = (failure: TokenFailure, fateOf: (secret: string) => Fate): DressedAnswer =>
  entraError(problemOf(failure, fateOf), failure.correlationId);
