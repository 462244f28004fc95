import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { SignInView } from '../../shared/message.ts';
import { findLeaks, spellings } from '../helpers/find-leaks.ts';
import { personOf } from '../helpers/person-of.ts';
import { obtainTokens } from '../helpers/sandbox-tokens.ts';
import { startApp } from '../helpers/start-app.ts';

test('no password, code, verifier or token is found in state, replies, logs or files, whatever happened', async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const find = (name: string) => personOf(sandbox, name);
  const app = await startApp({ sandbox });
  const replies: unknown[] = [];
  const to = find('orders').address;

  // Every kind of account, and every way things go wrong between them.
  const google = await app.addSignedIn(find('grace'));
  const bySmtp = await app.addSignedIn(find('ida'), {}, 'smtp');
  const microsoft = await app.addSignedIn(find('ben'));
  const { entry, clientSecret } = sandbox.customProvider;
  const customProviders = [entry];
  replies.push(await app.call('settingsSave', { customProviders, clientSecrets: { custom: clientSecret } }));
  await app.until('the provider', ({ providers }) => (providers.length === 3 ? true : null));
  const [fay] = sandbox.customPeople;
  if (!fay) throw new Error('nobody');
  const custom = await app.addSignedIn(fay);
  const password = await app.add(
    { host: 'localhost', port: sandbox.smtp.starttls, tlsMethod: 'starttls', user: to },
    { password: find('orders').password },
  );
  const wrongPassword = await app.add(
    { host: 'localhost', port: sandbox.smtp.implicit, tlsMethod: 'implicit', user: find('invoices').address },
    { password: `wrong-${find('orders').password}` },
  );
  // What is recorded of them is searched with all other files.
  for (const { id } of [google, bySmtp, microsoft, custom, password, wrongPassword])
    await app.call('protocolLogSet', { accountId: id, on: true });
  const send = async (id: number, origin: 'user' | 'agent' = 'user') => {
    const { itemId } = await app.send(id, to, origin);
    const item = await app.until('the try to end', async () => {
      const each = await app.call('outboxGet', { itemId });
      return each.attempts > 0 && each.state !== 'sending' ? each : null;
    });
    replies.push(item, await app.call('outboxPage', { states: [], beforeSequence: null, limit: 50 }));
    return item.state;
  };
  for (const { id } of [google, bySmtp, microsoft, custom, password]) expect(await send(id)).toBe('sent');
  expect(await send(wrongPassword.id)).toBe('held');

  // A file with all secrets, opened again; and one that says too much.
  const passphrase = 'canary-passphrase-of-an-export';
  const { text } = await app.call('exportProfile', { passphrase });
  const file = { base64: Buffer.from(text).toString('base64'), passphrase };
  const plan = await app.call('importPlan', file);
  expect(plan.secrets).toBe('opened');
  const csv = `SMTP User,SMTP Port,SMTP Password\n${to},${find('orders').password},${clientSecret}\n`;
  replies.push(
    ...[text, plan, await app.call('importApply', { ...file, planId: plan.planId })],
    ...[
      await app.call('exportProfile', { passphrase: null }),
      await app.call('exportAccounts', { accountIds: null }),
    ],
    await app.failure('importPlan', { ...file, passphrase: `${passphrase}!` }),
    await app.failure('importPlan', {
      ...file,
      base64: Buffer.from(text.replace('"port":', '"port": 1')).toString('base64'),
    }),
    await app.call('importPlan', { base64: Buffer.from(csv).toString('base64'), passphrase: null }),
  );

  /** Also of those that have signed in on a connection that is still open. */
  const expire = (address: string, times = 1) => {
    sandbox.faults.expireAccessTokens({ address });
    sandbox.faults.dropConnection({ stage: 'mail', times });
  };
  expire(find('ben').address);
  expect(await send(microsoft.id)).toBe('sent');
  expire(fay.address);
  expect(await send(custom.id)).toBe('sent');
  await app.call('settingsSave', { clientSecrets: { custom: `wrong ${clientSecret}` } });
  expire(fay.address);
  expect(await send(custom.id)).toBe('held');
  replies.push(await app.failure('settingsSave', { clientSecrets: { google: clientSecret } }));
  await app.call('settingsSave', { clientSecrets: { custom: clientSecret } });
  // A refresh token from elsewhere, one that is good and one that is not.
  const { refreshToken } = await obtainTokens(sandbox, find('ben'));
  for (const token of [refreshToken, `${refreshToken.slice(0, -6)}canary`]) {
    const taken = await app.call('signInStart', {
      ...{ provider: 'microsoft', accountId: microsoft.id, dialogId: null, expected: microsoft.user },
      ...{ sendThrough: 'smtp', openBrowser: false, refreshToken: token },
    });
    const { attemptId } = taken;
    const isOver = (view: SignInView | null) => view?.attemptId === attemptId && view.stage !== 'checking';
    replies.push(taken, await app.until('its end', ({ signIn }) => (isOver(signIn) ? signIn : null)));
    await app.call('signInCancel', { attemptId });
    await app.until('nothing to be shown', ({ signIn }) => signIn === null || null);
  }
  sandbox.faults.gmailApi({ mode: '500' });
  await send(google.id);
  sandbox.faults.gmailApi({ mode: 'ok' });
  for (const mode of ['429', '500', 'html', 'reset', 'echo'] as const) {
    sandbox.faults.tokenEndpoint({ provider: 'microsoft', mode });
    // What was held before may go out meanwhile, and meet one of them.
    expire(find('ben').address, 2);
    expect(await send(microsoft.id)).toBe('queued');
  }
  expect(JSON.stringify(replies.at(-2))).toMatch(/"providerText":"The gateway cannot read client_id=/);
  // A server that repeats whatever it was sent: the client's secret and the code of a sign-in too.
  sandbox.faults.tokenEndpoint({ provider: 'custom', mode: 'echo' });
  expire(fay.address);
  expect(await send(custom.id)).toBe('queued');
  const echoed = { provider: 'custom', accountId: custom.id, dialogId: null, expected: fay.address } as const;
  app.signsInAs(fay);
  await app.call('signInStart', { ...echoed, sendThrough: 'smtp', openBrowser: true });
  const refused = await app.signInEnd();
  expect(JSON.stringify(refused)).toMatch(/"providerText":"The gateway cannot read /);
  replies.push(refused);
  await app.call('signInCancel', { attemptId: refused.attemptId });
  await app.until('nothing to be shown', ({ signIn }) => signIn === null || null);
  sandbox.faults.reset();
  for (const name of ['ben', 'grace']) sandbox.faults.revoke({ address: find(name).address });
  expect(await send(microsoft.id, 'agent')).toBe('held');
  expect(await send(google.id)).toBe('held');
  app.signsInAs(find('alan'), { chooseOther: true });
  const question = await app.until('the question', ({ questions }) => questions[0] ?? null);
  await app.call('questionAnswer', { questionId: question.questionId, answer: 'sign-in', openBrowser: true });
  expect((await app.signInEnd()).stage).toBe('wrong-account');
  app.signsInAs(find('ben'), { decline: true });
  const again = {
    provider: 'microsoft',
    accountId: microsoft.id,
    dialogId: null,
    expected: microsoft.user,
  } as const;
  await app.call('signInStart', { ...again, sendThrough: 'smtp', openBrowser: true });
  await app.signInEnd();
  replies.push(await app.reply('signOut', { accountId: bySmtp.id, allAccounts: true }));
  replies.push(await app.reply('accountsRemove', { accountIds: [password.id], waiting: 'cancel' }));
  await app.restart();
  replies.push(await app.call('stateGet', {}));
  await app.stop();

  const secrets = [...sandbox.secrets(), `wrong-${find('orders').password}`, passphrase];
  const { leaks, files } = await findLeaks(app, secrets, replies);
  expect(secrets.length).toBeGreaterThan(20);
  expect(files).toBeGreaterThan(5);
  expect(leaks).toEqual([]);
});

test('the search for secrets finds one that is planted', () => {
  const secret = 'canary-0123456789abcdef';
  for (const text of [
    secret,
    Buffer.from(`a${secret}`).toString('base64'),
    Buffer.from(`ab${secret}zz`).toString('base64'),
  ]) {
    expect(spellings(secret).some((spelling) => text.includes(spelling))).toBe(true);
  }
});
