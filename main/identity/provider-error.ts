import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { providerText, quotesSecret } from './provider-text.ts';
import { late } from '../../shared/late-schema.ts';

/** What was asked of the authorization server when it refused. */
export type Step = 'discover' | 'authorize' | 'device' | 'redeem' | 'refresh' | 'revoke';

/** The error members of an OAuth answer that may be shown and logged. */
export interface ProviderError {
  readonly error: string;
  readonly suberror: string;
  /** Number of a Microsoft error, e.g. 65001; 0: none. */
  readonly aadsts: number;
  readonly correlationId: string;
  /** Microsoft's number of the one request. */
  readonly traceId: string;
  /** The provider's own sentence, without secrets; empty: it has none. */
  readonly text: string;
}

const errorBody = late(() =>
  z.object({
    error: z.string(),
    error_description: z.string().optional().catch(undefined),
    suberror: z.string().optional().catch(undefined),
    error_subtype: z.string().optional().catch(undefined),
    error_codes: z.array(z.number()).optional().catch(undefined),
    correlation_id: z.string().optional().catch(undefined),
    trace_id: z.string().optional().catch(undefined),
  }),
);

const plainName = /^[A-Za-z0-9_.-]{1,64}$/;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const nameOnly = (text: string | undefined) => (text !== undefined && plainName.test(text) ? text : '');

const guidOf = (name: string, text: string) => new RegExp(`${name}: ([0-9a-f-]{36})`, 'i').exec(text)?.[1];
const guidOnly = (text: string | undefined) => (text !== undefined && guid.test(text) ? text : '');

/**
 * Answers the error of an OAuth answer: names and numbers, which decide, and the server's own sentence, which is only shown.
 *
 * @param secrets what the request held: a server may repeat it in its sentence, and a name that quotes it is none
 * @returns null — the value is no OAuth error
 * @see RFC 6749 §5.2 and §4.1.2.1
 */
export function parseProviderError(body: unknown, secrets: readonly string[] = []): ProviderError | null {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return null;
  const {
    error,
    error_description: text = '',
    suberror,
    error_subtype: subtype,
    error_codes: codes,
  } = parsed.data;
  const own = (name: string | undefined) => (quotesSecret(name ?? '', secrets) ? '' : nameOnly(name));
  return {
    error: own(error) || 'unrecognised',
    suberror: own(suberror ?? subtype),
    aadsts: codes?.[0] ?? Number(/AADSTS(\d{4,9})/.exec(text)?.[1] ?? 0),
    correlationId: guidOnly(parsed.data.correlation_id ?? guidOf('Correlation ID', text)),
    traceId: guidOnly(parsed.data.trace_id ?? guidOf('Trace ID', text)),
    text: providerText(body, '', secrets),
  };
}

const grantIsDead = new Set(['invalid_grant', 'interaction_required', 'login_required']);
const busy = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);
const clientIsWrong = new Set([
  'invalid_client',
  'unauthorized_client',
  'deleted_client',
  'disabled_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'invalid_request',
  'invalid_scope',
  'invalid_resource',
  'redirect_uri_mismatch',
  'org_internal',
]);
// RFC 8628 §3.5; Microsoft has a name of its own for the second (v2-oauth2-device-code, "Expected errors").
const declined = new Set(['access_denied', 'authorization_declined']);
const administratorDecides = new Set(['consent_required', 'admin_policy_enforced']);

