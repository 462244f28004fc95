import { AppError } from '../../shared/errors.ts';
import { parseProviderError, providerErrorToFailure } from './provider-error.ts';

declare const validated: unique symbol;

/** The code of an authorization response that belongs to this attempt and comes from this server. */
export interface ValidatedResponse {
  readonly [validated]: true;
  readonly code: string;
  /** Microsoft's `client_info`; empty: not sent. */
  readonly clientInfo: string;
  /** Who answered, as it says itself (RFC 9207); empty: not sent. */
  readonly issuer: string;
}

const tenantPlaceholder = '{tenantid}';
const isAboutError = (name: string) => name.startsWith('error') || name === 'iss';

/** Says whether an issuer is the expected one, where `{tenantid}` stands for any one tenant. */
export function isIssuer(issuer: string, expected: string): boolean {
  const [before, after] = expected.split(tenantPlaceholder);
  if (before === undefined || after === undefined) return issuer === expected;
  return (
    issuer.startsWith(before) &&
    issuer.endsWith(after) &&
    /^[A-Za-z0-9.-]+$/.test(issuer.slice(before.length, issuer.length - after.length))
  );
}

/**
 * Answers the code of an authorization response, so that no other parameters can reach the code exchange.
 *
 * @param expected.secrets what else the provider has seen of this attempt: it may repeat it in its error
 * @throws {AppError} `state-mismatch` — it belongs to another attempt
 * @throws {AppError} `issuer-mismatch` — another authorization server answered
 * @throws {AppError} `authorization-denied` — the person declined
 * @throws {AppError} `consent-required` — only an administrator may accept
 * @throws {AppError} `client-rejected`, `provider-unreachable`, `authorization-failed` — as the error says
 * @see RFC 6749 §4.1.2, RFC 9207 §2.4
 */
export function validateAuthorizationResponse(
  parameters: URLSearchParams,
  expected: { readonly state: string; readonly issuer: string; readonly secrets?: readonly string[] },
): ValidatedResponse {
  if (parameters.get('state') !== expected.state) {
    throw new AppError('state-mismatch', 'The answer of the provider belongs to another sign-in.');
  }
  const issuer = parameters.get('iss');
  // Checked where it is sent: neither Google nor Microsoft promises it, and a custom provider may (its metadata says so).
  if (issuer !== null && !isIssuer(issuer, expected.issuer)) {
    throw new AppError(
      'issuer-mismatch',
      'Another authorization server answered than the one that was asked.',
    );
  }
  if (parameters.has('error')) {
    const own = [...parameters].flatMap(([name, value]) => (isAboutError(name) ? [] : value));
    const found = parseProviderError(Object.fromEntries(parameters), [...own, ...(expected.secrets ?? [])]);
    if (found) throw providerErrorToFailure(found, 'authorize');
  }
  const code = parameters.get('code');
  if (code === null || code === '') {
    throw new AppError('authorization-failed', 'The provider answered without a code.');
  }
  const response: Omit<ValidatedResponse, typeof validated> = {
    code,
    clientInfo: parameters.get('client_info') ?? '',
    issuer: issuer ?? '',
  };
  // The brand exists for the compiler only; this is the one place that gives it.
  return response as ValidatedResponse;
}
