import { expect, onTestFinished, test } from 'vitest';
import { draftOf } from '../../shared/account.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { personOf } from '../helpers/person-of.ts';
import { startApp } from '../helpers/start-app.ts';

test('a support bundle of a busy profile holds no secret, and none is made once one is planted', async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const app = await startApp({ sandbox });
  const person = (name: string) => personOf(sandbox, name);
  const orders = person('orders');
  await app.addSignedIn(person('grace'));
  const microsoft = await app.addSignedIn(person('ben'));
  const byPassword = await app.add(
    { host: 'localhost', port: sandbox.smtp.starttls, tlsMethod: 'starttls', user: orders.address },
    { password: orders.password },
  );
  sandbox.faults.smtpAuthDisabled({ on: true });
  await app.settled((await app.send(microsoft.id, orders.address)).itemId);
  await app.settled((await app.send(byPassword.id, orders.address)).itemId);

  const { text } = await app.call('supportBundle', { maskAddresses: false });
  const bundle = JSON.parse(text);
  expect(bundle).toMatchObject({
    secretsNotOpened: 0,
    policy: { status: 'active', setBy: 'SMTP Setup sandbox' },
    outbox: { counts: { sent: 1, held: 1 }, troubled: [{ because: 'smtp-auth-disabled' }] },
  });
  expect(bundle.accounts).toHaveLength(3);
  expect(sandbox.secrets().filter((secret) => text.includes(secret))).toEqual([]);
  const masked = await app.call('supportBundle', { maskAddresses: true });
  expect(masked.text).not.toContain(orders.address);

  // A person pastes the password into the wrong field: by itself, and within other text.
  for (const senderName of [orders.password, `Orders (${orders.password})`]) {
    const row = app.row(byPassword.id);
    if (!row) throw new Error('the account is gone');
    const draft = { ...draftOf(row), senderName };
    await app.call('accountsSave', {
      ...{ accountId: row.id, draft, pendingGrantId: null, signOut: false },
    });
    const refused = await app.failure('supportBundle', { maskAddresses: false });
    expect(refused).toMatchObject({ code: 'bundle-refused', detail: { place: 'accounts[2].senderName' } });
    expect(JSON.stringify(refused)).not.toContain(orders.password);
  }
});