/**
 * Decides what an OAuth error means for the person.
 *
 * Microsoft asks to branch on names and not on AADSTS numbers, which change; only a code of a new sign-in cannot make
 * a grant revoked, since there is none yet.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export function classifyProviderError({ error, suberror }: ProviderError, step: Step): ErrorCode {
  if (administratorDecides.has(error) || administratorDecides.has(suberror)) return 'consent-required';
  if (error === 'access_denied' && step === 'authorize') return 'authorization-denied';
  if (declined.has(error) && step === 'device') return 'authorization-denied';
  if (error === 'expired_token' && step === 'device') return 'sign-in-timed-out';
  if (busy.has(error)) return 'provider-unreachable';
  if (grantIsDead.has(error)) return step === 'refresh' ? 'grant-revoked' : 'authorization-failed';
  if (clientIsWrong.has(error)) return 'client-rejected';
  return step === 'refresh' ? 'provider-response-invalid' : 'authorization-failed';
}

const sentences: Partial<Record<ErrorCode, string>> = {
  'consent-required': 'The provider wants an administrator to allow this app.',
  'authorization-denied': 'The permission was not given on the page of the provider.',
  'sign-in-timed-out': 'The code expired before anybody had signed in with it.',
  'provider-unreachable': 'The provider cannot answer at the moment.',
  'grant-revoked': 'The provider does not accept this sign-in any more.',
  'authorization-failed': 'The provider refused the sign-in.',
  'client-rejected': 'The provider does not accept the client of this app.',
  'provider-response-invalid': 'The provider answered with an error that is not known.',
};

/** Answers the failure for an OAuth error; its detail holds names and numbers, and the server's words apart from them. */
export function providerErrorToFailure(found: ProviderError, step: Step, status?: number): AppError {
  const code = classifyProviderError(found, step);
  return new AppError(code, sentences[code] ?? 'The provider refused the sign-in.', {
    detail: {
      error: found.error,
      ...(found.suberror !== '' && { suberror: found.suberror }),
      ...(found.aadsts !== 0 && { aadsts: found.aadsts }),
      ...(found.text !== '' && { providerText: found.text }),
      ...(found.correlationId !== '' && { correlationId: found.correlationId }),
      ...(found.traceId !== '' && { traceId: found.traceId }),
      ...(status !== undefined && { status }),
    },
  });
}

const libraryError = late(() =>
  z.object({
    name: z.string().catch('Error'),
    /** MSAL's name of what it found. */
    errorCode: z.string().optional().catch(undefined),
    /** openid-client's. */
    code: z.string().optional().catch(undefined),
  }),
);

const compared = late(() =>
  z.object({
    /** Claim of an id_token. */
    claim: z.string().optional(),
    /** Member of a metadata or userinfo document. */
    attribute: z.string().optional(),
  }),
);
/** What openid-client compared in vain; it nests it in one error or two. */
const comparison = late(() =>
  z.union([
    z.object({ cause: z.object({ cause: compared }) }).transform(({ cause }) => cause.cause),
    z.object({ cause: compared }).transform(({ cause }) => cause),
  ]),
);

// MSAL's own findings, made without a request.
const nothingToRefresh = new Set([
  'no_tokens_found',
  'refresh_token_expired',
  'no_account_in_silent_request',
]);
const belongsToAnotherAttempt = new Set(['nonce_mismatch', 'state_mismatch']);

/**
 * Reduces an error that a library found by itself, not the server, to a failure without a trace of its objects:
 * they hold requests, and requests hold tokens.
 */
export function libraryErrorToFailure(thrown: unknown, step: Step): AppError {
  if (thrown instanceof AppError) return thrown;
  const parsed = libraryError.safeParse(thrown);
  const { name, errorCode, code } = parsed.success
    ? parsed.data
    : { name: 'Error', errorCode: undefined, code: undefined };
  const error = nameOnly(errorCode ?? code) || nameOnly(name) || 'unrecognised';
  const options = { cause: new Error(error), detail: { error } };
  if (nothingToRefresh.has(error)) {
    return new AppError('grant-revoked', 'There is nothing left of this sign-in to be renewed.', options);
  }
  const { claim, attribute } = comparison.safeParse(thrown).data ?? {};
  if (claim === 'iss' || attribute === 'issuer') {
    return new AppError(
      'issuer-mismatch',
      'Another authorization server answered than the one that was asked.',
      options,
    );
  }
  if (belongsToAnotherAttempt.has(error) || claim === 'nonce') {
    return new AppError('state-mismatch', 'The answer of the provider belongs to another sign-in.', options);
  }
  if (name === 'ClientConfigurationError' || error === 'endpoints_resolution_error') {
    return new AppError(
      'client-rejected',
      'The client or the endpoints of this provider are not usable.',
      options,
    );
  }
  return step === 'refresh'
    ? new AppError('provider-response-invalid', 'The answer of the provider cannot be used.', options)
    : new AppError('authorization-failed', 'The answer of the provider cannot be used.', options);
}
