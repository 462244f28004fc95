import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { findLeaks } from '../helpers/find-leaks.ts';
import { personOf } from '../helpers/person-of.ts';
import { startApp } from '../helpers/start-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

test('a profile that was copied to another computer keeps its rows, sends as nobody until they prove themselves, and harms the first in nothing', async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const find = (name: string) => personOf(sandbox, name);
  const [ben, orders] = [find('ben'), find('orders')];
  const first = await startApp({ sandbox });
  await first.addSignedIn(ben);
  const byPassword = { host: 'localhost', port: sandbox.smtp.starttls, tlsMethod: 'starttls' } as const;
  await first.add({ ...byPassword, user: orders.address }, { password: orders.password });
  const rows = await first.until('both rows', ({ accounts }) => (accounts.length === 2 ? accounts : null));
  await first.stop();

  // The key of the first computer stays there; this one has its own.
  const profileFolder = join(await temporaryFolder(), 'profile');
  await cp(first.profileFolder, profileFolder, { recursive: true });
  await rm(join(profileFolder, 'vault.key'));
  const stranger = await startApp({ sandbox });
  await stranger.add({ ...byPassword, user: orders.address }, { password: 'another' });
  await stranger.stop();
  await cp(join(stranger.profileFolder, 'vault.key'), join(profileFolder, 'vault.key'));

  const copy = await startApp({ sandbox, profileFolder });
  const same = ({ id, user, host, port }: (typeof rows)[number]) => ({ id, user, host, port });
  expect(copy.state().accounts.map(same)).toEqual(rows.map(same));
  const held = [];
  for (const { id } of rows) held.push(await copy.settled((await copy.send(id, orders.address)).itemId));
  expect(held.map(({ state, because }) => ({ state, because }))).toEqual(
    rows.map(() => ({ state: 'held', because: 'vault-unreadable' })),
  );
  expect(sandbox.inbox.messages()).toEqual([]);
  expect(copy.state().accounts.map(({ status }) => status.kind)).toEqual(rows.map(() => 'unreadable'));

  copy.signsInAs(ben);
  const [signedOut] = rows;
  if (!signedOut) throw new Error('nobody');
  await copy.call('signInStart', {
    ...{ provider: ben.provider, accountId: signedOut.id, dialogId: null, expected: ben.address },
    ...{ sendThrough: 'smtp', openBrowser: true },
  });
  expect((await copy.signInEnd()).stage).toBe('signed-in');
  expect((await copy.settled(held[0]?.itemId ?? '', 'sent')).accepted).toEqual([orders.address]);
  const secrets = sandbox.secrets();
  await copy.stop();
  expect((await findLeaks(copy, secrets, held)).leaks).toEqual([]);

  // What the copy did took nothing from the first one.
  await first.restart();
  for (const { id } of rows)
    expect((await first.settled((await first.send(id, orders.address)).itemId)).state).toBe('sent');
  expect(await readFile(join(first.profileFolder, 'vault.key'))).not.toEqual(
    await readFile(join(profileFolder, 'vault.key')),
  );
});
