import { readdir } from 'node:fs/promises';
import type { MenuItemConstructorOptions } from 'electron';
import { expect, it, test } from 'vitest';
import { createTrayNotice } from '../../../main/electron/tray-notice.ts';
import { followTray, hasTray, trayView } from '../../../main/electron/tray.ts';
import { shellWords } from '../../../main/electron/words.ts';
import { exampleState } from '../../helpers/example-state.ts';
import { fakeAccount } from '../../helpers/fake-app.ts';
import { createFakeAppPort } from '../../helpers/fake-app-port.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const words = shellWords('en', []);
const ready = fakeAccount(1, { status: { kind: 'ready' } });
const asking = fakeAccount(2, { status: { kind: 'sign-in-needed', because: 'grant-revoked' } });
const calm = { ...exampleState(), accounts: [ready] };
const { outbox } = calm;
const counts = (change: Partial<typeof outbox.counts>) => ({
  ...outbox,
  counts: { ...outbox.counts, unconfirmed: 0, sending: 0, ...change },
});

test('what needs a person comes first, then what goes on', () => {
  const view = (accounts: typeof calm.accounts, change: Partial<typeof outbox.counts>) =>
    trayView({ accounts, outbox: counts(change), problems: [] }, words);
  expect(view([ready], {})).toEqual({ needed: false, lines: ['Everything is ready.'] });
  expect(view([ready], { sending: 2 })).toEqual({ needed: false, lines: ['2 messages are being sent.'] });
  expect(view([ready, asking], { sending: 1, unconfirmed: 3 })).toEqual({
    needed: true,
    lines: [
      'One account needs you.',
      '3 messages may have been sent: decide about them.',
      'One message is being sent.',
    ],
  });
});

it.each([
  ['win32', {}, true],
  ['darwin', {}, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['linux', { DISPLAY: '', WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['linux', {}, false],
] as const)('on %s with %j there is a tray: %j', (platform, env, expected) => {
  expect(hasTray(platform, env)).toBe(expected);
});

function setUp(create?: () => never) {
  const app = createFakeAppPort({}, { ...calm, outbox: counts({}) });
  const events: string[] = [];
  let menu: MenuItemConstructorOptions[] = [];
  const note = (what: string) => () => void events.push(what);
  const tray = followTray({
    app: Promise.resolve(app),
    isWanted: ({ settings }) => settings.startAgentAtLogin,
    create:
      create ??
      (() => ({
        onClick: () => events.push('made'),
        setToolTip: (text) => void events.push(text),
        setNeeded: (isNeeded) => void (isNeeded && events.push('needed')),
        setMenu: (template) => {
          menu = template;
        },
        destroy: note('gone'),
      })),
    open: note('open'),
    compose: note('compose'),
    quit: note('quit'),
    words: () => words,
    log: (event) => void events.push(event),
  });
  const want = (startAgentAtLogin: boolean) => {
    const { settings } = calm;
    app.change({ settings: { ...settings, startAgentAtLogin } });
  };
  return { app, events, tray, want, menu: () => menu };
}

test('the icon comes and goes with the setting, and changes only with what it says', async () => {
  const { app, events, tray, want } = setUp();
  await Promise.resolve();
  expect([events, tray.isShown()]).toEqual([[], false]);
  want(true);
  expect([events, tray.isShown()]).toEqual([['made', 'SMTP Setup: Everything is ready.'], true]);
  app.change({ signIn: null });
  expect(events).toHaveLength(2);
  app.change({ outbox: counts({ unconfirmed: 1 }) });
  expect(events.slice(2)).toEqual(['needed', 'SMTP Setup: One message may have been sent: decide about it.']);
  want(false);
  expect([events.at(-1), tray.isShown()]).toEqual(['gone', false]);
});

test('its menu opens the window, begins a message, and ends the app', async () => {
  const { events, want, menu } = setUp();
  await Promise.resolve();
  want(true);
  events.length = 0;
  for (const { click } of menu()) click?.(null as never, undefined, null as never);
  expect(events).toEqual(['open', 'compose', 'open', 'quit']);
});

test('a system that shows no icon is no reason to end, and not to hide the window', async () => {
  const { events, tray, want } = setUp(() => {
    throw new Error('no host');
  });
  await Promise.resolve();
  want(true);
  expect([events, tray.isShown()]).toEqual([['tray-not-shown'], false]);
});

test('that it goes on in the tray is said once', async () => {
  const folder = await temporaryFolder();
  let told = 0;
  const tell = () => void (told += 1);
  createTrayNotice(folder, tell)();
  createTrayNotice(folder, tell)();
  expect([told, await readdir(folder)]).toEqual([1, ['told-of-tray']]);
});
