import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { joinProfile } from '../../main/owner/profile-session.ts';
import type { AppPort } from '../../main/app-port.ts';
import { AppError } from '../../shared/errors.ts';
import { createFakeAppPort } from '../helpers/fake-app-port.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { startProgram } from './program.ts';

// Processes start slowly on a busy computer; the limits that matter are measured inside.
vi.setConfig({ testTimeout: 30_000 });

const agent = { origin: 'agent' } as const;
const ownersOf = (folder: string) => readFileSync(join(folder, 'owners.txt'), 'utf8').trim().split('\n');
const joinHere = (profileFolder: string, startApp: () => Promise<AppPort>) =>
  joinProfile({
    profileFolder,
    startApp,
    clock: systemClock,
    random: systemRandom,
    log: () => undefined,
    platform: process.platform,
  });

test('the first program of a profile owns it and the second one asks it', async () => {
  const folder = await temporaryFolder();
  const owner = await startProgram(folder);
  const client = await startProgram(folder);
  expect(await owner.call('role')).toBe('owner');
  expect(await client.call('role')).toBe('client');
  expect(await client.call('accountsResolve')).toEqual({ ok: true, value: owner.pid });
  expect(ownersOf(folder)).toEqual([`${owner.pid} started`]);
});

test('every program gets the snapshot first and then the changes of any other', async () => {
  const folder = await temporaryFolder();
  const owner = await startProgram(folder);
  const client = await startProgram(folder);
  await client.until((told) => told['snapshotOf'] === String(owner.pid));
  await client.call('settingsSave', { theme: 'dark' });
  await owner.until((told) => told['changeTo'] === 2);
  await client.until((told) => told['changeTo'] === 2);
});

test('a client takes over within a second when the owner is killed, and listeners get a fresh snapshot', async () => {
  const folder = await temporaryFolder();
  const owner = await startProgram(folder);
  const client = await startProgram(folder);
  await client.call('settingsSave', {});
  const killedAtMs = performance.now();
  owner.kill('SIGKILL');
  await client.until((told) => told['snapshotOf'] === String(client.pid));
  expect(performance.now() - killedAtMs).toBeLessThan(1_000);
  expect(await client.call('role')).toBe('owner');
  expect(await client.call('accountsResolve')).toEqual({ ok: true, value: client.pid });
});

test('of three clients exactly one takes over, and the others ask it', async () => {
  const folder = await temporaryFolder();
  const owner = await startProgram(folder);
  const clients = [await startProgram(folder), await startProgram(folder), await startProgram(folder)];
  owner.kill('SIGKILL');
  const heirs = await Promise.all(
    clients.map(
      async (client) =>
        (await client.until((told) => 'snapshotOf' in told && told['snapshotOf'] !== String(owner.pid)))[
          'snapshotOf'
        ],
    ),
  );
  expect(new Set(heirs).size).toBe(1);
  const roles = await Promise.all(clients.map((client) => client.call('role')));
  expect(roles.filter((role) => role === 'owner')).toHaveLength(1);
  expect(ownersOf(folder)).toHaveLength(2);
});

test('a read that was cut by the death of the owner is made again at the next one', async () => {
  const folder = await temporaryFolder();
  const owner = await startProgram(folder);
  const client = await startProgram(folder);
  const page = client.call('outboxPage', owner.pid);
  // The answer to a later call says that the earlier one has been begun.
  await client.call('accountsResolve');
  owner.kill('SIGKILL');
  expect(await page).toEqual({ ok: true, value: client.pid });
});

test('a save that was cut by the death of the owner fails and says how to check it', async () => {
  const folder = await temporaryFolder();
  const owner = await startProgram(folder);
  const client = await startProgram(folder);
  const save = client.call('accountsSave');
  await client.call('accountsResolve');
  owner.kill('SIGKILL');
  expect(await save).toMatchObject({
    ok: false,
    error: { code: 'profile-in-use', message: expect.stringContaining('Look at the list of accounts') },
  });
});

test('an owner that closes stops its app first and hands the profile to a client', async () => {
  const folder = await temporaryFolder();
  const owner = await startProgram(folder);
  const client = await startProgram(folder);
  expect(await owner.call('close')).toBe('closed');
  await client.until((told) => told['snapshotOf'] === String(client.pid));
  expect(ownersOf(folder)).toEqual([`${owner.pid} started`, `${owner.pid} stopped`, `${client.pid} started`]);
});

