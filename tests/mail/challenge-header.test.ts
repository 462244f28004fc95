import { expect, test } from 'vitest';
import { claimsOfHeader } from '../../main/mail/challenge-header.ts';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
const encoded = Buffer.from(claims).toString('base64');
const bearer =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"';

test.each<[string, string, string]>([
  [
    'the claims of a challenge are read out of its header',
    `${bearer}, error="insufficient_claims", claims="${encoded}"`,
    claims,
  ],
  ['in any order', `Bearer claims="${encoded}", error="insufficient_claims"`, claims],
  ['a token that is over is no challenge', `${bearer}, error="invalid_token"`, ''],
  ['nor are claims with another error', `${bearer}, error="invalid_token", claims="${encoded}"`, ''],
  ['nor a challenge without claims', `${bearer}, error="insufficient_claims"`, ''],
  ['nor an empty header', '', ''],
])('%s', (_name, header, found) => {
  expect(claimsOfHeader(header)).toBe(found);
});
