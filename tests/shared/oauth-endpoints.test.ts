import { expect, test } from 'vitest';
import { microsoftEndpoints, redirectUriOf } from '../../shared/oauth-endpoints.ts';

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
