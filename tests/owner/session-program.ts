// A program that shares a profile with others, driven by the test over its IPC channel: `node session-program.ts FOLDER`.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleState } from '../helpers/example-state.ts';
import { createFakeAppPort } from '../helpers/fake-app-port.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import { joinProfile } from '../../main/owner/profile-session.ts';

const [folder = '', startMs = '0'] = process.argv.slice(2);
const never = () => new Promise(() => undefined);
const note = (text: string) => appendFileSync(join(folder, 'owners.txt'), `${process.pid} ${text}\n`);

async function startApp() {
  note('started');
  if (startMs === 'fails') throw new AppError('profile-unreadable', 'accounts.json is empty.');
  await systemClock.sleep(Number(startMs));
  const state = exampleState();
  const named = { ...state, host: { ...state.host, userName: String(process.pid) } };
  const app = createFakeAppPort(
    {
      accountsResolve: () => process.pid,
      // A read that a dying owner never answers.
      outboxPage: (input) => (input === process.pid ? never() : process.pid),
      accountsSave: () => never(),
      settingsSave: (input) => {
        app.change({ problems: [] });
        return input;
      },
    },
    named,
  );
  return {
    ...app,
    stop: async () => {
      await app.stop();
      note('stopped');
    },
  };
}

const tell = (message: unknown) => void process.send?.(message);
try {
  const session = await joinProfile({
    profileFolder: folder,
    startApp,
    clock: systemClock,
    random: systemRandom,
    log: () => undefined,
    platform: process.platform,
    limits: { joinMs: 3_000, handshakeMs: 700, pingMs: 100, silentPings: 7 },
  });
  session.onState((push) => {
    if ('state' in push) tell({ snapshotOf: push.state.host.userName, revision: push.revision });
    else tell({ changeTo: push.revision });
  });
  const answer = async (message: { id: number; method: string; input: unknown }) => {
    if (message.method === 'role') return tell({ id: message.id, reply: session.role() });
    if (message.method === 'close') {
      await session.close();
      tell({ id: message.id, reply: 'closed' });
      return process.disconnect();
    }
    tell({ id: message.id, reply: await session.call(message.method, message.input, { origin: 'agent' }) });
  };
  process.on('message', (message: Parameters<typeof answer>[0]) => void answer(message));
  tell({ joined: session.role() });
} catch (error) {
  tell({ failed: toFailure(error) });
  process.disconnect();
}
