import { describe, expect, test } from 'vitest';
import { createAddressMask, mapTexts } from '../../main/diagnose/masked-addresses.ts';
import { createSupportBundle } from '../../main/diagnose/support-bundle.ts';
import { secretsOf, vaultSecrets } from '../../main/diagnose/vault-secrets.ts';
import { readLogLine } from '../../main/log.ts';
import type { AppState } from '../../shared/app-state.ts';
import { AppError } from '../../shared/errors.ts';
import { exampleState } from '../helpers/example-state.ts';
import { fakeAccount, fakeItem } from '../helpers/fake-app.ts';
import { exampleGrant, examplePassword } from '../vault/example-records.ts';

const line = '{"time":"2026-11-20T09:00:00.000Z","event":"check-ended","accountId":1,"code":"tls-failed"}';
const account = fakeAccount(1, {
  host: 'mail.contoso.test',
  user: 'ada@contoso.test',
  senderName: 'Ada Byron',
  signedInAs: 'ada@contoso.test',
});

function bundle(
  {
    state = {},
    secrets = [],
    log = [line],
    protocol = [],
  }: {
    state?: Partial<AppState>;
    secrets?: readonly string[];
    log?: readonly string[];
    protocol?: readonly string[];
  },
  maskAddresses = false,
) {
  const make = createSupportBundle({
    clock: { nowMs: () => Date.UTC(2026, 10, 20, 9), sleep: async () => undefined },
    state: () => exampleState({ accounts: [account], ...state }),
    versions: { node: '24.0.0' },
    troubledItems: () => [
      fakeItem(7, {
        subject: 'Secret offer',
        to: ['kay@fabrikam.test'],
        state: 'failed',
        because: 'recipient-rejected',
        reply: '550 5.1.1 <kay@fabrikam.test>: User unknown',
        documents: [{ documentId: 'd', name: 'Offer.pdf', sizeBytes: 9, sha256: 'x' }],
      }),
    ],
    logTail: () => log,
    readLogLine,
    protocolLog: () => protocol,
    clockOffMs: () => 1_400,
    secrets: async () => ({ secrets, unopened: 2 }),
  });
  return make({ maskAddresses });
}
const parsed = async (...input: Parameters<typeof bundle>) => JSON.parse((await bundle(...input)).text);

describe('a support bundle', () => {
  test('is one JSON file with what helps, and a name of its day', async () => {
    const file = await bundle({});
    expect(file).toMatchObject({
      fileName: 'smtp-setup-support-2026-11-20.json',
      mediaType: 'application/json',
    });
    expect(JSON.parse(file.text)).toMatchObject({
      format: 'smtp-setup-support',
      app: { version: '0.0.0', platform: 'linux' },
      versions: { node: '24.0.0' },
      clockOffSeconds: 1,
      secretsNotOpened: 2,
      accounts: [{ id: 1, host: 'mail.contoso.test', user: 'ada@contoso.test' }],
      settings: { smtpTimeoutMs: 100_000 },
      policy: { status: 'none' },
      outbox: { troubled: [{ because: 'recipient-rejected', recipients: 1, documentSizesBytes: [9] }] },
      log: [{ event: 'check-ended', code: 'tls-failed' }],
    });
  });

  test('never names subjects, documents, recipients, or who uses the computer', async () => {
    const { text } = await bundle({ state: { host: { ...exampleState().host, userName: 'MARKER-user' } } });
    expect(text).not.toMatch(/Secret offer|Offer\.pdf|kay@|MARKER-user/);
    expect(text).toContain('550 5.1.1 <address-1@fabrikam.test>: User unknown');
  });

  test('has what was recorded of accounts, with recipients masked in any case', async () => {
    const { protocolLogs } = await parsed({ protocol: ['#1 > RCPT TO:<zoe@fabrikam.test>', '#1 < 250 OK'] });
    expect(protocolLogs).toEqual([
      { accountId: 1, lines: ['#1 > RCPT TO:<address-2@fabrikam.test>', '#1 < 250 OK'] },
    ]);
    expect((await parsed({})).protocolLogs).toEqual([]);
  });

  test('masks addresses and names where that is asked for; the same person stays the same', async () => {
    const two = [
      account,
      fakeAccount(2, { user: 'ADA@contoso.test', from: 'bob@contoso.test', host: 'x.test' }),
    ];
    const { accounts } = await parsed({ state: { accounts: two } }, true);
    expect(accounts).toMatchObject([
      { user: 'address-1@contoso.test', signedInAs: 'address-1@contoso.test', senderName: '…' },
      { user: 'address-1@contoso.test', from: 'address-2@contoso.test', senderName: '' },
    ]);
    expect((await bundle({ state: { accounts: two } }, true)).text).not.toMatch(/ada@|bob@|Byron/i);
  });

  test.each([
    [
      'an account',
      { state: { accounts: [{ ...account, senderName: 'MARKER-secret-1' }] } },
      'accounts[0].senderName',
    ],
    [
      'a setting',
      { state: { settings: { ...exampleState().settings, emailToFaxFormat: 'x MARKER-secret-1' } } },
      'settings.emailToFaxFormat',
    ],
    [
      'the log',
      { log: ['{"time":"2026-11-20T09:00:00.000Z","event":"x","state":"MARKER-secret-1"}'] },
      'log[0].state',
    ],
    [
      'a protocol log',
      { protocol: ['#1 > EHLO client.test', '#1 < 535 MARKER-secret-1'] },
      'protocolLogs[0].lines[1]',
    ],
  ] as const)('is refused where a secret is planted in %s', async (_where, wish, place) => {
    const refused = bundle({ ...wish, secrets: ['MARKER-secret-1'] });
    await expect(refused).rejects.toMatchObject({ code: 'bundle-refused', detail: { place } });
    await expect(refused).rejects.not.toThrow('MARKER');
  });

  test.each(['none', 'smtp', '587', 'mail', 'auto', 'true', 'x!'])(
    'is there where a password is as short as %j, which is cut out',
    async (password) => {
      const row = { ...account, host: `mail.${password}.test`, senderName: password };
      const { accounts, protocolLogs, format } = await parsed({
        state: { accounts: [row] },
        protocol: ['#1 < 535 bad ' + password],
        secrets: [password],
      });
      expect(accounts).toMatchObject([{ senderName: '…' }]);
      expect(protocolLogs).toMatchObject([{ lines: ['#1 < 535 bad …'] }]);
      expect(format).toBe('smtp-setup-support');
    },
  );

  test('has a number no more that is a password', async () => {
    const { accounts } = await parsed({ secrets: ['587'] });
    expect(accounts).toMatchObject([{ port: '…', host: 'mail.contoso.test' }]);
  });

  test('reads the log as it would be written today', async () => {
    const { log } = await parsed({
      log: [
        'not JSON',
        '{"event":"x"}',
        '{"time":"now","event":"a b","state":"anna@x.test","password":"p"}',
        'null',
      ],
    });
    expect(log).toEqual([{ time: '(withheld)', event: '(withheld)', state: '(withheld)' }]);
  });
});

