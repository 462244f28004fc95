import { describe, expect, test } from 'vitest';
import { fakeAccount } from '../helpers/fake-app.ts';
import { commandLine } from './command-line.ts';

const accounts = {
  state: {
    accounts: [
      fakeAccount(1, {
        provider: 'google',
        user: 'ada@gmail.com',
        sendThrough: 'api',
        signedInAs: 'ada@gmail.com',
      }),
      fakeAccount(2, {
        provider: 'google',
        user: 'shared@gmail.com',
        signInAccount: 'bob@gmail.com',
        signedInAs: 'ada@gmail.com',
      }),
      fakeAccount(3, { host: 'mail.example.test' }),
    ],
  },
};

/** Starts a sign-in and answers once it has begun. */
async function started(words: readonly string[], start = {}) {
  const line = commandLine({ ...accounts, ...start });
  const running = line.run(words);
  await expect.poll(() => line.app.state().signIn?.stage).toMatch(/^(waiting|checking)$/);
  return { ...line, running };
}

test('the link is opened by the command, and the stages are told', async () => {
  const { app, running, opened, origins } = await started(['sign-in', '2']);
  await expect.poll(() => opened).toEqual(['https://login.example.test/authorize?state=example']);
  expect(app.calls.find(({ name }) => name === 'signInStart')?.input).toEqual({
    provider: 'google',
    accountId: 2,
    dialogId: null,
    expected: 'bob@gmail.com',
    sendThrough: 'smtp',
    openBrowser: false,
  });
  expect(origins).toContainEqual(['signInStart', 'user']);
  app.moveSignIn({ stage: 'checking' });
  app.moveSignIn({ stage: 'signed-in', signedInAs: 'bob@gmail.com', pendingGrantId: null });
  const { exitCode, out, err } = await running;
  expect([exitCode, out]).toEqual([0, 'Signed in as bob@gmail.com.']);
  expect(err).toMatch(
    /^Waiting for your browser \(5 min\)\. If it does not open: https:\S+\nChecking account\.$/,
  );
});

test('the answer for scripts names the account and the person', async () => {
  const { app, running } = await started(['sign-in', '1', '--json']);
  app.moveSignIn({ stage: 'signed-in', signedInAs: 'ada@gmail.com', pendingGrantId: null });
  const { json, err } = await running;
  expect(json).toEqual({ accountId: 1, provider: 'google', signedInAs: 'ada@gmail.com' });
  expect(err).toBe('');
});

test.for([
  ['sign-in-timed-out', 'timed-out', 77],
  ['authorization-denied', 'failed', 77],
  ['client-rejected', 'failed', 78],
  ['provider-unreachable', 'failed', 75],
] as const)('%s ends the command with its own exit code', async ([code, stage, exitCode]) => {
  const { app, running } = await started(['sign-in', '1', '--json']);
  app.moveSignIn({ stage, failure: { code, message: 'It ended.', remedy: 'sign-in' } });
  const ran = await running;
  expect([ran.exitCode, ran.error.code, ran.out]).toEqual([exitCode, code, '']);
});

const secretId = {
  code: 'client-rejected',
  message: 'The provider does not accept the client of this app.',
  remedy: 'ask-administrator',
  detail: { error: 'invalid_client', aadsts: 7_000_215 },
} as const;

test('what the provider refused is explained to people, with the way out', async () => {
  const { app, running } = await started(['sign-in', '3', '--provider', 'microsoft']);
  app.moveSignIn({ stage: 'failed', failure: secretId });
  const { exitCode, out, err } = await running;
  expect([exitCode, out]).toEqual([78, '']);
  expect(err).toContain('The client secret is wrong.');
  expect(err).toContain('Enter the value of the secret.');
});

test('what the provider said is said once', async () => {
  const { app, running } = await started(['sign-in', '3', '--provider', 'microsoft']);
  const providerText = 'AADSTS7000215: Invalid client secret provided.';
  const detail = { ...secretId.detail, providerText };
  app.moveSignIn({ stage: 'failed', failure: { ...secretId, detail } });
  expect((await running).err.split(providerText)).toHaveLength(2);
});

