import { expect, it } from 'vitest';
import { statusOf } from '../../main/accounts/account-status.ts';
import type { StatusInput } from '../../main/accounts/account-status.ts';

interface Facts extends Partial<Omit<StatusInput, 'account'>> {
  readonly enabled?: boolean;
  readonly provider?: string;
  readonly user?: string;
}

const status = ({ enabled = true, provider = 'none', user = 'a@example.com', ...facts }: Facts) =>
  statusOf({
    account: { enabled, provider, user },
    hasPassword: true,
    passwordBound: true,
    grant: 'none',
    lastRefusal: null,
    signingIn: false,
    ...facts,
  });

const google = { provider: 'google', grant: 'ready' } as const;

// From the top: what stands above goes before what stands below.
it.each<[string, Facts, string]>([
  [
    'disabled goes before everything',
    { ...google, enabled: false, signingIn: true, grant: 'dead' },
    'disabled',
  ],
  [
    'a running sign-in goes before the need of one',
    { ...google, signingIn: true, grant: 'none' },
    'signing-in',
  ],
  ['a sign-in that cannot be read', { ...google, grant: 'unreadable' }, 'unreadable vault-unreadable'],
  ['a password that cannot be read', { lastRefusal: 'vault-unreadable' }, 'unreadable vault-unreadable'],
  [
    'a revoked sign-in goes before a refusal',
    { ...google, grant: 'dead', lastRefusal: 'authentication-rejected' },
    'sign-in-needed grant-revoked',
  ],
  [
    'a sign-in that an administrator must allow',
    { ...google, grant: 'dead', grantCode: 'consent-required' },
    'blocked consent-required',
  ],
  [
    'a dead sign-in with its own reason',
    { ...google, grant: 'dead', grantCode: 'scope-missing' },
    'sign-in-needed scope-missing',
  ],
  ['no sign-in', { ...google, grant: 'none' }, 'sign-in-needed sign-in-required'],
  ['a sign-in for another client', { ...google, grant: 'unbound' }, 'sign-in-needed sign-in-required'],
  ['no password', { hasPassword: false }, 'password-needed password-required'],
  ['a password for another host', { passwordBound: false }, 'password-needed password-required'],
  ['a password of an account that signs in does not count', { ...google, hasPassword: false }, 'ready'],
  [
    'a server that is not the provider’s',
    { ...google, serverIsForeign: true, lastRefusal: 'authentication-rejected' },
    'correction-needed server-not-providers',
  ],
  [
    'the need of a sign-in goes before its server',
    { ...google, grant: 'none', serverIsForeign: true },
    'sign-in-needed sign-in-required',
  ],
  ['SMTP AUTH switched off', { ...google, lastRefusal: 'smtp-auth-disabled' }, 'blocked smtp-auth-disabled'],
  ['refused credentials', { lastRefusal: 'authentication-rejected' }, 'refused authentication-rejected'],
  ['a refused sender', { ...google, lastRefusal: 'sender-rejected' }, 'refused sender-rejected'],
  ['a sign-in not opened yet', { ...google, grant: 'not-checked' }, 'not-checked'],
  ['a password no server has seen', { lastRefusal: undefined }, 'not-checked'],
  [
    'a relay without a user that was never asked',
    { user: '', hasPassword: false, lastRefusal: undefined },
    'not-checked',
  ],
  ['a password that was accepted', {}, 'ready'],
  ['a relay without a user that accepted', { user: '', hasPassword: false }, 'ready'],
  ['a fresh sign-in', { ...google, lastRefusal: undefined }, 'ready'],
  ['network trouble is no status', { ...google, lastRefusal: 'server-unreachable' }, 'ready'],
])('%s', (_, facts, expected) => {
  const { kind, because } = status(facts);
  expect([kind, because].filter(Boolean).join(' ')).toBe(expected);
});
