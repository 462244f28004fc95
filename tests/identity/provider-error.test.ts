import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/errors.ts';
import {
  libraryErrorToFailure,
  parseProviderError,
  providerErrorToFailure,
} from '../../main/identity/provider-error.ts';
import type { Step } from '../../main/identity/provider-error.ts';

describe('an OAuth error', () => {
  it.each<[Step, Record<string, unknown>, ErrorCode]>([
    ['refresh', { error: 'invalid_grant' }, 'grant-revoked'],
    ['refresh', { error: 'invalid_grant', error_codes: [700_082] }, 'grant-revoked'],
    ['refresh', { error: 'invalid_grant', suberror: 'bad_token', error_codes: [50_173] }, 'grant-revoked'],
    ['refresh', { error: 'invalid_grant', error_subtype: 'invalid_rapt' }, 'grant-revoked'],
    ['refresh', { error: 'interaction_required', suberror: 'basic_action' }, 'grant-revoked'],
    ['refresh', { error: 'login_required' }, 'grant-revoked'],
    ['refresh', { error: 'consent_required' }, 'consent-required'],
    [
      'refresh',
      { error: 'invalid_grant', suberror: 'consent_required', error_codes: [65_001] },
      'consent-required',
    ],
    ['refresh', { error: 'invalid_client', error_codes: [7_000_215] }, 'client-rejected'],
    ['refresh', { error: 'unauthorized_client', error_codes: [700_016] }, 'client-rejected'],
    ['refresh', { error: 'deleted_client' }, 'client-rejected'],
    [
      'refresh',
      { error: 'invalid_request', error_description: 'client_secret is missing.' },
      'client-rejected',
    ],
    ['refresh', { error: 'invalid_scope' }, 'client-rejected'],
    ['refresh', { error: 'temporarily_unavailable' }, 'provider-unreachable'],
    ['refresh', { error: 'server_error' }, 'provider-unreachable'],
    ['refresh', { error: 'something_new' }, 'provider-response-invalid'],
    ['redeem', { error: 'invalid_grant' }, 'authorization-failed'],
    ['redeem', { error: 'invalid_client' }, 'client-rejected'],
    ['redeem', { error: 'something_new' }, 'authorization-failed'],
    ['authorize', { error: 'access_denied' }, 'authorization-denied'],
    ['redeem', { error: 'access_denied' }, 'authorization-failed'],
  ])('at %s, %j means %s', (step, body, code) => {
    const found = parseProviderError(body);
    expect(found && providerErrorToFailure(found, step).code).toBe(code);
  });

  it('never makes a grant look dead because of a name that is not a grant error', () => {
    const grantErrors = ['invalid_grant', 'interaction_required', 'login_required'];
    fc.assert(
      fc.property(fc.string(), fc.string(), (error, suberror) => {
        fc.pre(!grantErrors.includes(error));
        const found = parseProviderError({ error, suberror });
        expect(found && providerErrorToFailure(found, 'refresh').code).not.toBe('grant-revoked');
      }),
    );
  });

  it('decides by names and numbers, and keeps the words of the server apart from them', () => {
    const found = parseProviderError({
      error: 'canary secret <script>',
      suberror: 'canary words with spaces',
      error_description: 'AADSTS50173: canary token abc',
      correlation_id: 'canary',
    });
    expect(found).toEqual({
      ...{ error: 'unrecognised', suberror: '', aadsts: 50_173, correlationId: '', traceId: '' },
      text: 'AADSTS50173: canary token abc',
    });
  });

  it('says in its own words what nobody knows, with the numbers that its support asks for', () => {
    const traceId = '0000aaaa-11bb-cccc-dd33-eeeeee333333';
    const correlationId = 'aaaa0000-bb11-2222-33cc-444444dddddd';
    const found = parseProviderError({
      error: 'something_new',
      error_description: `The  mailbox moved\u0007.\r\nTrace ID: ${traceId}\r\nCorrelation ID: ${correlationId}`,
    });
    expect(found && providerErrorToFailure(found, 'refresh', 400).detail).toEqual({
      error: 'something_new',
      providerText: `The mailbox moved . Trace ID: ${traceId} Correlation ID: ${correlationId}`,
      ...{ traceId, correlationId, status: 400 },
    });
  });

  it.each([null, 'text', 7, [], {}, { error: 7 }, { error: { code: 400 } }])('is not what %j is', (body) => {
    expect(parseProviderError(body)).toBeNull();
  });
});

describe('an error of a library', () => {
  it.each<[string, unknown, Step, ErrorCode]>([
    [
      'nothing cached',
      { name: 'InteractionRequiredAuthError', errorCode: 'no_tokens_found' },
      'refresh',
      'grant-revoked',
    ],
    [
      'expired by its own account',
      { name: 'InteractionRequiredAuthError', errorCode: 'refresh_token_expired' },
      'refresh',
      'grant-revoked',
    ],
    [
      'a nonce of another attempt',
      { name: 'ClientAuthError', errorCode: 'nonce_mismatch' },
      'redeem',
      'state-mismatch',
    ],
    [
      'a bad authority',
      { name: 'ClientConfigurationError', errorCode: 'authority_uri_insecure' },
      'redeem',
      'client-rejected',
    ],
    [
      'unresolved endpoints',
      { name: 'ClientAuthError', errorCode: 'endpoints_resolution_error' },
      'refresh',
      'client-rejected',
    ],
    ['anything else in a sign-in', new Error('canary'), 'redeem', 'authorization-failed'],
    ['anything else in a refresh', new TypeError('canary'), 'refresh', 'provider-response-invalid'],
    ['no error at all', 'canary', 'refresh', 'provider-response-invalid'],
  ])('(%s) is reduced to a code', (_name, thrown, step, code) => {
    const failure = libraryErrorToFailure(thrown, step);
    expect(failure.code).toBe(code);
    expect(
      JSON.stringify([failure, failure.message, failure.cause], ['code', 'message', 'detail', 'error']),
    ).not.toContain('canary');
  });
});
