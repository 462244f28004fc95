import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CheckView } from '../../shared/diagnose.ts';
import type { OutboxItem } from '../../shared/message.ts';
import { fakeAccount, fakeCheck } from '../helpers/fake-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { commandLine } from './command-line.ts';

const ben = fakeAccount(3, {
  provider: 'microsoft',
  host: 'smtp.office365.com',
  user: 'ben@contoso.test',
  signedInAs: 'ben@contoso.test',
});
const reply =
  '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.';
const blocked: Partial<CheckView> = {
  outcome: 'failed',
  endedAtMs: 1,
  reply,
  failure: {
    code: 'smtp-auth-disabled',
    message: `The server did not let the account in: ${reply}`,
    remedy: 'ask-administrator',
    detail: { step: 'authentication', host: 'smtp.office365.com', port: 587 },
  },
};
const passed: Partial<CheckView> = { outcome: 'passed', endedAtMs: 1 };

/** Ends every Check that begins as said, a moment after it began. */
function endChecks(
  { app }: ReturnType<typeof commandLine>,
  endOf: (accountId: number) => Partial<CheckView>,
): void {
  app.onPush(() => {
    if (!app.state().checks.some(({ outcome }) => outcome === 'running')) return;
    setImmediate(() =>
      app.change({
        checks: app
          .state()
          .checks.map((view) => (view.outcome === 'running' ? { ...view, ...endOf(view.accountId) } : view)),
      }),
    );
  });
}

test('a Check that passes is 0, and shows each step', async () => {
  const line = commandLine({ state: { accounts: [ben] } });
  endChecks(line, () => ({
    ...passed,
    steps: fakeCheck(3, {}).steps.map((step) => ({
      ...step,
      state: 'passed',
      durationMs: 12,
      facts:
        step.name === 'tls'
          ? {
              tlsVersion: 'TLSv1.3',
              certificate: {
                subject: 'outlook.com',
                issuer: 'DigiCert',
                names: [],
                validFromMs: 0,
                validToMs: Date.UTC(2027, 0, 2),
              },
            }
          : {},
    })),
  }));
  const { exitCode, out } = await line.run(['check', '3']);
  expect(exitCode).toBe(0);
  expect(out).toContain('Account 3 · ben@contoso.test: passed');
  expect(out).toContain(
    'passed       TLS                 12 ms  TLSv1.3, outlook.com, by DigiCert, until 2027-01-02',
  );
});

test('a Check that fails says who can fix it, with the command for this mailbox', async () => {
  const line = commandLine({ state: { accounts: [ben] } });
  endChecks(line, () => blocked);
  const text = await line.run(['check', '3']);
  expect(text.exitCode).toBe(77);
  expect(text.out).toContain('SMTP AUTH is switched off for this mailbox.');
  expect(text.out).toContain('Your administrator can fix this:');
  expect(text.out).toContain(
    'Set-CASMailbox -Identity ben@contoso.test -SmtpClientAuthenticationDisabled $false',
  );
  expect(text.out).toContain(`The server said: ${reply}`);
  expect(text.err).toContain('(smtp-auth-disabled)');

  const json = await line.run(['check', '3', '--json']);
  expect(json.exitCode).toBe(77);
  expect(json.json).toMatchObject({
    accountId: 3,
    outcome: 'failed',
    reply,
    card: { id: 'exchange-smtp-auth-disabled', who: 'administrator' },
  });
  expect(json.error.code).toBe('smtp-auth-disabled');
});

test('--all checks what is enabled, and answers the code that all failures share', async () => {
  const off = fakeAccount(5, { host: 'off.example.test', enabled: false });
  const relay = fakeAccount(4, { host: 'relay.example.test' });
  const line = commandLine({ state: { accounts: [ben, relay, off] } });
  endChecks(line, (id) => (id === 3 ? blocked : passed));
  const { exitCode, json } = await line.run(['check', '--all', '--json']);
  expect(exitCode).toBe(77);
  expect(json).toMatchObject([
    { accountId: 3, outcome: 'failed' },
    { accountId: 4, outcome: 'passed', card: null },
  ]);
  expect((await line.run(['check', '--all'])).out).toContain('1 of 2 accounts passed.');
});

