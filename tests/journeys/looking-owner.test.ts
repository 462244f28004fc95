import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNodeProfile } from '../../main/loopback/node-host.ts';
import type { ProfileSession } from '../../main/owner/profile-session.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { Input, Output, Reply } from '../../shared/contract.ts';
import type { MethodName } from '../../shared/method-names.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

async function call<Name extends MethodName>(session: ProfileSession, name: Name, input: Input<Name>) {
  const reply = (await session.call(name, input, { origin: 'agent' })) as Reply<Output<Name>>;
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
  return reply.value;
}

test('what waits goes out while an agent is there, also where a command that only looks owns the profile', async () => {
  const profileFolder = join(await temporaryFolder(), 'profile');
  const server = await startMailServer();
  const open = (kind: 'command-line' | 'agent') =>
    openNodeProfile({ profileFolder, policyPath: null, caFile: null, kind });

  const first = await open('command-line');
  const { id } = await call(first, 'accountsSave', {
    ...{ accountId: null, pendingGrantId: null, signOut: false },
    draft: {
      ...{ ...newAccountDraft, host: '127.0.0.1', port: server.port, tls: false },
      ...{ from: 'ada@fabrikam.test', enabled: false },
    },
  });
  const { itemId } = await call(first, 'outboxSubmit', {
    ...{
      submissionKey: 'looking-owner',
      accountId: id,
      records: [],
      to: ['kay@fabrikam.test'],
      cc: [],
      bcc: [],
    },
    ...{ subject: 'Quote', body: 'Hello', documentIds: [] },
  });
  const stateOf = async (session: ProfileSession) => (await call(session, 'outboxGet', { itemId })).state;
  await expect.poll(() => stateOf(first)).toBe('held');
  await first.close();

  const looking = await open('command-line');
  await call(looking, 'accountsSetEnabled', { accountIds: [id], enabled: true });
  expect(await stateOf(looking)).toBe('queued');
  const agent = await open('agent');
  expect([looking.role(), agent.role()]).toEqual(['owner', 'client']);
  await expect.poll(() => stateOf(agent), { timeout: 10_000 }).toBe('sent');
  expect(server.taken()).toHaveLength(1);
  await agent.close();
  await looking.close();
});