test('what the provider refused is told to scripts with its number', async () => {
  const { app, running } = await started(['sign-in', '3', '--provider', 'microsoft', '--json']);
  app.moveSignIn({ stage: 'failed', failure: secretId });
  const { message, remedy, detail } = secretId;
  expect((await running).error).toEqual({ code: 'client-rejected', message, remedy, detail });
});

test('another person than the expected one is refused', async () => {
  const { app, running } = await started(['sign-in', '1', '--json']);
  const failure = { code: 'wrong-account', message: 'You signed in as eve.', remedy: 'sign-in' } as const;
  app.moveSignIn({ stage: 'wrong-account', signedInAs: 'eve@gmail.com', failure });
  const ran = await running;
  expect([ran.exitCode, ran.error.code]).toEqual([77, 'wrong-account']);
});

test('without a browser the link is printed, with --json too', async () => {
  const { app, running } = await started(['sign-in', '1', '--json'], { noBrowser: true });
  app.moveSignIn({ stage: 'signed-in', signedInAs: 'ada@gmail.com', pendingGrantId: null });
  const { exitCode, err } = await running;
  expect(exitCode).toBe(0);
  expect(JSON.parse(err)).toEqual({
    note: {
      message: 'No browser could be opened. Copy this link into one:',
      url: 'https://login.example.test/authorize?state=example',
    },
  });
});

test('without a browser a person reads the link in one line', async () => {
  const { app, running } = await started(['sign-in', '1'], { noBrowser: true });
  app.moveSignIn({ stage: 'signed-in', signedInAs: 'ada@gmail.com', pendingGrantId: null });
  expect((await running).err.split('\n').at(-1)).toBe(
    'No browser could be opened. Copy this link into one: https://login.example.test/authorize?state=example',
  );
});

test('Ctrl+C cancels the sign-in', async () => {
  const { running, interrupt, opened } = await started(['sign-in', '1', '--json']);
  await expect.poll(() => opened).toHaveLength(1);
  interrupt();
  const { exitCode, error } = await running;
  expect([exitCode, error.code]).toEqual([77, 'sign-in-cancelled']);
});

test('a sign-in that another one replaced does not wait for ever', async () => {
  const { app, running } = await started(['sign-in', '1', '--json']);
  app.change({ signIn: null });
  expect((await running).error.code).toBe('sign-in-cancelled');
});

test('an account without a provider needs --provider, and an unknown one is refused', async () => {
  const { run } = commandLine(accounts);
  for (const more of [[], ['--provider', 'yahoo']]) {
    const { exitCode, error } = await run(['sign-in', '3', '--json', ...more]);
    expect([exitCode, error.code, error.field]).toEqual([65, 'account-invalid', 'provider']);
  }
});

test('signing out tells who keeps the sign-in', async () => {
  const { run, app } = commandLine(accounts);
  expect((await run(['sign-out', '1'])).out).toContain('1 other account keeps the sign-in');
  expect(app.state().accounts.map(({ signedInAs }) => signedInAs)).toEqual([null, 'ada@gmail.com', null]);
  const all = await run(['sign-out', '2', '--all-accounts', '--json']);
  expect([all.exitCode, all.json]).toMatchObject([0, { sharedBy: 1, revoked: true }]);
});

test('signing out twice is no error', async () => {
  const { run } = commandLine(accounts);
  await run(['sign-out', '1']);
  expect(await run(['sign-out', '1'])).toMatchObject({
    exitCode: 0,
    out: 'Nobody was signed in for account 1.',
    err: '',
  });
  expect((await run(['sign-out', '1', '--json'])).json).toMatchObject({ sharedBy: 0, revoked: false });
});