describe('the secrets of the vault', () => {
  test('are those of passwords, clients and sign-ins, JSON within JSON included', () => {
    expect(secretsOf(examplePassword({ password: 'pass' }))).toEqual(['pass']);
    expect(
      secretsOf({
        ...{ kind: 'client', id: 'client-0001', provider: 'google', clientId: 'c', issuer: 'i' },
        ...{ tokenEndpoint: 't', secret: 'client secret' },
      }),
    ).toEqual(['client secret']);
    const cache = JSON.stringify({
      RefreshToken: { key: { secret: 'refresh', credential_type: 'RefreshToken' } },
      AccessToken: { key: { secret: 'access', token_type: 'Bearer', realm: 'tenant' } },
    });
    const state = JSON.stringify({ v: 1, homeAccountId: 'home', cache });
    expect(secretsOf(exampleGrant({ state }))).toEqual([state, 'refresh', 'access']);
    const google = JSON.stringify({ v: 1, accessToken: 'a', refreshToken: 'r', expiresAtMs: 1 });
    expect(secretsOf(exampleGrant({ state: google }))).toEqual([google, 'a', 'r']);
    expect(secretsOf(exampleGrant({ state: 'opaque' }))).toEqual(['opaque']);
  });

  test('that cannot be opened are counted, and a vault that does not answer has none', async () => {
    const vault = {
      list: async () => ['one', 'two', 'three'],
      get: async (id: string) => {
        if (id === 'two') throw new AppError('vault-unreadable', 'sealed elsewhere');
        return id === 'one' ? examplePassword({ password: 'pass' }) : null;
      },
    };
    expect(await vaultSecrets(vault)).toEqual({ secrets: ['pass'], unopened: 1 });
    const list = async () => {
      throw new AppError('vault-unavailable', 'locked');
    };
    expect(await vaultSecrets({ ...vault, list })).toEqual({ secrets: [], unopened: 0 });
  });
});

test('the mask knows addresses in any surroundings, and leaves everything else', () => {
  const mask = createAddressMask();
  expect(mask('550 <Anna@x.test>, not anna@X.test; "ö@y.test"')).toBe(
    '550 <address-1@x.test>, not address-1@x.test; "address-2@y.test"',
  );
  expect(mask('no address, @home, 5.1.1')).toBe('no address, @home, 5.1.1');
  expect(mapTexts({ 'a@x.test': ['b@x.test', 1, null] }, createAddressMask())).toEqual({
    'a@x.test': ['address-1@x.test', 1, null],
  });
});
