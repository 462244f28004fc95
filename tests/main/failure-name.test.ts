import { describe, expect, test } from 'vitest';
import { failureName, isCertificateFailure, isGreetingFailure } from '../../main/failure-name.ts';

const error = (fields: object) => Object.assign(new Error('text'), fields);

describe('the name of a failed connection', () => {
  test.each([
    [error({ code: 'ENOTFOUND' }), 'ENOTFOUND'],
    [error({ code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [error({ code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' }), 'GREETING_TIMEOUT'],
    [error({ code: 'ETLS', response: '502 no' }), 'ETLS'],
    [new AggregateError([error({ code: 'ECONNREFUSED' }), error({ code: 'ENETUNREACH' })]), 'ECONNREFUSED'],
    [error({ code: 'ESOCKET' }), ''],
    [error({}), ''],
    [error({ code: 'token=canary secret' }), ''],
    [error({ code: 42 }), ''],
    ['ECONNREFUSED', ''],
    [null, ''],
  ])('of %o is %j', (thrown, name) => {
    expect(failureName(thrown)).toBe(name);
  });
});

test('a failure of the certificate is told from one of the handshake', () => {
  const names = ['CERT_HAS_EXPIRED', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID'];
  expect(names.every(isCertificateFailure)).toBe(true);
  expect(['ERR_SSL_WRONG_VERSION_NUMBER', 'ECONNRESET', ''].some(isCertificateFailure)).toBe(false);
});

test('a greeting that is none is told from what comes later', () => {
  expect(isGreetingFailure(error({ command: 'CONN', response: '421 busy' }))).toBe(true);
  expect(isGreetingFailure(error({ command: 'STARTTLS', response: '502 no' }))).toBe(false);
  expect(isGreetingFailure(error({ command: 'CONN' }))).toBe(false);
  expect(isGreetingFailure(undefined)).toBe(false);
});
