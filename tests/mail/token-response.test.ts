import { expect, test } from 'vitest';
import { tokenResponse } from '../../main/mail/token-response.ts';

const shown = { user: 'user@example.com', accessToken: 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==' };

test('an access token is shown by OAUTHBEARER as the examples of RFC 7628 §4 write it', () => {
  const place = { host: 'server.example.com', port: 587 };
  expect(tokenResponse({ ...shown, ...place, mechanism: 'OAUTHBEARER' })).toEqual({
    initial:
      'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9NTg3AWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB',
    afterRefusal: 'AQ==',
  });
});

test('an access token is shown by XOAUTH2 as Google writes it', () => {
  expect(
    tokenResponse({
      user: 'someuser@example.com',
      accessToken: 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg',
      mechanism: 'XOAUTH2',
      host: 'unused',
      port: 1,
    }),
  ).toEqual({
    initial:
      'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
    afterRefusal: '',
  });
});

test('a user name cannot end its place in OAUTHBEARER', () => {
  const { initial } = tokenResponse({
    user: 'a=b,c@example.com',
    accessToken: 't',
    mechanism: 'OAUTHBEARER',
    host: 'h',
    port: 1,
  });
  const text = Buffer.from(initial, 'base64').toString();
  expect(text.split('\u0001')[0]).toBe('n,a=a=3Db=2Cc@example.com,');
});
