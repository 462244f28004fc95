import { expect, it, test } from 'vitest';
import { hostArguments } from '../../../main/electron/host-arguments.ts';
import { followHosting } from '../../../main/electron/hosting.ts';
import { createFakeAppPort } from '../../helpers/fake-app-port.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

function setUp({ role = 'owner' }: { readonly role?: 'owner' | 'client' } = {}) {
  const clock = createFakeClock();
  const events: string[] = [];
  const now = { clients: 0, ever: 0, underWay: 0, window: false };
  const { call } = createFakeAppPort({ outboxStart: () => events.push('sends') });
  const hosting = followHosting({
    opened: Promise.resolve({
      ...{ call, role: () => role },
      clients: () => ({ now: now.clients, ever: now.ever }),
    }),
    underWay: () => now.underWay,
    isWindowOpen: () => now.window,
    beginAgent: () => void events.push('agent'),
    end: (code) => void events.push(`end ${code}`),
    clock,
    log: () => undefined,
  });
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) await clock.advance(500);
  };
  return { events, now, hosting, pass };
}

test('the owner waits for the command that started it, and ends soon after the last one', async () => {
  const { events, now, pass } = setUp();
  await pass(20_000);
  now.ever = 1;
  await pass(2_500);
  expect(events).toEqual([]);
  // Too short to be seen while it was there, but it came.
  now.ever = 2;
  await pass(2_500);
  expect(events).toEqual([]);
  await pass(1_000);
  expect(events).toEqual(['end 0']);
});

test('it ends if nobody comes at all', async () => {
  const { events, pass } = setUp();
  await pass(29_000);
  expect(events).toEqual([]);
  await pass(1_500);
  expect(events).toEqual(['end 0']);
});

test.each(['clients', 'underWay', 'window'] as const)('it stays as long as there are %s', async (what) => {
  const { events, now, pass } = setUp();
  Object.assign(now, { ever: 1, [what]: what === 'window' ? true : 1 });
  await pass(60_000);
  expect(events).toEqual([]);
  Object.assign(now, { [what]: what === 'window' ? false : 0 });
  await pass(4_000);
  expect(events).toEqual(['end 0']);
});

test('what waits is sent once somebody opens the window, and the agent stays', async () => {
  const { events, hosting, pass } = setUp();
  expect(hosting.isServing()).toBe(false);
  hosting.begin();
  hosting.begin();
  await pass(500);
  expect(events).toEqual(['agent', 'sends']);
  hosting.stay();
  await pass(60_000);
  expect([events, hosting.isServing()]).toEqual([['agent', 'sends'], true]);
});

test('a profile that cannot be opened ends it with a code, so that the command need not wait', async () => {
  const { events, pass } = setUp({ role: 'client' });
  await pass(500);
  expect(events).toEqual(['end 78']);
});

it.each([
  ['win32', {}, null, ['--host', '--profile=C:\\p']],
  ['linux', { DISPLAY: ':0' }, '/app', ['/app', '--host', '--profile=C:\\p']],
  ['linux', { DISPLAY: '', WAYLAND_DISPLAY: 'w' }, null, ['--host', '--profile=C:\\p']],
  ['linux', {}, null, ['--ozone-platform=headless', '--disable-gpu', '--host', '--profile=C:\\p']],
] as const)('it is started in a way that Chromium takes on %s with %j', (platform, env, appPath, words) => {
  const given = { profileFolder: 'C:\\p', policyPath: null, caFile: null };
  expect(hostArguments({ ...given, appPath, platform, env })).toEqual(words);
  const all = hostArguments({ ...given, policyPath: '/q', caFile: '/r', appPath, platform, env });
  expect(all.slice(-2)).toEqual(['--policy=/q', '--ca-file=/r']);
  // What looks like a URL ends the executable on Windows, unless it begins with a dash.
  expect(all.filter((word) => /^[a-z][a-z0-9+.-]+:/i.test(word))).toEqual([]);
});