test('failures of several kinds are 69, and no account at all is 0', async () => {
  const line = commandLine({ state: { accounts: [ben, fakeAccount(4, { host: 'relay.example.test' })] } });
  const down = { ...blocked, failure: { code: 'server-unreachable', message: 'x', remedy: 'wait' } } as const;
  endChecks(line, (id) => (id === 3 ? blocked : down));
  expect((await line.run(['check', '--all'])).exitCode).toBe(69);
  expect((await commandLine().run(['check', '--all'])).exitCode).toBe(0);
});

test.each([
  [['check'], 64],
  [['check', '3', '--all'], 64],
  [['check', '99'], 65],
  [['explain'], 64],
  [['explain', 'Good morning'], 65],
] as const)('%j is refused with %i', async (words, exitCode) => {
  const line = commandLine({ state: { accounts: [ben] } });
  expect((await line.run([...words, '--json'])).exitCode).toBe(exitCode);
});

test('Ctrl+C cancels the Check', async () => {
  const line = commandLine({ state: { accounts: [ben] } });
  line.app.onPush(() => line.interrupt());
  const { exitCode, json } = await line.run(['check', '3', '--json']);
  expect(exitCode).toBe(130);
  expect(json).toMatchObject({ outcome: 'cancelled' });
  expect(line.app.calls.map(({ name }) => name)).toContain('checkCancel');
});

test('a Check whose program has gone is no success', async () => {
  const line = commandLine({ state: { accounts: [ben] } });
  line.app.onPush(() => {
    if (line.app.state().checks.length > 0) setImmediate(() => line.app.change({ checks: [] }));
  });
  expect((await line.run(['check', '3', '--json'])).error.code).toBe('profile-in-use');
});

describe('test', () => {
  const allPassed: Partial<CheckView> = {
    ...passed,
    steps: fakeCheck(3, {}).steps.map((step) => ({ ...step, state: 'passed', durationMs: 12 })),
  };

  /** Lets the Check pass and the message end as told. */
  async function testAndEnd(change: Partial<OutboxItem>, ...more: string[]) {
    const line = commandLine({ state: { accounts: [ben] } });
    endChecks(line, () => allPassed);
    const running = line.run(['test', '3', ...more]);
    await expect.poll(() => line.app.outbox().length).toBe(1);
    const [item] = line.app.outbox();
    line.app.changeItem(item?.itemId ?? '', { attempts: 1, ...change });
    return { item, ran: await running };
  }

  test('a message that is sent is the last step, with its time', async () => {
    const { item, ran } = await testAndEnd({ state: 'sent', reply: '250 2.0.0 OK' });
    expect(item).toMatchObject({ accountId: 3, to: ['ben@contoso.test'] });
    expect(ran.exitCode).toBe(0);
    expect(ran.out).toContain('Account 3 · ben@contoso.test: passed');
    expect(ran.out).toMatch(/passed {7}Message {12,}\d+ ms {2}250 2\.0\.0 OK/);
    const { ran: again } = await testAndEnd({ state: 'sent' }, '--to', 'kay@fabrikam.test', '--json');
    expect(again.json).toMatchObject({
      accountId: 3,
      outcome: 'passed',
      steps: { length: 9, 8: { name: 'message', state: 'passed', durationMs: expect.any(Number) } },
      ...{ failure: null, card: null, message: { state: 'sent' } },
    });
  });

  test('a message that the server refuses is a failure with its card, by the exit codes of check', async () => {
    const reply = '550 5.1.1 No such user';
    const { ran } = await testAndEnd({ state: 'failed', because: 'recipient-rejected', reply }, '--json');
    expect([ran.exitCode, ran.json, ran.error.code]).toMatchObject([
      65,
      { outcome: 'failed', reply, failure: { code: 'recipient-rejected' }, message: { state: 'failed' } },
      'recipient-rejected',
    ]);
    const held = await testAndEnd({ state: 'held', because: 'sign-in-required' });
    expect(held.ran.exitCode).toBe(77);
    expect(held.ran.out).toContain(`Message ${held.item?.itemId} stays in the outbox (held).`);
  });

  test('where the Check fails nothing is sent', async () => {
    const line = commandLine({ state: { accounts: [ben] } });
    endChecks(line, () => blocked);
    const { exitCode, json } = await line.run(['test', '3', '--json']);
    expect([exitCode, json]).toMatchObject([
      77,
      { outcome: 'failed', steps: { 8: { name: 'message', state: 'not-reached' } }, message: null },
    ]);
    expect(line.app.outbox()).toEqual([]);
  });

  test.each([
    [['test'], 64],
    [['test', '99'], 65],
    [['test', '3', '--to', 'kay'], 65],
    [['test', '4'], 64],
  ] as const)('%j is refused with %i', async (words, exitCode) => {
    const nobody = fakeAccount(4, { host: 'relay.example.test', user: '' });
    const line = commandLine({ state: { accounts: [ben, nobody] } });
    expect((await line.run([...words, '--json'])).exitCode).toBe(exitCode);
    expect(line.app.calls.filter(({ name }) => name === 'checkStart')).toEqual([]);
  });
});

