import { expect, it } from 'vitest';
import type { InstalledCopy, Updates } from '../../main/ports.ts';
import { createUpdating } from '../../main/updating.ts';
import type { UpdateView } from '../../shared/update.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const caller = { origin: 'user' } as const;
const signed: InstalledCopy = {
  isPackaged: true,
  platform: 'win32',
  hasSource: true,
  isPerUser: true,
  isSigned: true,
};

interface Start {
  readonly copy?: Partial<InstalledCopy>;
  readonly isAllowed?: boolean;
  readonly isHere?: boolean;
  readonly version?: string | null;
}

function setUp({ copy = {}, isAllowed = true, isHere = true, version = '2.0.0' }: Start = {}) {
  const computer = { sending: false, attended: true, checks: 0, installs: 0, fails: null as Error | null };
  const downloads: { tell: (percent: number) => void; done: () => void; failed: (error: Error) => void }[] =
    [];
  const updates: Updates = {
    copy: async () => ({ ...signed, ...copy }),
    isAttended: () => computer.attended,
    check: async () => {
      computer.checks += 1;
      if (computer.fails) throw computer.fails;
      return version;
    },
    download: (tell) =>
      new Promise((resolve, reject) => {
        downloads.push({ tell, done: resolve, failed: reject });
      }),
    install: () => void (computer.installs += 1),
  };
  const views: UpdateView[] = [];
  const events: unknown[] = [];
  const clock = createFakeClock(0);
  const updating = createUpdating({
    updates: isHere ? updates : null,
    isAllowed,
    isSending: () => computer.sending,
    onChanged: (view) => void views.push(view),
    clock,
    random: { bytes: (count) => new Uint8Array(count), fraction: () => 0 },
    log: (event, fields) => void events.push([event, fields]),
  });
  const { updateCheck, updateDownload, updateInstall } = updating.handlers;
  return {
    ...{ updating, computer, downloads, views, events, clock },
    check: () => updateCheck({}, caller),
    download: () => updateDownload({}, caller),
    install: () => updateInstall({}, caller),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('a person checks, downloads and installs; nothing happens before its step', async () => {
  const { check, download, install, downloads, computer, views } = setUp();
  await expect(install()).rejects.toMatchObject({ code: 'transition-refused' });
  expect(await check()).toEqual({ stage: 'available', version: '2.0.0' });
  expect(downloads).toHaveLength(0);
  await expect(install()).rejects.toMatchObject({ code: 'transition-refused' });

  const ready = download();
  // A second click joins.
  const again = download();
  await settled();
  expect(downloads).toHaveLength(1);
  for (const percent of [0, 0.4, 41.7, 41.9, 120]) downloads[0]?.tell(percent);
  downloads[0]?.done();
  expect(await ready).toEqual({ stage: 'ready', version: '2.0.0' });
  expect(await again).toEqual({ stage: 'ready', version: '2.0.0' });
  expect(views.flatMap((view) => ('percent' in view ? view.percent : []))).toEqual([0, 41, 100]);

  expect(computer.installs).toBe(0);
  await install();
  expect(computer.installs).toBe(1);
});

it('nothing is installed while a message is being sent', async () => {
  const { check, download, install, downloads, computer } = setUp();
  await check();
  const ready = download();
  await settled();
  downloads[0]?.done();
  await ready;
  computer.sending = true;
  await expect(install()).rejects.toMatchObject({ code: 'transition-refused' });
  expect(computer.installs).toBe(0);
  computer.sending = false;
  await install();
  expect(computer.installs).toBe(1);
});

it.each([
  ['a copy without a signature', { copy: { isSigned: false } }, 'unsigned'],
  ['an MSI', { copy: { isPerUser: false } }, 'administrator'],
  ['where the policy says no', { isAllowed: false }, 'policy'],
  ['a program that is not the installed app', { isHere: false }, 'not-here'],
] as const)('%s says why it does not update itself, and asks nobody', async (_name, start, because) => {
  const { check, download, computer, clock, updating } = setUp(start);
  updating.start();
  await clock.advance(3 * 86_400_000);
  expect(await check()).toEqual({ stage: 'off', because, asked: true });
  expect(await download()).toMatchObject({ stage: 'off' });
  expect(computer.checks).toBe(0);
});

it('it looks once a day by itself while somebody is there, and tells only what is new', async () => {
  const { updating, computer, clock, views } = setUp({ version: null });
  updating.start();
  updating.start();
  await clock.advance(60_000);
  expect(computer.checks).toBe(1);
  computer.fails = new Error('offline');
  await clock.advance(86_400_000);
  expect(computer.checks).toBe(2);
  computer.attended = false;
  await clock.advance(86_400_000);
  expect(computer.checks).toBe(2);
  expect(views.filter(({ stage }) => stage !== 'idle')).toEqual([]);
  updating.stop();
  await clock.advance(86_400_000);
  expect(clock.sleeping()).toBe(0);
});

it('whoever asks is told also that there is nothing new, or that it failed, without the words of the library', async () => {
  const { check, computer, views, events } = setUp({ version: null });
  expect(await check()).toEqual({ stage: 'newest' });
  computer.fails = new Error('GET https://user:canary@updates.example/latest.yml');
  expect(await check()).toMatchObject({ stage: 'failed', version: null, failure: { code: 'update-failed' } });
  expect(views.map(({ stage }) => stage)).toEqual(['checking', 'newest', 'checking', 'failed']);
  expect(JSON.stringify([views, events])).not.toContain('canary');
});

it('a download that fails can be made again', async () => {
  const { check, download, downloads } = setUp();
  await check();
  const first = download();
  await settled();
  downloads[0]?.failed(new Error('cut'));
  expect(await first).toMatchObject({ stage: 'failed', version: '2.0.0' });
  const second = download();
  await settled();
  downloads[1]?.done();
  expect(await second).toEqual({ stage: 'ready', version: '2.0.0' });
});
