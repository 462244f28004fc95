import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { draftOf } from '../../shared/account.ts';
import { factsOf } from '../../shared/fix-cards/fill-in.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import { startApp } from '../helpers/start-app.ts';

test('who may sign in for a shared mailbox sends as it, and as nobody else', async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const app = await startApp({ sandbox });
  const [mailbox] = sandbox.sharedMailboxes;
  const people = sandbox.people.filter(({ provider }) => provider === 'microsoft');
  const member = people.find(({ address }) => mailbox?.members.includes(address));
  const outsider = people.find(({ address }) => !mailbox?.members.includes(address));
  if (!mailbox || !member || !outsider) throw new Error('nobody');
  const sendFrom = async (accountId: number) => {
    const { itemId } = await app.send(accountId, 'ben@example.test');
    return app.settled(itemId);
  };
  const shared = (signInAccount: string) => ({ user: mailbox.address, signInAccount });

  const row = await app.addSignedIn(member, shared(member.address));
  expect(row.signedInAs).toBe(member.address);
  expect(await sendFrom(row.id)).toMatchObject({ state: 'sent' });
  expect(sandbox.inbox.messages()).toMatchObject([{ account: mailbox.address, from: mailbox.address }]);

  await app.call('accountsSave', {
    ...{ accountId: row.id, pendingGrantId: null, signOut: false },
    draft: { ...draftOf(row), from: outsider.address },
  });
  const refused = await sendFrom(row.id);
  expect(refused).toMatchObject({ state: 'failed', because: 'sender-rejected' });
  expect(refused.reply).toMatch(/^550 5\.7\.60 /);
  const facts = factsOf({ ...row, from: outsider.address }, app.state().providers);
  const card = fixCardFor({ code: 'sender-rejected', reply: refused.reply }, facts);
  expect(card.id).toBe('send-as-denied');

  const stranger = await app.addSignedIn(outsider, shared(outsider.address));
  const held = await sendFrom(stranger.id);
  expect(held).toMatchObject({ state: 'held', because: 'authentication-rejected' });
  expect(
    fixCardFor(
      { code: 'authentication-rejected', reply: held.reply },
      factsOf(stranger, app.state().providers),
    ),
  ).toMatchObject({ id: 'exchange-token-refused' });
  expect(sandbox.inbox.messages()).toHaveLength(1);
});