test('a text from elsewhere is explained, filled in for an account', async () => {
  const line = commandLine({ state: { accounts: [ben] } });
  const text = 'AADSTS50194: Application is not configured as a multi-tenant application.';
  const { exitCode, out } = await line.run(['explain', text, '--account', '3']);
  expect(exitCode).toBe(0);
  expect(out).toContain('The app is registered for one organisation only');
  const json = await line.run(['explain', 'Unsupported or unrecognised SSL message', '--json']);
  expect(json.json).toMatchObject({ id: 'tls-method-wrong', who: 'you' });
});

test('a text that nobody knows is no setting to be corrected, and a number of Microsoft leads to its page', async () => {
  const line = commandLine({ state: { accounts: [ben] } });
  const { exitCode, err } = await line.run(['explain', 'Good morning']);
  expect(exitCode).toBe(65);
  expect(err).toContain('Nothing is known about this text');
  expect(err).not.toContain('setting');
  const page = 'https://login.microsoftonline.com/error?code=999999';
  const number = ['explain', 'AADSTS999999: Something new.'];
  expect(await line.run(number)).toMatchObject({ exitCode: 0, out: expect.stringContaining(page) });
  expect((await line.run([...number, '--json'])).json).toMatchObject({ id: null, links: [{ url: page }] });
});

test('protocol-log switches a recording on and off, and shows it', async () => {
  const line = commandLine({ state: { accounts: [ben] } });
  const id = String(ben.id);
  expect((await line.run(['protocol-log', 'on', id])).out).toMatch(/is recorded until .*\d\d:\d\d/);
  expect(line.app.state().accounts[0]?.protocolLogUntilMs).toBeGreaterThan(Date.now());
  expect((await line.run(['protocol-log', 'show', id])).out).toMatch(/ #1 > EHLO .*\n.* #1 < 250 OK/);
  expect((await line.run(['protocol-log', 'show', id, '--json'])).json).toMatchObject({ accountId: ben.id });
  expect((await line.run(['protocol-log', 'off', id, '--json'])).json).toEqual({
    accountId: ben.id,
    untilMs: null,
  });
  expect(line.app.state().accounts[0]?.protocolLogUntilMs).toBeUndefined();
  expect((await line.run(['protocol-log', 'on', '99', '--json'])).error.code).toBe('account-not-found');
});

describe('support-bundle', () => {
  test('writes a file that only its owner may read, and never over another one', async () => {
    const line = commandLine({ state: { accounts: [ben] } });
    const path = join(await temporaryFolder(), 'support.json');
    const { exitCode, json } = await line.run(['support-bundle', path, '--json']);
    expect([exitCode, json]).toEqual([0, { file: path, sizeBytes: (await stat(path)).size }]);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ addressesMasked: false });
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
    const again = await line.run(['support-bundle', path, '--json']);
    expect([again.exitCode, again.error.code]).toEqual([65, 'invalid-request']);
    expect((await line.run(['support-bundle', path, '--force', '--mask-addresses'])).exitCode).toBe(0);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ addressesMasked: true });
  });

  test('goes to standard output, and says why there is none', async () => {
    const line = commandLine({ state: { accounts: [ben] } });
    const { out } = await line.run(['support-bundle', '-']);
    expect(JSON.parse(out)).toMatchObject({ format: 'smtp-setup-support' });
    line.app.failNext('supportBundle', {
      code: 'bundle-refused',
      message: 'The support bundle would hold a secret in accounts[0].senderName.',
      remedy: 'report',
    });
    const path = join(await temporaryFolder(), 'support.json');
    const refused = await line.run(['support-bundle', path]);
    expect([refused.exitCode, refused.err]).toEqual([70, expect.stringContaining('accounts[0].senderName')]);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });
});
