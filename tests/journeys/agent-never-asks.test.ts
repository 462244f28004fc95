import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../main/ports.ts';
import { runAgent } from '../../main/agent/agent.ts';
import { changeWatchFolders } from '../../main/agent/watch-settings.ts';
import { prepareWatchFolder } from '../../main/agent/watchable-folder.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxState } from '../../shared/message.ts';
import { startApp } from '../helpers/start-app.ts';
import { systemClock } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

// "Can Sign In When Sending Email", as an agent that got its document from a watch folder.

type Condition = 'token' | 'none' | 'revoked' | 'network down' | 'cancelled' | 'wrong account' | 'timed out';

/** Where nobody can be asked, nobody can cancel, take the wrong account or be too late: it is as with none. */
const table: Readonly<Record<Condition, readonly [OutboxState, ErrorCode | null]>> = {
  token: ['sent', null],
  none: ['held', 'sign-in-required'],
  revoked: ['held', 'sign-in-required'],
  'network down': ['queued', 'provider-unreachable'],
  cancelled: ['held', 'sign-in-required'],
  'wrong account': ['held', 'sign-in-required'],
  'timed out': ['held', 'sign-in-required'],
};
const cells = [true, false].flatMap((setting) =>
  (['google', 'microsoft'] as const).flatMap((provider) =>
    (Object.keys(table) as Condition[]).map((condition) => ({ setting, provider, condition })),
  ),
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.reset());

/** The agent's waits take no time. */
function hurriedClock(): Clock {
  let offsetMs = 0;
  return {
    nowMs: () => Date.now() + offsetMs,
    sleep: async (ms, signal) => {
      await systemClock.sleep(5);
      signal?.throwIfAborted();
      offsetMs += ms;
    },
  };
}

test.for(cells)('setting $setting, $provider, $condition: 0 browsers, dialogs and notices', async (cell) => {
  const { setting, provider, condition } = cell;
  const [state, because] = table[condition];
  const app = await startApp({ sandbox });
  const owner = sandbox.people.find((each) => each.provider === provider);
  const reader = sandbox.people.find((each) => each.provider === 'none');
  if (!owner || !reader) throw new Error('nobody there');
  const account = await app.addSignedIn(owner);
  await app.call('settingsSave', { canSignInWhenSending: setting });
  if (condition === 'none') await app.call('signOut', { accountId: account.id, allAccounts: true });
  else if (condition === 'network down') {
    sandbox.faults.expireAccessTokens({ address: owner.address });
    sandbox.faults.tokenEndpoint({ provider, mode: 'reset' });
  } else if (condition !== 'token') sandbox.faults.revoke({ address: owner.address });
  app.opened.length = 0;
  app.pushes.length = 0;

  const folder = join(await realpath(await temporaryFolder()), 'outgoing');
  await mkdir(folder, { mode: 0o755 });
  await prepareWatchFolder(folder);
  const template = { accountId: account.id, records: [], subject: '{name}', body: 'Hello' };
  await changeWatchFolders(app.profileFolder, systemClock, () => [
    { id: 1, folder, recipients: 'file-name', ...template },
  ]);
  await writeFile(join(folder, `INV-1__${reader.address}.pdf`), 'pdf');
  const stopping = new AbortController();
  const running = runAgent({
    profileFolder: app.profileFolder,
    call: (name, input) => app.call(name, input, 'agent'),
    onState: app.session.onState,
    role: () => 'owner',
    clock: hurriedClock(),
    log: () => undefined,
    ...{ version: '0.0.0', pid: process.pid, tell: () => undefined, stop: stopping.signal },
  });
  onTestFinished(() => stopping.abort());
  const item = await app.until('the first attempt to end', async () => {
    const [first] = (await app.call('outboxPage', { states: [], beforeSequence: null, limit: 1 })).items;
    return first && first.state !== 'sending' && (first.state !== 'queued' || first.because !== null)
      ? first
      : null;
  });
  stopping.abort();
  const health = await running;

  expect([item.state, item.because, item.origin]).toEqual([state, because, 'agent']);
  if (because === 'sign-in-required') {
    expect(item.reason).toBe('Failed to obtain an access token');
    expect(health.notReady).toMatchObject([{ accountId: account.id, status: 'sign-in-needed' }]);
  } else expect(health.notReady).toEqual([]);
  expect([app.opened, app.notices]).toEqual([[], []]);
  expect(app.pushes.filter((push) => push.includes('questionId'))).toEqual([]);
});
