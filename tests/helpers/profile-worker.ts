/**
 * A program of its own that joins a profile, for tests with several processes. It is told what to do by messages:
 * `advance` moves its clock, `renew` calls `accountsRenew` several times at once.
 */
import { join } from 'node:path';
import process from 'node:process';
import { createApp } from '../../main/app.ts';
import { createLog } from '../../main/log.ts';
import { nodeClock, nodeRandom } from '../../main/loopback/node-clock.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { joinProfile } from '../../main/owner/profile-session.ts';
import type { Clock } from '../../main/ports.ts';
import { createKeyFileCipher } from '../../main/vault/key-file-cipher.ts';
import { hasSealedFiles } from '../../main/vault/vault-file.ts';

/** What the test tells a worker. */
export type WorkerOrder =
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'renew'; readonly id: number; readonly accountId: number; readonly callers: number }
  | { readonly kind: 'role'; readonly id: number }
  | { readonly kind: 'end' };

/** What a worker answers. */
export type WorkerAnswer =
  | { readonly kind: 'joined' }
  | { readonly kind: 'renewed'; readonly id: number; readonly codes: readonly string[] }
  | { readonly kind: 'role'; readonly id: number; readonly role: 'owner' | 'client' };

const [profileFolder = '', policyPath = ''] = process.argv.slice(2);
const { platform, env } = process;
let offsetMs = 0;
// The whole process lives by the moved clock, libraries included; else a token would have two ages.
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given: [] | [number]) {
    if (given.length === 0) super(RealDate.now() + offsetMs);
    else super(...given);
  }
  static override now(): number {
    return RealDate.now() + offsetMs;
  }
} as DateConstructor;
const clock: Clock = nodeClock;
const log = createLog({ write: () => undefined, clock });
const tell = (answer: WorkerAnswer) => void process.send?.(answer);

const session = await joinProfile({
  profileFolder,
  startApp: async () => {
    const sealedFilesExist = () => hasSealedFiles(profileFolder);
    const cipher = createKeyFileCipher({
      path: join(profileFolder, 'vault.key'),
      random: nodeRandom,
      platform,
      sealedFilesExist,
    });
    return createApp({
      ports: createNodePorts({ profileFolder, platform, env, cipher, log, clock }),
      profileFolder,
      host: { kind: 'command-line', platform: 'linux', version: '0.0.0', userName: 'sa' },
      policyPath,
      caFile: null,
      delivery: 'at-start',
      isDevelopment: true,
    });
  },
  clock: nodeClock,
  random: nodeRandom,
  log,
  platform,
});

async function obey(order: WorkerOrder): Promise<void> {
  if (order.kind === 'advance') offsetMs += order.ms;
  else if (order.kind === 'role') tell({ kind: 'role', id: order.id, role: session.role() });
  else if (order.kind === 'end') {
    await session.close();
    process.disconnect();
  } else {
    const { id, accountId, callers } = order;
    const calls = Array.from({ length: callers }, () =>
      session.call('accountsRenew', { accountId }, { origin: 'agent' }),
    );
    const codes = (await Promise.all(calls)).map((reply) =>
      reply.ok ? 'ok' : `${reply.error.code}: ${reply.error.message}`,
    );
    tell({ kind: 'renewed', id, codes });
  }
}

process.on('message', (order: WorkerOrder) => void obey(order));
tell({ kind: 'joined' });
