import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { isIssuer, validateAuthorizationResponse } from '../../main/identity/authorization-response.ts';
import { validateIdToken } from '../../main/identity/id-token.ts';

const expected = {
  ...{ state: 'state-1', issuer: 'https://login.example/{tenantid}/v2.0' },
  secrets: ['canary-verifier'],
};
const validate = (parameters: Record<string, string>) =>
  validateAuthorizationResponse(new URLSearchParams(parameters), expected);

describe('an authorization response', () => {
  it('gives its code', () => {
    expect(validate({ state: 'state-1', code: 'code-1' })).toEqual({
      code: 'code-1',
      clientInfo: '',
      issuer: '',
    });
    expect(validate({ state: 'state-1', code: 'code-1', client_info: 'info', session_state: 'x' })).toEqual({
      code: 'code-1',
      clientInfo: 'info',
      issuer: '',
    });
    const iss = 'https://login.example/tenant-1/v2.0';
    expect(validate({ state: 'state-1', code: 'code-1', iss })).toMatchObject({ issuer: iss });
  });

  it.each([
    ['of another attempt', { state: 'state-2', code: 'c' }, 'state-mismatch'],
    ['without a state', { code: 'c' }, 'state-mismatch'],
    ['of another attempt that was declined', { state: 'state-2', error: 'access_denied' }, 'state-mismatch'],
    [
      'of another server',
      { state: 'state-1', code: 'c', iss: 'https://evil.example/t1/v2.0' },
      'issuer-mismatch',
    ],
    [
      'of a server whose name only begins alike',
      { state: 'state-1', code: 'c', iss: 'https://login.example.evil/t1/v2.0' },
      'issuer-mismatch',
    ],
    [
      'of a deeper path',
      { state: 'state-1', code: 'c', iss: 'https://login.example/t1/x/v2.0' },
      'issuer-mismatch',
    ],
    [
      'with an error of another server',
      { state: 'state-1', error: 'access_denied', iss: 'https://evil.example' },
      'issuer-mismatch',
    ],
    ['that was declined', { state: 'state-1', error: 'access_denied' }, 'authorization-denied'],
    ['that needs consent', { state: 'state-1', error: 'consent_required' }, 'consent-required'],
    [
      'that a Workspace administrator blocks',
      { state: 'state-1', error: 'admin_policy_enforced' },
      'consent-required',
    ],
    ['of an unknown client', { state: 'state-1', error: 'unauthorized_client' }, 'client-rejected'],
    ['of a busy server', { state: 'state-1', error: 'temporarily_unavailable' }, 'provider-unreachable'],
    [
      'that wants more of the person',
      { state: 'state-1', error: 'interaction_required' },
      'authorization-failed',
    ],
    ['with any other error', { state: 'state-1', error: 'whatever' }, 'authorization-failed'],
    ['with an empty error', { state: 'state-1', error: '', code: 'c' }, 'authorization-failed'],
    ['without a code', { state: 'state-1' }, 'authorization-failed'],
    ['with an empty code', { state: 'state-1', code: '' }, 'authorization-failed'],
  ])('%s is refused', (_name, parameters, code) => {
    expect(() => validate(parameters)).toThrow(expect.objectContaining({ code }));
  });

  it('of the awaited server is taken whatever the tenant', () => {
    expect(
      validate({ state: 'state-1', code: 'c', iss: 'https://login.example/contoso.com/v2.0' }).code,
    ).toBe('c');
  });

  it('hands on the number and the words of a Microsoft error, but nothing of the attempt that they repeat', () => {
    const parameters = {
      state: 'state-1',
      error: 'access_denied',
      error_description:
        'AADSTS65004: state-1 canary-verifier declined. Correlation ID: 6ba7b810-9dad-11d1-80b4-00c04fd430c8 ',
    };
    try {
      validate(parameters);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        detail: {
          error: 'access_denied',
          aadsts: 65_004,
          correlationId: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
          providerText: 'AADSTS65004: … … declined. Correlation ID: 6ba7b810-9dad-11d1-80b4-00c04fd430c8',
        },
      });
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
    }
  });
});

describe('an issuer', () => {
  it('without a placeholder is compared letter by letter', () => {
    expect(isIssuer('https://accounts.google.com', 'https://accounts.google.com')).toBe(true);
    expect(isIssuer('https://accounts.google.com/', 'https://accounts.google.com')).toBe(false);
  });
});

