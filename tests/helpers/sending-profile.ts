import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createApp } from '../../main/app.ts';
import { createLog } from '../../main/log.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { createKeyFileCipher } from '../../main/vault/key-file-cipher.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { StateSnapshot } from '../../shared/app-state.ts';
import { followSignIn } from './follow-pages.ts';
import { systemClock, systemRandom } from './system-ports.ts';

/** An account of the profile, and the mailbox it sends as. */
export interface ProfileAccount {
  readonly id: number;
  readonly provider: Sandbox['people'][number]['provider'];
  readonly address: string;
  readonly sendThrough: 'smtp' | 'api';
}

interface Choices {
  readonly accountCount: number;
  /** The business object of their keys. */
  readonly businessObject: string;
  /** Whose accounts; absent: of everybody in the sandbox. */
  readonly people?: Sandbox['people'];
  /** Accounts of one person take the ways to send of the provider in turn; absent: all take the first. */
  readonly takesAllWays?: boolean;
  /** Microsoft is asked for the permission that messages above 3 MB need by Graph. */
  readonly allowsLargeMessages?: boolean;
  /** Turns the relay on, for a program that may use all accounts; absent: it stays off. */
  readonly relayProgram?: { readonly user: string; readonly password: string };
}

/** Makes a profile with accounts of everybody in the sandbox in turn, signed in, and leaves it closed. */
export async function makeSendingProfile(
  sandbox: Sandbox,
  profileFolder: string,
  choices: Choices,
): Promise<readonly ProfileAccount[]> {
  const { accountCount, businessObject, takesAllWays = false, relayProgram } = choices;
  const { people = sandbox.people, allowsLargeMessages = false } = choices;
  const log = createLog({ write: () => undefined, clock: systemClock });
  const { platform, env } = process;
  const cipher = createKeyFileCipher({
    ...{ path: join(profileFolder, 'vault.key'), random: systemRandom, platform },
    sealedFilesExist: () => Promise.resolve(false),
  });
  let who = people[0];
  const app = await createApp({
    ports: {
      ...createNodePorts({ profileFolder, platform, env, cipher, log, clock: systemClock }),
      openBrowser: async (url) => {
        if (who) void followSignIn(url, { address: who.address, password: who.password });
      },
    },
    profileFolder,
    host: { kind: 'command-line', platform: 'linux', version: '0.0.0', userName: 'sa' },
    policyPath: sandbox.policyFile,
    ...{ caFile: null, delivery: 'at-start', isDevelopment: true },
  });
  const call = async <Value>(name: Parameters<typeof app.call>[0], input: unknown): Promise<Value> => {
    const reply = await app.call(name, input, { origin: 'user' });
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
    return reply.value as Value;
  };
  const snapshot = () => call<StateSnapshot>('stateGet', {});
  const made: ProfileAccount[] = [];
  for (let index = 0; index < accountCount; index += 1) {
    who = people[index % people.length];
    if (!who) throw new Error('nobody lives in the sandbox');
    const { provider, address } = who;
    const key = { businessObject, columnName: 'Number', columnValue: String(index) };
    const draft = { ...newAccountDraft, ...key, user: address };
    const save = { accountId: null, pendingGrantId: null, signOut: false };
    if (provider === 'none') {
      const server = { host: 'localhost', port: sandbox.smtp.starttls };
      const input = { ...save, draft: { ...draft, ...server }, password: who.password };
      const { id } = await call<{ id: number }>('accountsSave', input);
      made.push({ id, provider, address, sendThrough: 'smtp' });
      continue;
    }
    const presets = (await snapshot()).state.providers.find(({ id }) => id === provider)?.presets ?? [];
    const turn = takesAllWays ? Math.floor(index / people.length) : 0;
    const preset = presets[turn % presets.length];
    if (!preset) throw new Error(`no preset of ${provider}`);
    const { locked: _, ...fields } = preset;
    const isLarge = allowsLargeMessages && provider === 'microsoft' && preset.sendThrough === 'api';
    const permissions = isLarge ? ['large-messages'] : [];
    const start = { provider, accountId: null, expected: '', openBrowser: true, permissions };
    const dialogId = randomBytes(12).toString('base64url');
    await call('signInStart', { ...start, sendThrough: preset.sendThrough, dialogId });
    const { attemptId, pendingGrantId, signedInAs } = await signInEnd(snapshot);
    await call('signInCancel', { attemptId });
    const { id } = await call<{ id: number }>('accountsSave', {
      ...save,
      pendingGrantId,
      draft: { ...draft, ...fields, provider, user: signedInAs },
    });
    made.push({ id, provider, address, sendThrough: preset.sendThrough });
  }
  if (relayProgram) {
    const { user: name, password } = relayProgram;
    await call('relayProgramAdd', { name, password, accountIds: made.map(({ id }) => id) });
    await call('settingsSave', { relayEnabled: true, relayPort: 0 });
  }
  await app.stop();
  return made;
}

async function signInEnd(snapshot: () => Promise<StateSnapshot>) {
  for (let look = 0; look < 500; look += 1) {
    const { signIn } = (await snapshot()).state;
    if (signIn?.stage === 'signed-in') return signIn;
    if (signIn && signIn.stage !== 'waiting' && signIn.stage !== 'checking') break;
    await systemClock.sleep(10);
  }
  throw new Error('a sign-in did not end well');
}