test('no call gets lost between owners that come and go in good order', async () => {
  const folder = await temporaryFolder();
  let saved = 0;
  const shortLife = async () => {
    const session = await joinHere(folder, async () =>
      createFakeAppPort({ accountsSave: () => (saved += 1) }),
    );
    const replies = await Promise.all(
      Array.from({ length: 3 }, () => session.call('accountsSave', {}, agent)),
    );
    await session.close();
    return replies;
  };
  const replies = (await Promise.all(Array.from({ length: 20 }, shortLife))).flat();
  expect(replies.filter(({ ok }) => !ok)).toEqual([]);
  expect(saved).toBe(60);
});

test('a stopped owner is reported in bounded time and never replaced', async () => {
  const folder = await temporaryFolder();
  const owner = await startProgram(folder);
  const client = await startProgram(folder);
  owner.kill('SIGSTOP');
  const stoppedAtMs = performance.now();
  const silent = {
    code: 'profile-in-use',
    message: 'Another program has this profile open and does not answer.',
  };
  expect(await client.call('accountsResolve')).toMatchObject({ ok: false, error: silent });
  expect(performance.now() - stoppedAtMs).toBeLessThan(3_000);
  const late = await startProgram(folder);
  expect(late.told).toMatchObject([{ failed: silent }]);
  expect(ownersOf(folder)).toEqual([`${owner.pid} started`]);
  owner.kill('SIGKILL');
  await client.until((told) => told['snapshotOf'] === String(client.pid));
});

test('a stopped owner that goes on is found again by its clients', async () => {
  const folder = await temporaryFolder();
  const owner = await startProgram(folder);
  const client = await startProgram(folder);
  await client.until((told) => told['snapshotOf'] === String(owner.pid));
  owner.kill('SIGSTOP');
  expect(await client.call('accountsResolve')).toMatchObject({ ok: false });
  owner.kill('SIGCONT');
  const again = () => client.told.filter((told) => told['snapshotOf'] === String(owner.pid)).length > 1;
  await client.until(again);
  expect(await client.call('accountsResolve')).toEqual({ ok: true, value: owner.pid });
});

test('a client waits for an owner whose app takes its time to start', async () => {
  const folder = await temporaryFolder();
  const [owner, client] = await Promise.all([startProgram(folder, 1_000), startProgram(folder, 1_000)]);
  const roles = await Promise.all([owner.call('role'), client.call('role')]);
  expect(roles.filter((role) => role === 'owner')).toHaveLength(1);
  expect(ownersOf(folder)).toHaveLength(1);
});

test('a program whose app cannot start says why and leaves the profile free', async () => {
  const folder = await temporaryFolder();
  const failed = await startProgram(folder, 'fails');
  expect(failed.told).toMatchObject([
    { failed: { code: 'profile-unreadable', message: 'accounts.json is empty.' } },
  ]);
  const next = await startProgram(folder);
  expect(await next.call('role')).toBe('owner');
});

test('the record of the owner and its socket are for this user only', async () => {
  const folder = await temporaryFolder();
  const session = await joinHere(join(folder, 'new', 'profile'), async () => createFakeAppPort());
  const profile = join(folder, 'new', 'profile');
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  await expect.poll(() => existsSync(join(profile, 'owner.json'))).toBe(true);
  const { address } = JSON.parse(readFileSync(join(profile, 'owner.json'), 'utf8')) as { address: string };
  expect(modeOf(profile)).toBe('700');
  expect(modeOf(join(profile, 'owner.lock'))).toBe('600');
  expect(modeOf(join(profile, 'owner.json'))).toBe('600');
  expect(modeOf(address)).toBe('600');
  expect(modeOf(dirname(address))).toBe('700');
  await session.close();
  expect(() => statSync(address)).toThrow('ENOENT');
  expect(() => statSync(join(profile, 'owner.json'))).toThrow('ENOENT');
});

test('the lock is held before the app opens a file of the profile, and until it has stopped', async () => {
  const folder = await temporaryFolder();
  const { tryOwnerLock } = await import('../../main/owner/owner-lock.ts');
  const seen: boolean[] = [];
  const isHeld = () => {
    const lock = tryOwnerLock(folder);
    lock?.release();
    return lock === null;
  };
  const session = await joinHere(folder, async () => {
    seen.push(isHeld());
    return { ...createFakeAppPort(), stop: async () => void seen.push(isHeld()) };
  });
  await session.close();
  expect(seen).toEqual([true, true]);
  expect(isHeld()).toBe(false);
});

