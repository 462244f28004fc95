import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { AccountRow } from '../../shared/account.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import { personOf } from '../helpers/person-of.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const person = (name: string) => personOf(sandbox, name);

async function addUnsigned(app: TestApp, name: string, signInAccount = ''): Promise<AccountRow> {
  const { address, provider } = person(name);
  const preset = app.state().providers.find(({ id }) => id === provider)?.presets[0];
  if (!preset) throw new Error(`no preset of ${provider}`);
  const { locked: _, ...fields } = preset;
  return app.add({ ...fields, provider, user: address, signInAccount });
}

test('accounts of one person take one sign-in together, and nobody else’s account does', async () => {
  const app = await startApp({ sandbox });
  const first = await addUnsigned(app, 'ben');
  const second = await addUnsigned(app, 'ben');
  const other = await addUnsigned(app, 'clara');
  const { address, password } = person('ben');
  app.setPerson((url) => followSignIn(url, { address, password }));
  await app.call('signInStart', {
    provider: first.provider,
    accountId: first.id,
    alsoAccountIds: [second.id, other.id, 9_999],
    dialogId: null,
    expected: address,
    sendThrough: first.sendThrough,
    openBrowser: true,
  });
  expect(await app.signInEnd()).toMatchObject({ stage: 'signed-in', signedInAs: address });
  expect(app.row(first.id)).toMatchObject({ signedInAs: address });
  expect(app.row(second.id)).toMatchObject({ signedInAs: address });
  expect(app.row(other.id)).toMatchObject({ signedInAs: null, status: { kind: 'sign-in-needed' } });
  const { sharedBy } = await app.call('signOut', { accountId: second.id, allAccounts: false });
  expect(sharedBy).toBe(2);
});
