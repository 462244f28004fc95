import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { personOf } from '../helpers/person-of.ts';
import { startApp } from '../helpers/start-app.ts';

const hourMs = 3_600_000;

test('an hour of conversations by each way is recorded without a secret or a word of a message, and nothing after it', async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const clock = createFakeClock();
  const app = await startApp({ sandbox, clock });
  const find = (name: string) => personOf(sandbox, name);
  const orders = find('orders');
  const [ben, other] = sandbox.people.filter(({ provider }) => provider === 'microsoft');
  if (!ben || !other) throw new Error('too few at Microsoft');
  const { entry, clientSecret } = sandbox.customProvider;
  await app.call('settingsSave', { customProviders: [entry], clientSecrets: { custom: clientSecret } });
  await app.until('the provider', ({ providers }) => (providers.length === 3 ? true : null));
  const [fay] = sandbox.customPeople;
  if (!fay) throw new Error('nobody');
  const tls = { host: 'localhost', port: sandbox.smtp.starttls, tlsMethod: 'starttls' } as const;
  const ways = {
    gmail: await app.addSignedIn(find('grace')),
    google: await app.addSignedIn(find('ida'), {}, 'smtp'),
    graph: await app.addSignedIn(ben, {}, 'api'),
    microsoft: await app.addSignedIn(other, {}, 'smtp'),
    custom: await app.addSignedIn(fay),
    password: await app.add({ ...tls, user: orders.address }, { password: orders.password }),
  };
  const accounts = Object.values(ways);
  const send = async (id: number) => {
    const item = await app.settled((await app.send(id, orders.address)).itemId);
    expect(item.state).toBe('sent');
  };
  // Its connection is open before anybody records: what follows on it is recorded all the same.
  await send(ways.password.id);
  for (const { id } of accounts) {
    const { untilMs } = await app.call('protocolLogSet', { accountId: id, on: true });
    await app.until('the row to know', () => app.row(id)?.protocolLogUntilMs === untilMs || null);
  }
  for (const { id } of accounts) await send(id);
  for (const { address } of [find('grace'), ben, other]) sandbox.faults.expireAccessTokens({ address });
  sandbox.faults.tokenEndpoint({ provider: 'microsoft', mode: 'echo' });
  const checked = async (accountId: number) => {
    const { checkId } = await app.call('checkStart', { accountId });
    await app.until(
      'the Check to end',
      ({ checks }) => checks.some((each) => each.checkId === checkId && each.outcome !== 'running') || null,
    );
  };
  for (const { id } of accounts) await checked(id);

  const linesOf = async ({ id }: { readonly id: number }) =>
    (await app.call('protocolLogRead', { accountId: id })).lines.join('\n');
  for (const [way, account] of Object.entries(ways)) {
    const text = await linesOf(account);
    const isApi = way === 'gmail' || way === 'graph';
    for (const line of isApi
      ? [/ > POST http/, / < 20\d /]
      : [/ > EHLO /, / > MAIL FROM:</, / < 250 /, /bytes of the message\)/])
      expect([way, text]).toEqual([way, expect.stringMatching(line)]);
    if (!isApi) expect(text).toMatch(/> AUTH (PLAIN|XOAUTH2|OAUTHBEARER) (…|\/\*)/);
  }
  expect(await linesOf(ways.microsoft)).toMatch(
    /> POST \S+\/token\?client-request-id=[0-9a-f-]{36} grant_type=refresh_token\n.* < 400 /,
  );

  const texts = await Promise.all(
    accounts.map(({ id }) => readFile(join(app.profileFolder, 'log', `protocol-${id}.log`), 'utf8')),
  );
  const { text: bundle } = await app.call('supportBundle', { maskAddresses: false });
  expect(JSON.parse(bundle).protocolLogs).toHaveLength(accounts.length);
  expect(bundle).not.toContain('refused');
  const secrets = sandbox.secrets();
  expect(secrets.length).toBeGreaterThan(10);
  for (const text of [...texts, bundle]) {
    expect(
      secrets.filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret))),
    ).toEqual([]);
    expect(text).not.toMatch(/^.* [><] (Subject|Message-ID|From|To|Content-Type):/im);
  }

  sandbox.faults.reset();
  await clock.advance(hourMs);
  await app.until(
    'the rows to know',
    ({ accounts: rows }) => rows.every((row) => row.protocolLogUntilMs === undefined) || null,
  );
  for (const { id } of [ways.password, ways.gmail, ways.google]) await send(id);
  expect(
    await Promise.all(
      accounts.map(({ id }) => readFile(join(app.profileFolder, 'log', `protocol-${id}.log`), 'utf8')),
    ),
  ).toEqual(texts);
});