test('what an owner left behind in its record does not keep the next one out', async () => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'owner.json'), '{"version":1,"addr');
  const session = await joinHere(folder, async () => createFakeAppPort());
  expect(session.role()).toBe('owner');
  await session.close();
});

test('a session that was closed answers no more calls and starts nothing again', async () => {
  const folder = await temporaryFolder();
  const app = createFakeAppPort({ accountsResolve: () => 1 });
  const session = await joinHere(folder, async () => app);
  await session.close();
  expect(app.stopped()).toBe(true);
  expect(await session.call('accountsResolve', {}, agent)).toMatchObject({
    ok: false,
    error: { code: 'profile-in-use' },
  });
});

test('an owner whose socket was tidied away opens another one', async () => {
  const folder = await temporaryFolder();
  const clock = createFakeClock();
  const app = createFakeAppPort({ accountsResolve: () => 5 });
  const log = () => undefined;
  const common = { profileFolder: folder, clock, random: systemRandom, log, platform: process.platform };
  const owner = await joinProfile({ ...common, startApp: async () => app });
  const address = () =>
    (JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as { address: string }).address;
  await expect.poll(() => existsSync(join(folder, 'owner.json'))).toBe(true);
  rmSync(address());
  await clock.advance(31_000);
  await expect.poll(() => existsSync(address())).toBe(true);
  const client = await joinHere(folder, () => Promise.reject(new Error('not the owner')));
  expect(await client.call('accountsResolve', {}, agent)).toEqual({ ok: true, value: 5 });
  await client.close();
  const closed = owner.close();
  await expect.poll(() => clock.sleeping()).toBeLessThanOrEqual(1);
  await clock.advance(2_000);
  await closed;
  expect(existsSync(join(folder, 'owner.json'))).toBe(false);
});

test('who comes while the app of the owner takes long to start finds the owner and waits for it', async () => {
  const folder = await temporaryFolder();
  const clock = createFakeClock();
  let start: (app: AppPort) => void = () => undefined;
  const log = () => undefined;
  const common = { profileFolder: folder, clock, random: systemRandom, log, platform: process.platform };
  const joining = joinProfile({ ...common, startApp: () => new Promise((resolve) => (start = resolve)) });
  await clock.advance(500);
  await expect.poll(() => existsSync(join(folder, 'owner.json'))).toBe(true);
  const client = await joinHere(folder, () => Promise.reject(new Error('not the owner')));
  const answer = client.call('accountsResolve', {}, agent);
  start(createFakeAppPort({ accountsResolve: () => 5 }));
  expect(await answer).toEqual({ ok: true, value: 5 });
  await client.close();
  await (await joining).close();
});

test('an owner whose app cannot start leaves no door open', async () => {
  const folder = await temporaryFolder();
  const failing = joinHere(folder, () => Promise.reject(new AppError('profile-unreadable', 'No.')));
  await expect(failing).rejects.toMatchObject({ code: 'profile-unreadable' });
  expect(existsSync(join(folder, 'owner.json'))).toBe(false);
  const next = await joinHere(folder, async () => createFakeAppPort());
  expect(next.role()).toBe('owner');
  await next.close();
});

test('an owner is told when a client has come that sends, and not when it only looks', async () => {
  const folder = await temporaryFolder();
  let told = 0;
  const app = createFakeAppPort({ outboxStart: () => (told += 1), accountsResolve: () => 5 });
  const owner = await joinHere(folder, async () => app);
  const looking = await joinHere(folder, () => Promise.reject(new Error('not the owner')));
  // Calls are answered in their order, so whatever came with the connection has been heard.
  await looking.call('accountsResolve', {}, agent);
  expect(told).toBe(0);
  const sending = await joinProfile({
    ...{ profileFolder: folder, clock: systemClock, random: systemRandom, log: () => undefined },
    ...{ startApp: () => Promise.reject(new Error('not the owner')), platform: process.platform },
    sends: () => true,
  });
  await sending.call('accountsResolve', {}, agent);
  expect(told).toBe(1);
  for (const session of [sending, looking, owner]) await session.close();
});

test('a listener that ends is not told any more', async () => {
  const folder = await temporaryFolder();
  const app = createFakeAppPort();
  const session = await joinHere(folder, async () => app);
  const pushes: number[] = [];
  const end = session.onState((push) => pushes.push(push.revision));
  app.change({ problems: [] });
  end();
  app.change({ problems: [] });
  expect(pushes).toEqual([1, 2]);
  expect(app.listeners()).toBe(0);
  await session.close();
});
