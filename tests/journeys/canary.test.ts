import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { SignInView } from '../../shared/message.ts';
import { findLeaks, spellings } from '../helpers/find-leaks.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import type { PersonAtPages } from '../helpers/follow-pages.ts';
import { personOf } from '../helpers/person-of.ts';
import { obtainTokens } from '../helpers/sandbox-tokens.ts';
import { startApp } from '../helpers/start-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

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

/** Notes the arguments and the environment of a program and of all that it starts; other users of a computer see the first. */
async function noteFamily(pid: number, noted: Set<string>): Promise<void> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'latin1').catch(() => '');
  for (const name of ['cmdline', 'environ']) noted.add(await read(name));
  for (const child of (await read(`task/${pid}/children`)).split(' ').filter((each) => each !== ''))
    await noteFamily(Number(child), noted);
}

test.skipIf(process.platform !== 'linux')(
  'no program has a secret in its arguments or its environment: no command, no browser, and nothing that they start',
  async () => {
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const [orders, grace, ben] = ['orders', 'grace', 'ben'].map((name) => personOf(sandbox, name));
    if (!orders || !grace || !ben) throw new Error('nobody');
    const folder = await temporaryFolder();
    const profileFolder = join(folder, 'profile');
    const [browser, page] = [join(folder, 'browser'), join(folder, 'page')];
    await writeFile(
      browser,
      '#!/bin/sh\n{ env; echo "$0 $@"; } > "$0.saw"; echo "$1" > "$(dirname "$0")/page"\n',
    );
    await chmod(browser, 0o755);
    const noted = new Set<string>();
    const said: unknown[] = [];

    async function command(words: readonly string[], stdin = '', person?: PersonAtPages): Promise<void> {
      const at = ['--profile', profileFolder, '--policy', sandbox.policyFile, '--json'];
      const script = join(import.meta.dirname, '../../main/cli.ts');
      const child = spawn(process.execPath, [script, ...words, ...at], {
        env: { ...process.env, BROWSER: browser },
      });
      let written = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => void (written += chunk.toString()));
      const ended = once(child, 'close');
      child.stdin.end(stdin);
      let isThere = person === undefined;
      while (child.exitCode === null) {
        await noteFamily(child.pid ?? 0, noted);
        const url = isThere ? '' : (await readFile(page, 'utf8').catch(() => '')).trim();
        if (!person || url === '') continue;
        isThere = true;
        said.push((await followSignIn(url, person)).body);
        await rm(page);
      }
      expect([words, written, await ended]).toEqual([words, expect.any(String), [0, null]]);
      said.push(written);
    }

    const server = [
      '--host',
      'localhost',
      '--port',
      String(sandbox.smtp.starttls),
      '--tls-method',
      'starttls',
    ];
    const send = (id: number) =>
      command([
        'send',
        '--account',
        String(id),
        '--to',
        orders.address,
        '--subject',
        'Hi',
        '--body',
        'Hello',
      ]);
    await command(
      ['accounts', 'add', ...server, '--user', orders.address, '--password-stdin'],
      `${orders.password}\n`,
    );
    await send(1);
    await command(['accounts', 'add', '--provider', 'google', '--user', grace.address]);
    await command(['sign-in', '2'], '', grace);
    await send(2);
    await command(['accounts', 'add', '--provider', 'microsoft', '--user', ben.address]);
    const { refreshToken } = await obtainTokens(sandbox, ben);
    await command(['sign-in', '3', '--refresh-token-stdin'], `${refreshToken}\n`);
    await send(3);
    await command(['export', join(folder, 'export.json'), '--passphrase-stdin'], 'canary-passphrase\n');

    expect(sandbox.inbox.messages()).toHaveLength(3);
    const browserSaw = await readFile(`${browser}.saw`, 'utf8');
    expect(browserSaw).toContain('code_challenge=');
    const secrets = [...sandbox.secrets(), 'canary-passphrase'];
    expect(secrets.length).toBeGreaterThan(10);
    const programs = [...noted, browserSaw];
    expect(programs.some((text) => text.includes('--password-stdin'))).toBe(true);
    // Not where it was found: the environment of whoever runs this test is nobody's business.
    const found = secrets.filter((secret) =>
      programs.some((text) => spellings(secret).some((spelling) => text.includes(spelling))),
    );
    expect(found).toEqual([]);
    const app = { profileFolder, pushes: [], logged: [] };
    const names = ['', ...(await readdir(profileFolder, { recursive: true }))];
    const modes = await Promise.all(
      names.map(async (name) => [name, (await stat(join(profileFolder, name))).mode & 0o077] as const),
    );
    expect(modes.filter(([, ofOthers]) => ofOthers !== 0)).toEqual([]);
    expect((await findLeaks(app, secrets, said)).leaks).toEqual([]);
  },
);

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
