import { describe, expect, it } from 'vitest';
import { createRegistrations } from '../../main/identity/registrations.ts';
import {
  alternateOf,
  checkPasswordPlace,
  checkTokenPlace,
  foreignServerOf,
  routeOf,
} from '../../main/sending-account.ts';
import { sendingAccount } from '../../main/sending.ts';
import { newAccountDraft } from '../../shared/account.ts';
import { firstManagedId } from '../../shared/account.ts';
import type { Account } from '../../shared/account.ts';
import type { ErrorCode } from '../../shared/errors.ts';

const account = (change: Partial<Account> = {}): Account => ({
  ...newAccountDraft,
  ...{ id: 1, host: 'mail.example.test', user: 'ada@example.test', grantId: null, passwordId: null },
  ...change,
});

describe('the way to the server', () => {
  it.each<[Partial<Account>, string]>([
    [{ port: 587 }, 'starttls'],
    [{ port: 465 }, 'implicit'],
    [{ port: 465, tlsMethod: 'starttls' }, 'starttls'],
    [{ port: 587, tlsMethod: 'implicit' }, 'implicit'],
    [{ port: 465, tls: false }, 'none'],
  ])('%j is %s', (change, tls) => {
    expect(routeOf(account(change), { smtpTimeoutMs: 9_000 })).toMatchObject({ tls, timeoutMs: 9_000 });
  });

  it("has the account's own timeout, and an IPv6 host without brackets", () => {
    const route = routeOf(account({ host: '[::1]', timeoutMs: 1_000 }), { smtpTimeoutMs: 9_000 });
    expect(route).toMatchObject({ host: '::1', timeoutMs: 1_000 });
  });
});

describe('a password', () => {
  it.each<[string, Partial<Account>]>([
    ['with TLS', {}],
    ['to this computer', { tls: false, host: 'localhost' }],
    ['where the account says so', { tls: false, sendPasswordUnencrypted: true }],
  ])('leaves %s', (_, change) => {
    expect(() => checkPasswordPlace(account(change), false)).not.toThrow();
  });

  it('leaves in clear to no other computer where the policy says so, whatever the account says', () => {
    const change = { tls: false, sendPasswordUnencrypted: true };
    expect(() => checkPasswordPlace(account(change), true)).toThrow(
      expect.objectContaining({ code: 'account-invalid', field: 'tls' }),
    );
    expect(() => checkPasswordPlace(account({ ...change, host: 'localhost' }), true)).not.toThrow();
  });

  it.each(['mail.example.test', 'mail.localhost', '127.0.0.1.example.test'])(
    'does not leave in clear to %s',
    (host) => {
      expect(() => checkPasswordPlace(account({ tls: false, host }), false)).toThrow(
        expect.objectContaining({ code: 'account-invalid', field: 'tls' }),
      );
    },
  );
});

describe('an access token', () => {
  const [google, microsoft] = createRegistrations(undefined);
  if (!google || !microsoft) throw new Error('two providers are built in');
  const atHome = { ...microsoft, smtp: { host: 'localhost', port: 2525, tlsMethod: 'starttls' as const } };

  it('goes to the hosts of its provider, in any case', () => {
    expect(() => checkTokenPlace(account({ host: 'SMTP.office365.com' }), microsoft)).not.toThrow();
    expect(() => checkTokenPlace(account({ host: 'localhost', port: 2525 }), atHome)).not.toThrow();
  });

  it.each<[string, Partial<Account>, string]>([
    ['to another host', { host: 'smtp.office365.com.example.test' }, 'host'],
    ['to another name of the same address', { host: '127.0.0.1', port: 2525 }, 'host'],
    ['to another program of this computer', { host: 'localhost', port: 2526 }, 'port'],
  ])('does not go %s', (_, change, field) => {
    expect(() => checkTokenPlace(account(change), atHome)).toThrow(
      expect.objectContaining({ code: 'server-not-providers', field }),
    );
  });

  it('never goes without TLS', () => {
    const inClear = account({ host: 'smtp.office365.com', tls: false });
    expect(() => checkTokenPlace(inClear, atHome)).toThrow(
      expect.objectContaining({ code: 'account-invalid', field: 'tls' }),
    );
  });

  it.each<[Partial<Account>, string | null]>([
    [{ host: 'SMTP.office365.com' }, null],
    [{ host: 'Mail.example.test', port: 465 }, 'mail.example.test'],
    [{ host: '127.0.0.1', port: 2525 }, '127.0.0.1:2525'],
    [{ host: 'localhost', port: 2526 }, 'localhost:2526'],
    [{ host: 'localhost', port: 2525 }, null],
    [{ host: 'x.test', sendThrough: 'api' }, null],
  ])('of %j would go to a server that is not its provider: %s', (change, server) => {
    expect(foreignServerOf(account(change), atHome)?.server ?? null).toBe(server);
    expect(foreignServerOf(account(change), null)).toBeNull();
  });

  it('goes by HTTP to the place of its registration, whatever the account says of SMTP', () => {
    const byApi = account({ sendThrough: 'api', host: 'x.test' });
    expect(() => checkTokenPlace(byApi, google)).not.toThrow();
    expect(() => checkTokenPlace(byApi, { ...google, gmailApi: null })).toThrow(
      expect.objectContaining({ code: 'account-invalid', field: 'sendThrough' }),
    );
  });
});