describe('an id_token', () => {
  const nowMs = 1_800_000_000_000;
  const good = {
    iss: 'https://login.example/tenant-1/v2.0',
    aud: 'client',
    exp: nowMs / 1000 + 3600,
    nonce: 'nonce-1',
    tid: 'tenant-1',
    sub: 'anna',
  };
  const tokenOf = (claims: unknown) =>
    `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
  const check = (idToken: string | undefined) =>
    validateIdToken(idToken, { clientId: 'client', issuers: [expected.issuer], nonce: 'nonce-1', nowMs });

  it('answers all its claims', () => {
    expect(check(tokenOf(good))).toEqual(good);
  });

  it('may name more audiences if it was asked for by this client', () => {
    expect(check(tokenOf({ ...good, aud: ['client', 'other'], azp: 'client' })).sub).toBe('anna');
  });

  it('may be a few minutes out, as clocks are', () => {
    expect(check(tokenOf({ ...good, exp: nowMs / 1000 - 240 })).sub).toBe('anna');
  });

  it.each([
    ['missing', undefined, 'authorization-failed'],
    ['no token at all', 'x', 'authorization-failed'],
    ['not JSON', 'a.b.c', 'authorization-failed'],
    ['a list', tokenOf([]), 'authorization-failed'],
    ['of another server', tokenOf({ ...good, iss: 'https://evil.example/tenant-1/v2.0' }), 'issuer-mismatch'],
    ['of another tenant than its issuer', tokenOf({ ...good, tid: 'tenant-2' }), 'issuer-mismatch'],
    ['without a tenant', tokenOf({ ...good, tid: undefined }), 'issuer-mismatch'],
    ['for another client', tokenOf({ ...good, aud: 'other' }), 'authorization-failed'],
    [
      'asked for by another client',
      tokenOf({ ...good, aud: ['client', 'other'], azp: 'other' }),
      'authorization-failed',
    ],
    ['long expired', tokenOf({ ...good, exp: nowMs / 1000 - 3600 }), 'authorization-failed'],
    ['of another attempt', tokenOf({ ...good, nonce: 'nonce-2' }), 'state-mismatch'],
    ['without a nonce', tokenOf({ ...good, nonce: undefined }), 'state-mismatch'],
  ])('that is %s is refused', (_name, idToken, code) => {
    expect(() => check(idToken)).toThrow(expect.objectContaining({ code }));
  });

  const failureOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return error;
    }
    return null;
  };

  it.each([
    [undefined, 'The provider did not say who signed in.', { check: 'id_token' }],
    [tokenOf({ ...good, exp: 'soon' }), 'The provider did not say who signed in.', { check: 'id_token' }],
    [tokenOf({ ...good, aud: 5 }), 'The provider did not say who signed in.', { check: 'id_token' }],
    [
      tokenOf({ ...good, iss: 'https://evil.example' }),
      'Another authorization server says who signed in than the one asked.',
      undefined,
    ],
    [tokenOf({ ...good, aud: 'other' }), 'The provider answered for another client.', { check: 'aud' }],
    [tokenOf({ ...good, aud: [] }), 'The provider answered for another client.', { check: 'aud' }],
    [
      tokenOf({ ...good, aud: ['client', 'other'] }),
      'The provider answered for another client.',
      { check: 'aud' },
    ],
    [
      tokenOf({ ...good, exp: nowMs / 1000 - 301 }),
      'The answer of the provider is out of date; check the clock of this computer.',
      { check: 'exp' },
    ],
    [
      tokenOf({ ...good, nonce: 'nonce-2' }),
      'The answer of the provider belongs to another sign-in.',
      undefined,
    ],
  ])('that is refused says why: %#', (idToken, message, detail) => {
    expect(failureOf(() => check(idToken))).toMatchObject({ message, detail });
  });

  it('is good to the very second, for one audience whoever asked, and without a nonce where none was given', () => {
    expect(check(tokenOf({ ...good, exp: nowMs / 1000 - 300 })).sub).toBe('anna');
    expect(check(tokenOf({ ...good, aud: ['client'], azp: 'other' })).sub).toBe('anna');
    const expectation = { clientId: 'client', issuers: ['https://other.example', expected.issuer], nowMs };
    for (const nonce of ['anything', undefined]) {
      expect(validateIdToken(tokenOf({ ...good, nonce }), { ...expectation, nonce: null }).sub).toBe('anna');
    }
    const ofNobody = tokenOf({ ...good, iss: 'https://login.example//v2.0', tid: undefined });
    expect(check(ofNobody).sub).toBe('anna');
  });

  it('has the same words as a response that is refused', () => {
    const sentences = [
      [{ state: 'state-2', code: 'c' }, 'The answer of the provider belongs to another sign-in.'],
      [
        { state: 'state-1', code: 'c', iss: 'https://evil.example' },
        'Another authorization server answered than the one that was asked.',
      ],
      [{ state: 'state-1' }, 'The provider answered without a code.'],
    ] as const;
    for (const [parameters, message] of sentences)
      expect(failureOf(() => validate(parameters))).toMatchObject({ message });
  });
});

describe('the tenant of an issuer', () => {
  it.each([
    ['https://login.example/t-1.x/v2.0', true],
    ['https://login.example//v2.0', false],
    ['https://login.example/v2.0', false],
    ['https://login.example/a/b/v2.0', false],
    ['https://login.example/a?b/v2.0', false],
    ['https://login.example/a/v2.0x', false],
    ['xhttps://login.example/a/v2.0', false],
  ])('%s: %s', (issuer, isIt) => {
    expect(isIssuer(issuer, expected.issuer)).toBe(isIt);
  });
});
