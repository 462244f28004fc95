import { describe, expect, it } from 'vitest';
import { passwordIdFor, passwordRecordFor } from '../../main/accounts/passwords.ts';
import { collectSecrets, noSecrets, parseSecrets } from '../../main/transfer/exported-secrets.ts';
import type { ExportedSecrets } from '../../main/transfer/exported-secrets.ts';
import { newSecretsFor, secretsByAccount } from '../../main/transfer/imported-secrets.ts';
import type { SecretRecord } from '../../main/vault/secret-record.ts';
import type { Account } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import { exampleAccount } from '../helpers/example-accounts.ts';
import { systemRandom } from '../helpers/system-ports.ts';

type GrantState = 'ready' | 'dead' | 'unbound' | 'unreadable' | 'not-checked';

/** A vault in memory, and grants that are in these states. */
function keepers(
  records: readonly SecretRecord[] = [],
  states: Readonly<Record<string, GrantState>> = {},
  fails?: AppError,
) {
  const byId = new Map(records.map((record) => [record.id, record]));
  const get = async (id: string) => {
    if (fails) throw fails;
    return byId.get(id) ?? null;
  };
  const info = (id: string) => {
    const state = states[id];
    return state ? { signedInAs: '', mailbox: '', state } : null;
  };
  return {
    vault: { get, put: async () => undefined },
    clientSecrets: { get: async () => null },
    grants: {
      open: async () => undefined,
      take: async () => 'taken-grant',
      forAccounts: {
        info,
        isBound: () => true,
        adoptPending: async () => '',
        release: async () => undefined,
      },
    },
  };
}

function withPassword(account: Account, password: string) {
  const id = passwordIdFor(account, systemRandom);
  return { account: { ...account, passwordId: id }, record: passwordRecordFor(id, account, password) };
}

const account = exampleAccount(1);
const place = { host: 'mail.example.com', user: 'person1@example.com' };
const filePassword = (change: object = {}) =>
  secretsByAccount({ ...noSecrets, passwords: [{ accountId: 7, ...place, password: 'new', ...change }] });
const nothing = { password: null, grant: null };

describe('a password of a file', () => {
  it('is for the account of its row, at the place it was made for', async () => {
    const of = (row: Account, file = filePassword(), fileId: number | null = 7) =>
      newSecretsFor(row, fileId, file, keepers());
    expect(await of(account)).toEqual({ password: 'new', grant: null });
    for (const other of [
      { host: 'evil.example.com' },
      { user: 'b@example.com' },
      { alternateServer: 'evil.example.com' },
    ]) {
      expect(await of({ ...account, ...other })).toEqual(nothing);
    }
    expect(await of({ ...account, provider: 'google' })).toEqual(nothing);
    expect(await of(account, filePassword({ host: 'mail.example.com evil.example.com' }))).toEqual(nothing);
    expect(await of(account, filePassword(), 8)).toEqual(nothing);
    expect(await of(account, filePassword(), null)).toEqual(nothing);
  });

  it('is new only where it is another one', async () => {
    const known = withPassword(account, 'new');
    expect(await newSecretsFor(known.account, 7, filePassword(), keepers([known.record]))).toEqual(nothing);
    const old = withPassword(account, 'old');
    const found = await newSecretsFor(old.account, 7, filePassword(), keepers([old.record]));
    expect(found.password).toBe('new');
    const unreadable = new AppError('vault-unreadable', 'Sealed elsewhere.');
    expect((await newSecretsFor(old.account, 7, filePassword(), keepers([], {}, unreadable))).password).toBe(
      'new',
    );
    const locked = new AppError('vault-unavailable', 'Locked.');
    await expect(newSecretsFor(old.account, 7, filePassword(), keepers([], {}, locked))).rejects.toBe(locked);
  });
});

const grant: ExportedSecrets['grants'][number] = {
  ...{
    accountIds: [7],
    provider: 'google',
    sendThrough: 'api',
    clientId: 'c',
    issuer: 'i',
    tokenEndpoint: 't',
  },
  ...{ revocationEndpoint: null, gmailApi: 'g', scopes: [], state: 'refresh-token', savedAtMs: 1 },
  identity: { key: 'google:1', addresses: ['person1@example.com'], displayName: '' },
};
const signedIn: Account = { ...account, provider: 'google', sendThrough: 'api' };

describe('a sign-in of a file', () => {
  const file = secretsByAccount({ ...noSecrets, grants: [grant] });
  const of = async (row: Account, state?: GrantState) => {
    const grantId = state ? 'grant-here' : null;
    const states = state ? { 'grant-here': state } : {};
    return (await newSecretsFor({ ...row, grantId }, 7, file, keepers([], states))).grant;
  };

  it('is for the provider, the way of sending and the person it was made for', async () => {
    expect(await of(signedIn)).toBe(grant);
    expect(await of({ ...signedIn, provider: 'microsoft' })).toBeNull();
    expect(await of({ ...signedIn, sendThrough: 'smtp' })).toBeNull();
    expect(await of({ ...signedIn, user: 'b@example.com' })).toBeNull();
    expect(await of({ ...signedIn, user: 'shared@example.com', signInAccount: 'Person1@Example.com' })).toBe(
      grant,
    );
  });

  it('takes the place of one that is of no use, and of no other', async () => {
    expect(
      await Promise.all((['dead', 'unbound', 'unreadable'] as const).map((state) => of(signedIn, state))),
    ).toEqual([grant, grant, grant]);
    expect(
      await Promise.all((['ready', 'not-checked'] as const).map((state) => of(signedIn, state))),
    ).toEqual([null, null]);
  });
});

describe('the secrets of an export', () => {
  it('are those that can be used: no withdrawn sign-in, no password for another place', async () => {
    const good = withPassword(account, 'a');
    const moved = withPassword({ ...account, id: 2 }, 'b');
    const accounts = [
      good.account,
      { ...moved.account, host: 'other.example.com' },
      { ...signedIn, id: 3, grantId: 'grant-good' },
      { ...signedIn, id: 4, grantId: 'grant-good' },
      { ...signedIn, id: 5, grantId: 'grant-dead' },
    ];
    const { accountIds: _, ...contents } = grant;
    const record: SecretRecord = { ...contents, kind: 'grant', id: 'grant-good', dialogId: null };
    const records = [good.record, moved.record, record];
    const found = await collectSecrets(
      accounts,
      [],
      keepers(records, { 'grant-good': 'ready', 'grant-dead': 'dead' }),
    );
    expect(found).toEqual({
      passwords: [{ accountId: 1, ...place, password: 'a' }],
      grants: [{ ...grant, accountIds: [3, 4] }],
      clients: [],
    });
    expect(parseSecrets(JSON.stringify(found))).toEqual(found);
  });

  it('are all of them, or there is no export', async () => {
    const { account: row } = withPassword(account, 'a');
    const of = (code: 'vault-unavailable' | 'vault-unreadable') =>
      collectSecrets([row], [], keepers([], {}, new AppError(code, 'No.')));
    await expect(of('vault-unavailable')).rejects.toMatchObject({ code: 'vault-unavailable' });
    // What cannot be opened here is lost already.
    expect(await of('vault-unreadable')).toEqual(noSecrets);
  });

  it('in another form are refused without a word of them', () => {
    for (const text of ['', 'null', '{"passwords":[{"password":"geheim"}]}']) {
      expect(() => parseSecrets(text)).toThrow(expect.objectContaining({ code: 'import-refused' }));
      try {
        parseSecrets(text);
      } catch (error) {
        expect(JSON.stringify(error) + String(error)).not.toContain('geheim');
      }
    }
  });
});