describe('the alternate server', () => {
  const [, microsoft] = createRegistrations(undefined);
  if (!microsoft) throw new Error('two providers are built in');
  const settings = { smtpTimeoutMs: 9_000 };
  const of = (
    change: Partial<Account>,
    authentication: 'none' | 'password' | 'oauth' = 'password',
    alwaysEncrypted = false,
    namesServers = false,
  ) => alternateOf(account(change), authentication, microsoft, settings, { alwaysEncrypted, namesServers });

  it.each<[Partial<Account>, object]>([
    [{ alternateServer: 'backup.example.test' }, { host: 'backup.example.test', port: 587, tls: 'starttls' }],
    [{ alternateServer: 'backup.example.test:465' }, { port: 465, tls: 'implicit' }],
    [
      { alternateServer: 'b.test:465', tlsMethod: 'starttls' },
      { port: 465, tls: 'starttls' },
    ],
    [
      { alternateServer: '[::1]:2525', port: 465 },
      { host: '::1', port: 2525, tls: 'starttls' },
    ],
    [{ alternateServer: 'mail.example.test:2525' }, { host: 'mail.example.test', port: 2525 }],
    [{ alternateServer: 'b.test', timeoutMs: 1_000 }, { timeoutMs: 1_000 }],
  ])('of %j is reached as the first one is: %j', (change, route) => {
    expect(of(change)).toMatchObject({ route, leftOut: '' });
  });

  it.each<[string, Partial<Account>]>([
    ['there is none', {}],
    ['it is the first server itself', { alternateServer: 'MAIL.example.test:587' }],
    ['it is no server', { alternateServer: 'a b' }],
    ['the account sends by HTTP', { alternateServer: 'backup.example.test', sendThrough: 'api' }],
  ])('is not asked where %s', (_, change) => {
    expect(of(change)).toEqual({ route: null, leftOut: '' });
  });

  it.each<[string, Partial<Account>, 'password' | 'oauth']>([
    ['in clear to another computer', { host: 'localhost', tls: false }, 'password'],
    ['in clear, where the policy forbids it', { tls: false, sendPasswordUnencrypted: true }, 'password'],
    ['to a host that is not its provider', { provider: 'microsoft', host: 'smtp.office365.com' }, 'oauth'],
    ['without TLS', { provider: 'microsoft', host: 'smtp.office365.com', tls: false }, 'oauth'],
  ])('does not get what proves who sends %s, and says so', (_, change, authentication) => {
    const alternateServer = 'backup.example.test';
    const { route, leftOut } = of({ ...change, alternateServer }, authentication, true);
    expect(route).toBeNull();
    expect(leftOut).toMatch(/^backup\.example\.test was not asked: .*\.$/);
  });

  it('gets a token only where it is another host of the provider', () => {
    const change = {
      provider: 'microsoft',
      host: 'smtp.office365.com',
      alternateServer: 'smtp-mail.outlook.com',
    };
    expect(of(change, 'oauth')).toMatchObject({ route: { host: 'smtp-mail.outlook.com', port: 587 } });
  });

  it('gets a token also where the policy names it, but never without TLS', () => {
    const change = {
      provider: 'microsoft',
      host: 'relay.example.test',
      alternateServer: 'backup.example.test',
    };
    expect(of(change, 'oauth', false, true)).toMatchObject({ route: { host: 'backup.example.test' } });
    expect(of({ ...change, tls: false }, 'oauth', false, true).route).toBeNull();
  });

  it('gets a password in clear on this computer, or where the account says so', () => {
    const there = { tls: false, host: 'localhost' };
    expect(of({ ...there, alternateServer: '127.0.0.1:2526' }, 'password', true).route).not.toBeNull();
    const said = { ...there, alternateServer: 'b.test', sendPasswordUnencrypted: true };
    expect(of(said).route).not.toBeNull();
    expect(of({ ...there, alternateServer: 'b.test' }, 'none', true).route).not.toBeNull();
  });
});

describe('what the outbox knows of an account', () => {
  it.each<[string, Partial<Account>, 'active' | 'refused', ErrorCode | null]>([
    ['a whole one', {}, 'active', null],
    ['a disabled one', { enabled: false }, 'active', 'account-disabled'],
    ['any, under a refused policy', {}, 'refused', 'policy-invalid'],
    ['one without an address', { user: '' }, 'active', 'account-invalid'],
    [
      'one whose sign-in will bring the address',
      { user: '', provider: 'google' },
      'active',
      'sign-in-required',
    ],
    ['one with a From address only', { user: '', from: 'a@b.test' }, 'active', null],
  ])('%s is held for: %4$s', (_, change, status, code) => {
    expect(sendingAccount(1, account(change), { status })?.heldBecause).toBe(code);
  });

  it('is nothing where there is no account', () => {
    expect(sendingAccount(1, null, { status: 'none' })).toBeNull();
    expect(sendingAccount(1, null, { status: 'refused' })).toBeNull();
    expect(sendingAccount(firstManagedId, null, { status: 'active' })).toBeNull();
  });

  it('is the refused policy where the account stands in it', () => {
    const hidden = sendingAccount(firstManagedId, null, { status: 'refused' });
    expect(hidden).toMatchObject({ accountId: firstManagedId, heldBecause: 'policy-invalid' });
  });

  it.each<[Partial<Account>, string]>([
    [{}, 'password'],
    [{ user: '' }, 'none'],
    [{ provider: 'google' }, 'oauth'],
  ])('%j authenticates by %s', (change, authentication) => {
    expect(sendingAccount(1, account(change), { status: 'none' })).toMatchObject({ authentication });
  });
});
