import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokenResponse } from '../../main/mail/token-response.ts';
import { withoutSecrets } from '../../main/mail/without-secrets.ts';
import type { Authentication } from '../../main/mail/submission.ts';

const password = { kind: 'password', user: 'bob@store.example', password: 'canary-Zebra-7' } as const;
const token = {
  kind: 'oauth',
  user: 'bob@store.example',
  accessToken: 'ya29.canary-token-0123456789',
} as const;
const base64 = (text: string) => Buffer.from(text).toString('base64');

function shown(reply: string, authentication: Authentication): string | undefined {
  const outcome = { kind: 'authentication-rejected', code: 'authentication-rejected', reply } as const;
  return withoutSecrets({ ...outcome, tokenMayBeStale: false }, authentication).reply;
}

const bearer = (mechanism: 'XOAUTH2' | 'OAUTHBEARER') =>
  tokenResponse({ ...token, mechanism, host: 'smtp.store.example', port: 587 }).initial;

describe('a server that quotes what it refuses', () => {
  test.each<[string, string, Authentication]>([
    ['the password', password.password, password],
    ['AUTH PLAIN', base64(`\0${password.user}\0${password.password}`), password],
    ['AUTH PLAIN with an identity', base64(`x\0${password.user}\0${password.password}`), password],
    ['AUTH LOGIN', base64(password.password), password],
    ['an access token', token.accessToken, token],
    ['XOAUTH2', bearer('XOAUTH2'), token],
    ['OAUTHBEARER', bearer('OAUTHBEARER'), token],
    ['base64 for URLs', Buffer.from(`\0u\0${password.password}`).toString('base64url'), password],
  ])('gets %s taken out of its reply', (_name, quoted, authentication) => {
    expect(shown(`535 5.7.8 cannot parse: ${quoted}`, authentication)).toBe('535 5.7.8 cannot parse: …');
  });

  test('shows nothing of a part of it either', () => {
    const quoted = base64(`\0${password.user}\0${password.password}`);
    expect(shown(`535 cannot parse: ${quoted.slice(0, 40)}...`, password)).toBe('535 cannot parse: …...');
    expect(shown(`535 cannot parse: ${quoted.slice(-18)}`, password)).toBe('535 cannot parse: …');
    expect(shown(`535 bad token ${token.accessToken.slice(0, 20)}`, token)).toBe('535 bad token …');
  });

  test('shows nothing of it, however many replies quote a part of it', () => {
    const long = {
      ...token,
      accessToken: `ya29.${'canary-'.repeat(3)}${base64(password.password.repeat(40))}`,
    };
    const refused = Array.from({ length: 200 }, (_, index) => ({
      address: `kay${index}@fabrikam.test`,
      reply: `550 who knows what this is: ${index}-${long.accessToken.slice(index, index + 40)}`,
    }));
    const outcome = { kind: 'accepted', reply: '250 OK', accepted: ['ben@example.org'], refused } as const;
    const replies = withoutSecrets(outcome, long).refused.map(({ reply }) => reply);
    expect(new Set(replies)).toEqual(new Set(['550 who knows what this is: …']));
  });

  test('is cleaned before the reply is cut to 500 characters', () => {
    const before = `535 ${'x '.repeat(240)}`;
    const reply = shown(`${before}${base64(`\0bob@store.example\0${password.password}`)} the end`, password);
    expect(reply).toBe(`${before}… the end`);
    expect(shown(`535 ${'x '.repeat(400)}`, password)).toHaveLength(500);
  });

  test('keeps the words that are none of the secret', () => {
    const reply = '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled. [AM0PR01]';
    expect(shown(reply, password)).toBe(reply);
    expect(shown(reply, { kind: 'none' })).toBe(reply);
  });

  test('gives nothing away wherever the secret stands in what it quotes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (before, after) => {
        const reply = shown(`535 what is ${base64(`${before}${password.password}${after}`)}?`, password);
        expect(reply).toBe('535 what is …?');
      }),
    );
  });
});