test('a refresh token is read from standard input, and no browser is opened', async () => {
  const line = commandLine(accounts);
  const running = line.run(['sign-in', '1', '--json', '--refresh-token-stdin'], 'canary-refresh\n');
  await expect.poll(() => line.app.state().signIn?.stage).toBe('checking');
  expect(line.app.calls.find(({ name }) => name === 'signInStart')?.input).toMatchObject({
    refreshToken: 'canary-refresh',
  });
  line.app.moveSignIn({ stage: 'signed-in', signedInAs: 'ada@gmail.com', pendingGrantId: null });
  const { exitCode, out, err } = await running;
  expect([exitCode, line.opened, err]).toEqual([0, [], '']);
  expect(out).not.toContain('canary');
});

test.for([
  ['nothing', '', 'holds no refresh token'],
  ['two lines', 'one\ntwo\n', 'holds more than one line'],
])('standard input with %s is no refresh token', async ([, stdin, words]) => {
  const { run, app } = commandLine(accounts);
  const { exitCode, error } = await run(['sign-in', '1', '--json', '--refresh-token-stdin'], stdin);
  expect([exitCode, error.field]).toEqual([65, 'refresh-token-stdin']);
  expect(error.message).toContain(words);
  expect(app.calls.some(({ name }) => name === 'signInStart')).toBe(false);
});

describe('--device-code', () => {
  const owner = fakeAccount(4, { provider: 'microsoft', user: 'ben@contoso.test' });
  const byCode = (...more: readonly string[]) =>
    started(['sign-in', '4', '--device-code', ...more], { state: { accounts: [owner] } });
  const signedIn = { stage: 'signed-in', signedInAs: 'ben@contoso.test', pendingGrantId: null } as const;

  test('tells the owner what to do, warns, and opens no browser', async () => {
    const { app, running, opened } = await byCode();
    app.moveSignIn(signedIn);
    const { exitCode, out, err } = await running;
    expect([exitCode, out, opened]).toEqual([0, 'Signed in as ben@contoso.test.', []]);
    expect(err.split('\n')).toEqual([
      'ben@contoso.test opens https://login.example.test/device in any browser, enters the code FJ7KQ2XRT and signs in.',
      'Give the code to nobody else: whoever signs in with it lets this computer send as them.',
      'Waiting (15 min).',
    ]);
    const { input } = app.calls.find(({ name }) => name === 'signInStart') ?? {};
    expect(input).toMatchObject({
      accountId: 4,
      expected: 'ben@contoso.test',
      openBrowser: false,
      deviceCode: true,
    });
  });

  test('with --json says each event on a line of its own, the code first', async () => {
    const { app, running } = await byCode('--json');
    app.moveSignIn(signedIn);
    const { out, err } = await running;
    expect(out.split('\n').map((line): unknown => JSON.parse(line))).toEqual([
      {
        event: 'code',
        ...{ url: 'https://login.example.test/device', userCode: 'FJ7KQ2XRT', expected: 'ben@contoso.test' },
        expiresAtMs: expect.any(Number),
      },
      { event: 'signed-in', accountId: 4, provider: 'microsoft', signedInAs: 'ben@contoso.test' },
    ]);
    expect(err).toBe('');
  });

  test('ends as the code ended', async () => {
    const { app, running } = await byCode('--json');
    const failure = { code: 'sign-in-timed-out', message: 'It expired.', remedy: 'sign-in' } as const;
    app.moveSignIn({ stage: 'timed-out', failure });
    const { exitCode, error } = await running;
    expect([exitCode, error.code]).toEqual([77, 'sign-in-timed-out']);
  });

  test('is refused together with a refresh token', async () => {
    const { run, app } = commandLine(accounts);
    const words = ['sign-in', '1', '--json', '--device-code', '--refresh-token-stdin'];
    const { exitCode, error } = await run(words, 'canary-refresh');
    expect([exitCode, error.field]).toEqual([64, 'device-code']);
    expect(app.calls.some(({ name }) => name === 'signInStart')).toBe(false);
  });
});
