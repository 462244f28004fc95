import { expect, it } from 'vitest';
import { foreignServerOf } from '../../main/sending-account.ts';
import { createRegistrations } from '../../main/identity/registrations.ts';
import type { ForeignServer } from '../../main/accounts/accounts-deps.ts';
import type { Account } from '../../shared/account.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { asPerson, openAccounts } from './fake-account-parts.ts';

const registrations = createRegistrations(undefined);
const foreignServer = (account: Account) =>
  foreignServerOf(account, registrations.find(({ provider }) => provider === account.provider) ?? null);
const google = { provider: 'google', sendThrough: 'smtp', tlsMethod: 'implicit', port: 465 } as const;
const host = 'mail.example.test';
const ready = { kind: 'ready' };
const asked = { kind: 'correction-needed', because: 'server-not-providers' };

/** An account at another host than its provider's, for which somebody has signed in. */
async function start() {
  const folder = await temporaryFolder();
  const parts = openAccounts(folder, { foreignServer });
  await parts.accounts.start();
  parts.kept.set('grant-one', { provider: 'google', mailbox: 'anna@example.com' });
  const person = asPerson(parts);
  await person.add({ ...google, host });
  await parts.accounts.linkGrant(1, 'grant-one', google);
  const isConfirmed = () => {
    const account = parts.store.existing(1);
    const place = foreignServer(account);
    return place !== null && parts.accounts.isConfirmed(account, place);
  };
  const findings = async (change: Partial<Account> = {}) => {
    const { id, grantId: _g, passwordId: _p, consentId: _c, ...draft } = parts.store.existing(1);
    const input = { accountId: id, draft: { ...draft, ...change }, passwordTyped: false };
    return (await person.lint(input)).findings.map(({ code }) => code);
  };
  return { folder, ...parts, person, isConfirmed, findings };
}

it('a server that is not the provider’s needs the word of the person, who is asked once', async () => {
  const { accounts, person, findings, isConfirmed, events } = await start();
  expect(accounts.row(1)?.status).toEqual(asked);
  expect(await findings()).toEqual(['host-not-providers']);
  expect((await person.edit(1, {}, { confirmHost: 'Mail.example.test' })).status).toEqual(ready);
  expect(events).toContain('corrected 1');
  expect(await isConfirmed()).toBe(true);
  expect(await findings()).toEqual([]);
  expect(await findings({ host: 'mail2.example.test' })).toEqual(['host-not-providers']);
  // What has nothing to do with the server leaves it as it is.
  expect((await person.edit(1, { senderName: 'Anna', port: 587 })).status).toEqual(ready);
});

it.each<[string, Partial<Account>]>([
  ['another host', { host: 'mail2.example.test' }],
  ['another provider', { provider: 'microsoft' }],
])('it is forgotten with %s, also after a way back', async (_, change) => {
  const { person, isConfirmed, vault, accounts } = await start();
  await person.edit(1, {}, { confirmHost: host });
  expect(await vault.list()).toHaveLength(1);
  await person.edit(1, change);
  await person.edit(1, { ...google, host });
  expect(await isConfirmed()).toBe(false);
  await accounts.settled();
  expect(await vault.list()).toEqual([]);
});

it('it is for one account, and a copied reference is worth nothing', async () => {
  const { person, store, accounts } = await start();
  await person.edit(1, {}, { confirmHost: host });
  const other = await person.add({ ...google, host });
  const { consentId } = store.existing(1);
  const copied = { ...store.existing(other.id), ...(consentId !== undefined && { consentId }) };
  const place = foreignServer(copied);
  expect(place && (await accounts.isConfirmed(copied, place))).toBe(false);
});

it.each<[string, Partial<ForeignServer>]>([
  ['another provider', { provider: 'microsoft' }],
  ['another issuer', { issuer: 'https://accounts.google.com.evil.test' }],
  ['another server', { server: 'mail.evil.test' }],
  ['another port of this computer', { server: `${host}:2525` }],
])('whoever writes its reference beside %s into the file gains nothing', async (_, change) => {
  const { person, store, accounts } = await start();
  await person.edit(1, {}, { confirmHost: host });
  const account = store.existing(1);
  const place = foreignServer(account) ?? expect.unreachable();
  expect(await accounts.isConfirmed(account, place)).toBe(true);
  expect(await accounts.isConfirmed(account, { ...place, ...change })).toBe(false);
});

it('only the host of the account can be confirmed', async () => {
  const { person, store } = await start();
  await expect(person.edit(1, {}, { confirmHost: 'evil.test' })).rejects.toMatchObject({
    ...{ code: 'account-invalid', field: 'confirmHost' },
  });
  await person.edit(1, { host: 'smtp.gmail.com' }, { confirmHost: 'smtp.gmail.com' });
  expect(store.existing(1).consentId).toBeUndefined();
});

it('a server that the policy names for an account has the administrator’s word, for that account alone', async () => {
  const id = 1_000_000;
  const parts = openAccounts(
    await temporaryFolder(),
    { foreignServer },
    { accounts: [{ id, ...google, host }] },
  );
  await parts.accounts.start();
  const person = asPerson(parts);
  parts.kept.set('grant-one', { provider: 'google', mailbox: 'anna@example.com' });
  await parts.accounts.linkGrant(id, 'grant-one', google);
  expect(parts.accounts.row(id)?.status).toEqual(ready);
  const account = parts.store.existing(id);
  const place = foreignServer(account);
  expect(place && (await parts.accounts.isConfirmed(account, place))).toBe(true);
  const { grantId: _g, passwordId: _p, ...draft } = account;
  const input = { accountId: id, draft, passwordTyped: false };
  expect((await person.lint(input)).findings).toEqual([]);

  for (const change of [{ id: 1 }, { host: 'mail2.example.test' }, { alternateServer: 'mail2.example.test' }])
    expect(parts.store.isServedByPolicy({ ...account, ...change })).toBe(false);
  const own = await person.add({ ...google, host });
  await parts.accounts.linkGrant(own.id, 'grant-one', google);
  expect(parts.accounts.row(own.id)?.status).toEqual(asked);
});

it('Undo of a removal brings it back', async () => {
  const { person, isConfirmed } = await start();
  await person.edit(1, {}, { confirmHost: host });
  const { undoToken } = await person.remove([1]);
  await person.restore(undoToken);
  expect(await isConfirmed()).toBe(true);
});
