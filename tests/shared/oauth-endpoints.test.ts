import { expect, test } from 'vitest';
import { isSafeEndpoint, microsoftEndpoints, redirectUriOf } from '../../shared/oauth-endpoints.ts';

test('the endpoints of Microsoft follow the cloud and the tenant', () => {
  expect(microsoftEndpoints('global', 'organizations')).toEqual({
    authorizationEndpoint: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
    tokenEndpoint: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
    revocationEndpoint: null,
  });
  expect(microsoftEndpoints('us-government', 'contoso.example').tokenEndpoint).toBe(
    'https://login.microsoftonline.us/contoso.example/oauth2/v2.0/token',
  );
  expect(microsoftEndpoints('china', 'common').authorizationEndpoint).toBe(
    'https://login.partner.microsoftonline.cn/common/oauth2/v2.0/authorize',
  );
});

test('what is typed as a tenant never leaves its place in the path', () => {
  expect(microsoftEndpoints('global', '../x?y#z').tokenEndpoint).toBe(
    'https://login.microsoftonline.com/..%2Fx%3Fy%23z/oauth2/v2.0/token',
  );
});

test('the redirect URI to register has a port and a path only where they are fixed', () => {
  expect(redirectUriOf({ redirectPort: null, redirectPath: '/' })).toBe('http://localhost');
  expect(redirectUriOf({ redirectPort: 8080, redirectPath: '/' })).toBe('http://localhost:8080');
  expect(redirectUriOf({ redirectPort: 8080, redirectPath: '/oauth/redirect' })).toBe(
    'http://localhost:8080/oauth/redirect',
  );
});

test.for([
  ['https://login.example.com/token', true],
  ['http://localhost:8080/token', true],
  ['http://127.0.0.1/token', true],
  ['http://[::1]:1/token', true],
  ['http://login.example.com/token', false],
  ['http://localhost.example.com/', false],
  ['http://127.0.0.1.example.com/', false],
  ['https://anna:secret@login.example.com/', false],
  ['ftp://localhost/', false],
  ['javascript:alert(1)', false],
  ['login.example.com', false],
  ['', false],
] as const)('whether secrets may go to %s: %s', ([url, isSafe]) => {
  expect(isSafeEndpoint(url)).toBe(isSafe);
});
