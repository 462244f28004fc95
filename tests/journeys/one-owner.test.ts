import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { WorkerAnswer, WorkerOrder } from '../helpers/profile-worker.ts';
import { startApp } from '../helpers/start-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** 25 here; `ROUNDS=1000 npx vitest run --project journeys tests/journeys/one-owner.test.ts` for a long look. */
const rounds = Number(process.env['ROUNDS'] ?? 25);
const callers = 8;
const roundPatienceMs = 20_000;
/** How far the programs' clocks go on in each round: longer than an access token lives. */
const roundMs = 2 * 3_600_000;

/** Starts a program that joins the profile. */
async function startWorker(profileFolder: string, policyFile: string) {
  const script = join(import.meta.dirname, '..', 'helpers', 'profile-worker.ts');
  const child = fork(script, [profileFolder, policyFile], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const waiting = new Map<number, (answer: WorkerAnswer) => void>();
  let lastId = 0;
  child.on('message', (answer: WorkerAnswer) => {
    if ('id' in answer) waiting.get(answer.id)?.(answer);
  });
  await once(child, 'message');
  const ask = (order: (id: number) => WorkerOrder) =>
    new Promise<WorkerAnswer>((resolve) => {
      const id = (lastId += 1);
      waiting.set(id, resolve);
      child.send(order(id));
    });
  return {
    advance: () => void child.send({ kind: 'advance', ms: roundMs } satisfies WorkerOrder),
    renew: async (accountId: number): Promise<readonly string[]> => {
      const answer = await ask((id) => ({ kind: 'renew', id, accountId, callers }));
      return answer.kind === 'renewed' ? answer.codes : [];
    },
    role: async () => {
      const answer = await ask((id) => ({ kind: 'role', id }));
      return answer.kind === 'role' ? answer.role : null;
    },
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const allOk = Array.from({ length: callers }, () => 'ok');

test(
  'eight callers in each of two programs refresh an expired, rotating grant exactly once, also when its owner is killed',
  { timeout: 60_000 + rounds * roundPatienceMs },
  async () => {
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const profileFolder = join(await temporaryFolder(), 'profile');
    const app = await startApp({ sandbox, profileFolder });
    const ben = sandbox.people.find(({ address }) => address.startsWith('ben@'));
    if (!ben) throw new Error('no ben');
    const { id: accountId } = await app.addSignedIn(ben);
    await app.stop();

    const refreshes = () =>
      sandbox.log.tokenRequests().filter(({ grantType }) => grantType === 'refresh_token');
    const sealed = () => {
      const folder = join(profileFolder, 'vault');
      const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.json'));
      return createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex');
    };

    let owner = await startWorker(profileFolder, sandbox.policyFile);
    let client = await startWorker(profileFolder, sandbox.policyFile);
    expect([await owner.role(), await client.role()]).toEqual(['owner', 'client']);

    for (let round = 0; round < rounds; round += 1) {
      sandbox.log.clear();
      const before = sealed();
      owner.advance();
      client.advance();
      const isKilled = round % 2 === 1;
      const ofOwner = owner.renew(accountId);
      const ofClient = client.renew(accountId);
      if (!isKilled) {
        expect([await ofOwner, await ofClient]).toEqual([allOk, allOk]);
        expect(refreshes(), `round ${round}`).toMatchObject([{ ok: true }]);
        continue;
      }
      // At any moment of the round: before the refresh, during it, while its result is saved, or after.
      await wait((round * 7) % 30);
      await owner.kill();
      const wasSaved = sealed() !== before;
      expect(await ofClient, `round ${round}`).toEqual(allOk);
      await expect.poll(() => client.role(), { interval: 5, timeout: 1_000 }).toBe('owner');
      expect(await client.renew(accountId), `round ${round}, afterwards`).toEqual(allOk);
      // What was saved is used by the next owner; an answer that died with its owner has to be asked for once more.
      expect(refreshes().every(({ ok }) => ok)).toBe(true);
      expect(refreshes().length, `round ${round}`).toBeLessThanOrEqual(wasSaved ? 1 : 2);
      expect(refreshes().length, `round ${round}`).toBeGreaterThanOrEqual(1);
      owner = client;
      client = await startWorker(profileFolder, sandbox.policyFile);
      for (let step = 0; step <= round; step += 1) client.advance();
    }
  },
);
